//! How values look.

use crosswalk_model::Shape;

/// The shape that a kind wants. Services have their own words: `int4`, `varchar`, `timestamptz`. An e-mail address is
/// mostly kept as text, so that its name counts too.
pub(super) fn wanted(kind: &str, name: &str) -> Shape {
    let (kind, name) = (kind.to_lowercase(), name.to_lowercase());
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    match () {
        () if has(&["email"]) || name.replace('_', "").contains("email") => Shape::Email,
        () if has(&["bool"]) => Shape::Flag,
        () if has(&["int", "serial", "numeric", "decimal", "number"]) => Shape::Number,
        () if kind == "date" => Shape::Date,
        () => Shape::Text,
    }
}

/// Whether a value looks so.
pub(super) fn fits(shape: Shape, value: &str) -> bool {
    let value = value.trim();
    match shape {
        Shape::Text => true,
        Shape::Number => value.parse::<i64>().is_ok(),
        Shape::Flag => ["yes", "no", "true", "false", "y", "n", "1", "0"].contains(&&*value.to_lowercase()),
        Shape::Date => value.parse::<jiff::civil::Date>().is_ok(),
        Shape::Email => is_address(value),
    }
}

/// Something, an at sign, and something with a dot inside; more than that only its server can know.
fn is_address(value: &str) -> bool {
    let Some((user, host)) = value.split_once('@') else { return false };
    let inside = host.trim_matches('.');
    !user.is_empty() && !value.contains(char::is_whitespace) && inside.contains('.') && !inside.contains('@')
}

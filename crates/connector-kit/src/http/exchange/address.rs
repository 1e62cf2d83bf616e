//! The address of a request, as far as it says where and how, and nothing of whom.

use reqwest::Url;

use crate::http::request::HttpRequest;

/// Names in a route behind which stands a kind of thing, never somebody's key.
const KINDS: [&str; 6] = ["collection", "resource", "schema", "stream", "table", "version"];

/// Parameters that say which columns, how many and in which order.
const SAYING: [&str; 13] = [
    "columns",
    "count",
    "fields",
    "include_inactive",
    "limit",
    "offset",
    "on_conflict",
    "order",
    "page",
    "per_page",
    "select",
    "sort",
    "status",
];

const LONGEST: usize = 300;
/// A request by keys may have a hundred of them.
const MOST: usize = 12;

/// The address; values that may be about somebody are `…`.
pub(super) fn told(base: &Url, request: &HttpRequest) -> String {
    let root = base.as_str().trim_end_matches('/');
    let path = request.route.trim_matches('/').split('/').map(|part| segment(part, request));
    let path = path.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    let more = request.query.len().saturating_sub(MOST);
    let mut query: Vec<String> = request.query.iter().take(MOST).map(parameter).collect();
    if more > 0 {
        query.push(format!("…={more}"));
    }
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{root}/{path}{mark}{}", query.join("&"))
}

fn segment(part: &str, request: &HttpRequest) -> String {
    let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
        return part.to_owned();
    };
    let value = request.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str());
    let shown = value.filter(|value| KINDS.contains(&name) && is_word(value));
    shown.unwrap_or("…").to_owned()
}

fn parameter((name, value): &(String, String)) -> String {
    let shown = if SAYING.contains(&name.as_str()) && is_plain(value) { value } else { "…" };
    let name = if is_word(name) { name } else { "…" };
    format!("{name}={shown}")
}

/// The name of a table, a column or a parameter.
fn is_word(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        && text.chars().filter(char::is_ascii_digit).count() < 4
}

fn is_plain(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || "_,.*:()-".contains(c);
    text.len() <= LONGEST && text.chars().all(letters)
}

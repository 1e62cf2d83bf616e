//! Bodies by their shape: the names of members stay, values become their shape, long lists their first items. Only
//! what a service says of an error is told in its words, scrubbed as everywhere.

use serde_json::{Map, Value as Json, json};

use super::hidden::Hidden;
use crate::http::words::scrub;

/// Larger bodies are not read at all.
const READ: usize = 256 << 10;
/// So much of the text is kept.
const KEPT: usize = 4_000;
/// So many items of each list.
const ITEMS: usize = 3;
const DEEPEST: usize = 12;

/// Members under which a service says what was wrong, looked at within errors only: elsewhere `title` may be a person's.
const TELLING: [&str; 12] = [
    "code",
    "error",
    "error_code",
    "error_description",
    "hint",
    "message",
    "msg",
    "pointer",
    "reason",
    "status",
    "title",
    "type",
];

/// Members that hold an error, also where the answer as a whole is none.
const ERRORS: [&str; 5] = ["error", "errors", "failure", "fault", "problem"];

/// Words of protocols; under whatever name they stand, they are about nobody.
const WORDS: [&str; 22] = [
    "accepted",
    "bearer",
    "client_credentials",
    "conflict",
    "create",
    "created",
    "deactivate",
    "deactivated",
    "duplicate",
    "failed",
    "invalid",
    "not_found",
    "ok",
    "refused",
    "rejected",
    "relink",
    "skipped",
    "success",
    "unchanged",
    "update",
    "updated",
    "upsert",
];

/// A JSON body, and whether something is missing at its end. `None` for what is empty or no JSON.
pub(super) fn of_json(bytes: &[u8], is_error: bool, hidden: &Hidden) -> (Option<String>, bool) {
    if bytes.is_empty() {
        return (None, false);
    }
    if bytes.len() > READ {
        return (None, true);
    }
    let veil = Veil { in_error: is_error, hidden, depth: 0 };
    match serde_json::from_slice::<Json>(bytes) {
        Err(_) => (None, true),
        Ok(json) => shortened(serde_json::to_string_pretty(&veil.over(&json)).unwrap_or_default()),
    }
}

/// A form: names stay, values but the words of the protocol go.
pub(super) fn of_form(pairs: &[(String, String)]) -> (Option<String>, bool) {
    let shown = |name: &str, value: &str| {
        let says = name == "scope" || WORDS.contains(&value);
        if says && value.chars().all(|c| c.is_ascii_alphanumeric() || " ._:-/".contains(c)) {
            value.to_owned()
        } else {
            "…".to_owned()
        }
    };
    let each = pairs.iter().map(|(name, value)| format!("{}={}", member(name), shown(name, value)));
    shortened(each.collect::<Vec<_>>().join("&"))
}

fn shortened(text: String) -> (Option<String>, bool) {
    match text.char_indices().nth(KEPT) {
        Some((end, _)) => (Some(text[..end].to_owned()), true),
        None => (Some(text), false),
    }
}

/// What is known of the place at which a value stands.
#[derive(Clone, Copy)]
struct Veil<'a> {
    in_error: bool,
    hidden: &'a Hidden,
    depth: usize,
}

impl Veil<'_> {
    fn over(self, json: &Json) -> Json {
        match json {
            _ if self.depth > DEEPEST => json!("…"),
            Json::Null => Json::Null,
            Json::Array(items) => self.list(items),
            Json::Object(members) => self.object(members),
            Json::String(text) if WORDS.contains(&text.as_str()) => json.clone(),
            Json::String(text) => json!(shape(text)),
            Json::Number(number) => json!(shape(&number.to_string())),
            // Whether it is so may be the most private of all.
            Json::Bool(_) => json!("…"),
        }
    }

    fn below(self, in_error: bool) -> Self {
        Self { in_error, depth: self.depth + 1, ..self }
    }

    fn list(self, items: &[Json]) -> Json {
        let below = self.below(self.in_error);
        let mut shown: Vec<Json> = items.iter().take(ITEMS).map(|item| below.over(item)).collect();
        if let more @ 1.. = items.len().saturating_sub(ITEMS) {
            shown.push(json!(format!("… {more} more")));
        }
        Json::Array(shown)
    }

    fn object(self, members: &Map<String, Json>) -> Json {
        let each = members.iter().map(|(name, value)| {
            let within = self.in_error || ERRORS.contains(&name.as_str());
            let said = self.said(name, value).filter(|_| within);
            let shown = said.map_or_else(|| self.below(within).over(value), Json::String);
            (member(name), shown)
        });
        Json::Object(each.collect())
    }

    /// A service's own words about an error. Secrets go first: a word that is cut short would not be found any more.
    fn said(self, name: &str, value: &Json) -> Option<String> {
        let mut words = match value {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            _ => return None,
        };
        self.hidden.take_out(&mut words);
        TELLING.contains(&name).then(|| scrub(&unlike_a_key(&words)))
    }
}

/// Words so long that they may be keys become `…`, unless they are the names of things in a database.
fn unlike_a_key(words: &str) -> String {
    let name = |word: &str| word.chars().all(|c| c.is_ascii_lowercase() || "_./:-\"'".contains(c));
    let kept = |word: &str| word.chars().count() < 32 || name(word);
    words.split(' ').map(|word| if kept(word) { word } else { "…" }).collect::<Vec<_>>().join(" ")
}

/// A member's name, unless somebody uses people's keys or names for them.
fn member(name: &str) -> String {
    let is_name = name.len() <= 60
        && name.starts_with(|first: char| first.is_ascii_lowercase() || "_@$".contains(first))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.@$:".contains(c))
        && name.chars().filter(char::is_ascii_digit).count() < 4;
    if is_name { name.to_owned() } else { "…".to_owned() }
}

/// How a value is made: each word is `x`, however long, each digit `9`; signs between them stay.
fn shape(text: &str) -> String {
    const LONGEST: usize = 24;
    let mut shape = String::new();
    for letter in text.chars() {
        match letter {
            _ if letter.is_numeric() => shape.push('9'),
            _ if letter.is_alphabetic() && shape.ends_with('x') => {}
            _ if letter.is_alphabetic() => shape.push('x'),
            ' ' | '-' | '_' | '.' | ',' | ':' | '/' | '@' | '+' | '(' | ')' => shape.push(letter),
            _ => shape.push('·'),
        }
        if shape.chars().count() >= LONGEST {
            shape.push('…');
            break;
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn veiled(json: &Json, in_error: bool) -> Json {
        Veil { in_error, hidden: &Hidden::default(), depth: 0 }.over(json)
    }

    fn read(bytes: &[u8], is_error: bool) -> (Option<String>, bool) {
        of_json(bytes, is_error, &Hidden::default())
    }

    #[test]
    fn values_become_shapes_and_names_of_members_stay() {
        let cases = [
            (json!("Aroha Ngāwai-Pene"), json!("x x-x")),
            (json!("2011-05-04"), json!("9999-99-99")),
            (json!("aroha@school.example"), json!("x@x.x")),
            (json!("female"), json!("x")),
            (json!("M"), json!("x")),
            (json!(9), json!("9")),
            (json!(true), json!("…")),
            (json!(null), json!(null)),
            (json!("created"), json!("created")),
            (json!({"given_name": "Aroha", "24117": 1, "Aroha": {}}), json!({"given_name": "x", "…": {}})),
            (json!([1, 2, 3, 4, 5]), json!(["9", "9", "9", "… 2 more"])),
            (json!({"title": "Mrs", "status": "suspended"}), json!({"title": "x", "status": "x"})),
        ];
        for (json, expect) in cases {
            assert_eq!(veiled(&json, false), expect, "{json}");
        }
    }

    #[test]
    fn what_is_said_of_an_error_is_told_scrubbed() {
        let body = json!({
            "code": "23505",
            "message": "duplicate key value violates unique constraint \"people_email_key\"",
            "details": "Key (email)=(aroha@school.example) already exists.",
            "hint": "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9abcdefgh",
        });
        let told = veiled(&body, true);
        assert_eq!(told["message"], "duplicate key value violates unique constraint people_email_key");
        assert_eq!(told["hint"], "Bearer …");
        assert!(!told.to_string().contains("aroha"), "{told}");
        let item = json!({"results": [{"external_id": "24117", "status": "failed",
            "problem": {"title": "Invalid", "errors": [{"pointer": "/attributes/email", "code": "taken"}]}}]});
        let told = veiled(&item, false);
        let problem = &told["results"][0]["problem"];
        assert_eq!((&problem["title"], &problem["errors"][0]["code"]), (&json!("Invalid"), &json!("taken")));
        assert_eq!(told["results"][0]["external_id"], "99999");
    }

    #[test]
    fn bodies_are_bounded() {
        let many = json!((0..200).map(|n| (format!("field_{}", "a".repeat(n % 50)), n)).collect::<Vec<_>>());
        assert!(read(many.to_string().as_bytes(), false).0.is_some_and(|text| text.len() <= 4 * KEPT));
        assert_eq!(read(&vec![b' '; READ + 1], false), (None, true));
        assert_eq!(read(b"<html>Aroha</html>", true), (None, true));
        assert_eq!(read(b"", false), (None, false));
        let wide: Map<String, Json> =
            (0..900).map(|n| (format!("f{}_{}", n % 10, "b".repeat(n / 20)), json!(n))).collect();
        let (text, cut) = read(Json::Object(wide).to_string().as_bytes(), false);
        assert!(cut && text.is_some_and(|text| text.chars().count() == KEPT));
    }

    #[test]
    fn forms_tell_the_protocol_and_no_values() {
        let pairs =
            [("grant_type", "client_credentials"), ("scope", "roster.write"), ("password", "hunter2")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let told = of_form(&pairs).0.unwrap();
        assert_eq!(told, "grant_type=client_credentials&scope=roster.write&password=…");
    }
}

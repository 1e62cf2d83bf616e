//! A service's own words, shortened and freed of what may be a person's data.

const LONGEST: usize = 200;

/// Nouns after which a quoted word is the name of a thing in a database, not a value.
const NAMES_FOLLOW: [&str; 12] = [
    "column",
    "constraint",
    "field",
    "function",
    "parameter",
    "policy",
    "relation",
    "role",
    "schema",
    "scope",
    "table",
    "type",
];

/// Makes a service's words fit to be shown and stored: quoted values, e-mail addresses and words with four digits
/// or more become `…`, white space is folded, and no more than 200 characters are kept. Quoted names of tables,
/// columns and the like stay.
pub fn scrub(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, quoted, after)) = next_quote(rest) {
        push_plain(&mut out, before);
        let named = last_word(&out).is_some_and(|word| NAMES_FOLLOW.contains(&word)) && is_identifier(quoted);
        out.push_str(if named { quoted } else { "…" });
        rest = after;
    }
    push_plain(&mut out, rest);
    shorten(out.trim())
}

/// Splits at the next quotation: what stands before, inside and after it. An unclosed one goes to the end.
fn next_quote(text: &str) -> Option<(&str, &str, &str)> {
    let mut before = ' ';
    for (at, mark) in text.char_indices() {
        if let Some(closing) = closing(mark).filter(|_| !(mark == '\'' && before.is_alphanumeric())) {
            let inside = &text[at + mark.len_utf8()..];
            let end = inside.find(closing).unwrap_or(inside.len());
            let after = inside.get(end + closing.len_utf8()..).unwrap_or_default();
            return Some((&text[..at], &inside[..end], after));
        }
        before = mark;
    }
    None
}

fn closing(mark: char) -> Option<char> {
    match mark {
        '"' | '\'' | '`' => Some(mark),
        '“' => Some('”'),
        '‘' => Some('’'),
        '«' => Some('»'),
        _ => None,
    }
}

fn push_plain(out: &mut String, text: &str) {
    let starts_apart = text.starts_with(char::is_whitespace);
    let ends_apart = text.ends_with(char::is_whitespace);
    let words = text.split_whitespace().map(|word| if is_private(word) { "…" } else { word });
    let folded = words.collect::<Vec<_>>().join(" ");
    if starts_apart && !out.is_empty() {
        out.push(' ');
    }
    out.push_str(&folded);
    if ends_apart && !folded.is_empty() {
        out.push(' ');
    }
}

fn is_private(word: &str) -> bool {
    word.contains('@') || word.contains(")=(") || word.chars().filter(char::is_ascii_digit).count() >= 4
}

fn is_identifier(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.".contains(c))
}

fn last_word(text: &str) -> Option<&str> {
    text.split_whitespace().next_back()
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_things_stay_and_values_go() {
        let cases = [
            (
                "duplicate key value violates unique constraint \"people_source_key_key\"",
                "duplicate key value violates unique constraint people_source_key_key",
            ),
            ("invalid input syntax for type integer: \"Aroha\"", "invalid input syntax for type integer: …"),
            (
                "null value in column \"title\" of relation \"classes\" violates not-null constraint",
                "null value in column title of relation classes violates not-null constraint",
            ),
            ("Key (source_key)=(24117) already exists.", "Key … already exists."),
            ("the value  'Hēmi O’Brien' is too long", "the value … is too long"),
            ("user aroha@school.example is taken", "user … is taken"),
            ("it doesn't exist since 2026-03-02", "it doesn't exist since …"),
            ("column \"Aroha Ngāwai\" is odd", "column … is odd"),
            ("an open \"quotation of Aroha", "an open …"),
            ("“Aroha” and ‘Mere’ differ", "… and … differ"),
            ("", ""),
        ];
        for (text, expect) in cases {
            assert_eq!(scrub(text), expect);
        }
    }

    #[test]
    fn long_words_are_cut() {
        assert_eq!(scrub(&"ā ".repeat(500)).chars().count(), 201);
    }
}

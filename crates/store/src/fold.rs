//! Folding of text for search and for matching: without case, macrons and other marks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text so that `Hēmi`, `HEMI` and ` hemi ` are the same: marks are dropped, letters lower-case, blanks
/// single.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return single_blanks(&text.to_ascii_lowercase());
    }
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    single_blanks(&plain.to_lowercase())
}

fn single_blanks(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_blanks_do_not_count() {
        let cases = [
            ("Hēmi", "hemi"),
            ("  HEMI   Te  Rangi ", "hemi te rangi"),
            ("Zoë O’Brien", "zoe o’brien"),
            ("H\u{0113}mi", "hemi"),
            ("He\u{0304}mi", "hemi"),
            ("", ""),
        ];
        for (text, expect) in cases {
            assert_eq!(fold(text), expect, "{text}");
        }
    }
}

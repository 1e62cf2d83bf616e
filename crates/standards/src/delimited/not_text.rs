//! Tells files that are no text apart by their first bytes, so that the message can name what they are.

/// What the bytes are, with an article, when they are a well-known kind of file that is not delimited text.
pub(super) fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 8] = [
        (b"PK\x03\x04", "an Excel workbook or a zip archive"),
        (b"\xD0\xCF\x11\xE0", "an old Excel workbook"),
        (b"%PDF", "a PDF"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"{\\rtf", "a word processor's document"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"SQLite format 3", "a database"),
    ];
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind).or_else(|| markup(bytes))
}

/// A saved sign-in page or an XML report has the right file name surprisingly often.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let start = start.get(..start.len().min(16)).unwrap_or_default().to_ascii_lowercase();
    if start.starts_with(b"<!doctype") || start.starts_with(b"<html") {
        Some("a web page")
    } else if start.starts_with(b"<?xml") {
        Some("an XML document")
    } else {
        None
    }
}

//! Tables as files: CSV that spreadsheets open without running anything that stands in it. Pure.

/// A table as a file: the heads, then the rows. It begins with the mark by which spreadsheets know UTF-8.
pub fn csv<'a>(heads: &[&str], rows: impl Iterator<Item = Vec<String>> + 'a) -> String {
    let mut text = "\u{feff}".to_owned();
    line(&mut text, heads.iter().copied());
    for row in rows {
        line(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push('"');
        if is_formula(cell) {
            text.push('\'');
        }
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

/// Whether a spreadsheet would take the cell for a formula; a name such as `=cmd|…` is one that somebody typed once.
fn is_formula(cell: &str) -> bool {
    cell.trim_start().starts_with(['=', '+', '-', '@']) || cell.starts_with(['\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_cell_stays_text() {
        for (cell, expect) in [
            ("Hēmi", "\"Hēmi\""),
            ("O\"Neil, Siobhán", "\"O\"\"Neil, Siobhán\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+64 21 000", "\"'+64 21 000\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            (" =1", "\"' =1\""),
            ("two\nlines", "\"two\nlines\""),
            ("", "\"\""),
        ] {
            let text = csv(&["a"], [vec![cell.to_owned()]].into_iter());
            assert_eq!(text, format!("\u{feff}\"a\"\r\n{expect}\r\n"), "{cell:?}");
        }
    }
}

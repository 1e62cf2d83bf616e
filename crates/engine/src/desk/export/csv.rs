//! A table as text. No cell is taken for a formula by a spreadsheet.

use super::is_formula;

/// Comma-separated values.
pub(super) struct Csv {
    text: String,
}

impl Csv {
    /// Begins with the headings.
    pub fn new(heads: &[String]) -> Self {
        let mut csv = Self { text: "\u{feff}".to_owned() };
        csv.row(heads);
        csv
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            self.text.push('"');
            if is_formula(cell) {
                self.text.push('\'');
            }
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        }
        self.text.push_str("\r\n");
    }

    /// The whole text.
    pub fn finish(self) -> String {
        self.text
    }
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
            ("@cmd", "\"'@cmd\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            (" =1", "\"' =1\""),
            ("two\nlines", "\"two\nlines\""),
            ("", "\"\""),
            ("a = b", "\"a = b\""),
        ] {
            let mut csv = Csv::new(&["a".to_owned()]);
            csv.row(&[cell.to_owned()]);
            assert_eq!(csv.finish(), format!("\u{feff}\"a\"\r\n{expect}\r\n"));
        }
    }
}

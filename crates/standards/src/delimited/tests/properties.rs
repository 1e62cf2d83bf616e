//! Whatever the bytes: no panic, no lost cell.

use proptest::prelude::*;

use super::super::{Audience, Delimiter, HeaderRule, Options, Rows, Table, Writer};

fn written(rows: &[Vec<String>], delimiter: Delimiter) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), Audience::Machine, delimiter).unwrap();
    writer.row(["h1", "h2", "h3"]).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

fn delimiter() -> impl Strategy<Value = Delimiter> {
    prop::sample::select(Delimiter::ALL.to_vec())
}

/// Cells of the characters that readers stumble over. NUL is not among them: it is taken out by design.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof!["[ \"',;|\t\r\na-c=āé]{0,6}", any::<String>().prop_map(|text| text.replace('\0', "")),]
}

fn row() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(cell(), 3).prop_filter("a row of blanks is skipped by design", |cells| {
        cells.iter().any(|cell| !cell.trim().is_empty())
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Table::read(&bytes, &Options::default());
        let options = Options { header: HeaderRule::First, encoding: Some("utf-8".into()), ..Options::default() };
        let _ = Table::read(&bytes, &options);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-c\",;|\t\r\n =@0-9ā]{0,200}") {
        let _ = Table::read(text.as_bytes(), &Options::expecting([super::pupils()]));
        let _ = Table::read(text.as_bytes(), &Options::default());
    }

    #[test]
    fn what_was_written_is_read_back(rows in prop::collection::vec(row(), 0..12), delimiter in delimiter()) {
        let bytes = written(&rows, delimiter);
        let options = Options { delimiter: Some(delimiter), header: HeaderRule::First, ..Options::default() };
        let table = Table::read(&bytes, &options).unwrap();
        let read: Vec<Vec<String>> = table.rows.into_iter().map(|row| row.cells).collect();
        prop_assert_eq!(read, rows);
    }

    /// The `csv` crate reads the same cells from the same bytes.
    #[test]
    fn another_reader_agrees(rows in prop::collection::vec(row(), 0..12)) {
        let bytes = written(&rows, Delimiter::Comma);
        let mut other = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
        let theirs: Vec<Vec<String>> = other
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .collect();
        let options = Options { delimiter: Some(Delimiter::Comma), header: HeaderRule::First, ..Options::default() };
        let ours: Vec<Vec<String>> =
            Rows::open(bytes.as_slice(), &options).unwrap().map(|row| row.unwrap().cells).collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn sample_size_changes_nothing(rows in prop::collection::vec(row(), 30..60)) {
        let bytes = written(&rows, Delimiter::Comma);
        let read = |sample_bytes: usize| {
            let header = HeaderRule::First;
            let options = Options { sample_bytes, header, delimiter: Some(Delimiter::Comma), ..Options::default() };
            Rows::open(bytes.as_slice(), &options).unwrap().map(|row| row.unwrap().cells).collect::<Vec<_>>()
        };
        prop_assert_eq!(read(1024), read(1 << 20));
    }

    #[test]
    fn people_never_get_a_formula(row in row()) {
        let mut writer = Writer::new(Vec::new(), Audience::People, Delimiter::Comma).unwrap();
        writer.row(["h1", "h2", "h3"]).unwrap();
        writer.row(&row).unwrap();
        let bytes = writer.finish().unwrap();
        let options = Options { delimiter: Some(Delimiter::Comma), header: HeaderRule::First, ..Options::default() };
        for row in Table::read(&bytes, &options).unwrap().rows {
            prop_assert!(row.cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])));
        }
    }
}

//! Encodings: found, reported, and never lost.

use super::super::{EncodingEvidence, NoteKind, Options, Rows, Table};
use super::{cells, notes};

const TEXT: &str = "Name,Tutor\r\nAroha Ngāwai,9TWH\r\nZoë,9BMC\r\n";

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    let units = mark.into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn check(bytes: &[u8], name: &str, evidence: EncodingEvidence) {
    let table = Table::read(bytes, &Options::default()).unwrap();
    assert_eq!((table.facts.encoding.name, table.facts.encoding.evidence), (name, evidence));
    assert_eq!(table.headings, ["Name", "Tutor"]);
    assert_eq!(cells(&table), [["Aroha Ngāwai", "9TWH"], ["Zoë", "9BMC"]]);
    assert_eq!(notes(&table), Vec::<String>::new());
}

#[test]
fn unicode_is_read_with_and_without_a_mark() {
    use EncodingEvidence::{ByteOrderMark, NulPattern, ValidUtf8};
    check(TEXT.as_bytes(), "UTF-8", ValidUtf8);
    check(format!("\u{FEFF}{TEXT}").as_bytes(), "UTF-8", ByteOrderMark);
    check(&utf16(TEXT, false, true), "UTF-16LE", ByteOrderMark);
    check(&utf16(TEXT, true, true), "UTF-16BE", ByteOrderMark);
    check(&utf16(TEXT, false, false), "UTF-16LE", NulPattern);
    check(&utf16(TEXT, true, false), "UTF-16BE", NulPattern);
}

#[test]
fn windows_1252_is_a_guess_that_is_reported() {
    let table = Table::read(b"Name,Tutor\nZo\xEB O\x92Rourke,9TWH\n", &Options::default()).unwrap();
    assert_eq!(cells(&table), [["Zoë O’Rourke", "9TWH"]]);
    assert_eq!(table.facts.encoding.evidence, EncodingEvidence::Guess);
    assert_eq!(
        notes(&table),
        ["The file is not UTF-8. It was read as windows-1252: check a name with a macron or an accent."]
    );
}

#[test]
fn many_western_names_are_still_windows_1252() {
    let mut bytes = b"Name,Tutor\n".to_vec();
    for name in [&b"Zo\xEB"[..], b"Ren\xE9e", b"M\xFCller", b"Fran\xE7ois", b"S\xF8ren", b"I\xF1igo"] {
        for _ in 0..20 {
            bytes.extend_from_slice(name);
            bytes.extend_from_slice(b",9TWH\n");
        }
    }
    let table = Table::read(&bytes, &Options::default()).unwrap();
    assert_eq!(table.facts.encoding.name, "windows-1252");
    assert_eq!(table.rows[20].cells[0], "Renée");
}

#[test]
fn first_accent_behind_the_sample_settles_the_encoding() {
    let mut bytes = b"Name,Tutor\n".to_vec();
    bytes.extend(b"Aroha,9TWH\n".repeat(20_000));
    let plain = bytes.len();
    bytes.extend_from_slice(b"Zo\xEB,9TWH\n");
    let options = Options { sample_bytes: 1024, ..Options::default() };
    let mut rows = Rows::open(bytes.as_slice(), &options).unwrap();
    let last = rows.by_ref().last().unwrap().unwrap();
    assert_eq!(last.cells[0], "Zoë");
    assert_eq!(rows.notes()[0].kind, NoteKind::EncodingGuessed { name: "windows-1252" });

    bytes.truncate(plain);
    bytes.extend_from_slice("Ngāwai,9TWH\n".as_bytes());
    let mut rows = Rows::open(bytes.as_slice(), &options).unwrap();
    let last = rows.by_ref().last().unwrap().unwrap();
    assert_eq!(last.cells[0], "Ngāwai");
    assert!(rows.notes().is_empty());
}

#[test]
fn single_damaged_bytes_are_read_as_windows_1252_with_their_lines() {
    let mut bytes = "Name,Tutor\nNgāwai,ā\nĀkuhata,ē\nŌtāne,ī\nTūī,ō\nKōwhai,ū\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"Zo\xEB,9TWH\nFin\xE9");
    let table = Table::read(&bytes, &Options::default()).unwrap();
    assert_eq!(table.facts.encoding.name, "UTF-8");
    assert_eq!(table.rows[0].cells[0], "Ngāwai");
    assert_eq!(table.rows[5].cells[0], "Zoë");
    assert_eq!(table.rows[6].cells[0], "Finé");
    assert_eq!(
        notes(&table)[0],
        "Some characters are not UTF-8 as the rest is. They were read as windows-1252 (lines 7, 8)."
    );
}

#[test]
fn asked_encoding_is_obeyed() {
    let options = Options { encoding: Some("windows-1257".into()), ..Options::default() };
    let table = Table::read(b"Name,Tutor\nNg\xE2wai,9TWH\n", &options).unwrap();
    assert_eq!(cells(&table), [["Ngāwai", "9TWH"]]);
    assert_eq!(table.facts.encoding.evidence, EncodingEvidence::Asked);
    let options = Options { encoding: Some("utf-16le".into()), ..Options::default() };
    let table = Table::read(&utf16(TEXT, false, true), &options).unwrap();
    assert_eq!(table.headings, ["Name", "Tutor"]);
}

#[test]
fn nul_characters_are_removed_with_a_note() {
    let table = Table::read(b"Name,Tutor\nAr\0oha,9TWH\nB,\0\n", &Options::default()).unwrap();
    assert_eq!(cells(&table), [["Aroha", "9TWH"], ["B", ""]]);
    assert_eq!(table.notes[0].kind, NoteKind::NulRemoved);
}

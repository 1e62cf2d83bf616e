//! Hostile and broken archives: each refused with its reason, word for word, before anything is unpacked.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::{DataFile, Limits, OneRosterError, Package, Reading, Refusal, check};
use super::{Files, open, rimu};

const AFTERWORD: &str = " Nothing was read, so nobody is removed.";

fn refused(bytes: Vec<u8>, limits: &Limits) -> String {
    let error = Package::open_zip(Cursor::new(bytes), limits).err().expect("a refusal");
    assert!(matches!(error, OneRosterError::Refused(_)), "{error:?}");
    let told = error.to_string();
    let reason = told.strip_prefix("The package was refused: ").and_then(|told| told.strip_suffix(AFTERWORD));
    reason.unwrap_or_else(|| panic!("{told}")).to_owned()
}

fn check_refusal(bytes: Vec<u8>, expect: &str) {
    assert_eq!(refused(bytes, &Limits::default()), expect);
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Where the records of the central directory begin.
fn central(bytes: &[u8]) -> Vec<usize> {
    bytes.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x01\x02").map(|(at, _)| at).collect()
}

fn patched(mut bytes: Vec<u8>, entry: usize, offset: usize, value: &[u8]) -> Vec<u8> {
    let at = central(&bytes)[entry] + offset;
    bytes[at..at + value.len()].copy_from_slice(value);
    bytes
}

fn renamed(mut bytes: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    for at in 0..bytes.len().saturating_sub(from.len()) {
        if bytes[at..].starts_with(from.as_bytes()) {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
    }
    bytes
}

const USERS: (&str, &[u8]) = ("users.csv", b"sourcedId,username\nu1,h.turoa\n");

#[test]
fn not_an_archive() {
    let expect = "it is damaged or is not a zip archive. Make it again.";
    check_refusal(Vec::new(), expect);
    check_refusal(b"sourcedId,username\nu1,h.turoa\n".to_vec(), expect);
    let whole = rimu().zip();
    check_refusal(whole[..whole.len() / 2].to_vec(), expect);
}

#[test]
fn too_many_entries() {
    let names: Vec<String> = (0..201).map(|number| format!("f{number}.csv")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    check_refusal(
        archive(&entries),
        "it holds 201 entries, and 200 are allowed. Zip only the OneRoster files.",
    );
}

#[test]
fn zip_bomb() {
    let bomb = vec![b'a'; 20_000_000];
    check_refusal(
        archive(&[USERS, ("orgs.csv", &bomb)]),
        "its entry \"orgs.csv\" would grow to more than 100 times its size, as in a zip bomb.",
    );
    let limits = Limits { ratio: 2000, total_bytes: 10 * 1024 * 1024, ..Limits::default() };
    assert_eq!(
        refused(archive(&[USERS, ("orgs.csv", &bomb)]), &limits),
        "it would unpack to more than 10 MB."
    );
}

#[test]
fn bomb_that_hides_its_size_stops_while_it_is_read() {
    let mut text = b"sourcedId,name,type\n".to_vec();
    for number in 0..40_000 {
        text.extend_from_slice(format!("s{number},Rimu,school\n").as_bytes());
    }
    let lying = patched(archive(&[("orgs.csv", &text)]), 0, 24, &2000_u32.to_le_bytes());
    let mut package = open(lying).expect("its declaration is harmless");
    let rows = package.rows(DataFile::Orgs, &Reading::default());
    let error = match rows {
        Err(error) => error,
        Ok(mut rows) => rows.find_map(Result::err).expect("a refusal"),
    };
    assert_eq!(
        error.to_string(),
        format!(
            "The package was refused: its entry \"orgs.csv\" is damaged, or holds more than it declares. Make the archive again.{AFTERWORD}"
        )
    );
}

#[test]
fn entries_that_share_bytes() {
    let bytes = archive(&[("orgs.csv", b"sourcedId,name,type\ns1,Rimu Bay,school\n"), USERS]);
    let offset = central(&bytes)[0] + 42;
    let first: [u8; 4] = bytes[offset..offset + 4].try_into().unwrap();
    check_refusal(patched(bytes, 1, 42, &first), "its entries overlap, as in a zip bomb.");
}

#[test]
fn paths_that_lead_out() {
    for path in
        ["../users.csv", "/x/users.csv", "C:/users.csv", "a/../../b.csv", "..\\users.csv", "\\\\h\\users.csv"]
    {
        let placeholder = "x".repeat(path.len());
        let bytes = renamed(archive(&[USERS, (&placeholder, b"x")]), &placeholder, path);
        let shown = path.replace('\\', "/");
        check_refusal(bytes, &format!("its entry \"{shown}\" has a path that leads out of the archive."));
    }
}

#[test]
fn links() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("users.csv", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    check_refusal(bytes, "its entry \"users.csv\" is a link, not a file.");
}

#[test]
fn passwords() {
    let bytes = archive(&[USERS]);
    let flags = bytes[central(&bytes)[0] + 8] | 1;
    let bytes = patched(bytes, 0, 8, &[flags]);
    check_refusal(bytes, "its entry \"users.csv\" has a password. Zip the files without one.");
}

#[test]
fn unusual_methods() {
    let bytes = patched(archive(&[USERS]), 0, 10, &14_u16.to_le_bytes());
    check_refusal(
        bytes,
        "its entry \"users.csv\" is compressed in an unusual way. Zip the files with the ordinary method (Deflate).",
    );
}

#[test]
fn names_that_occur_twice() {
    let twice = renamed(archive(&[USERS, ("xxxxx.csv", b"x")]), "xxxxx.csv", "users.csv");
    check_refusal(twice, "it holds one name more than once. Keep the right one only.");
    let case = archive(&[USERS, ("Users.csv", b"x")]);
    check_refusal(case, "it holds \"Users.csv\" more than once. Keep the right one only.");
}

#[test]
fn entry_that_is_damaged_is_told_and_the_others_are_read() {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in
        [("orgs.csv", "sourcedId,name,type\ns1,Rimu Bay,school\n"), ("users.csv", "sourcedId\nu1\n")]
    {
        writer.start_file(name, stored).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let bytes = renamed(writer.finish().unwrap().into_inner(), "Rimu Bay", "Rimu Bax");
    let mut package = open(bytes).unwrap();
    let report = check(&mut package, &Reading::default());
    assert!(!report.files[&DataFile::Orgs].readable && !report.files[&DataFile::Orgs].complete());
    assert_eq!(report.files[&DataFile::Users].rows, 1);
    let told: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    let expect = format!(
        "The package was refused: its entry \"orgs.csv\" is damaged, or holds more than it declares. Make the archive again.{AFTERWORD} \
         The other files were read."
    );
    assert!(told.contains(&expect), "{told:#?}");
}

#[test]
fn names_from_an_archive_are_made_harmless() {
    let long = format!("../{}\u{7}.csv", "x".repeat(300));
    let placeholder = "y".repeat(long.len());
    let bytes = renamed(archive(&[USERS, (&placeholder, b"x")]), &placeholder, &long);
    let told = refused(bytes, &Limits::default());
    assert!(told.len() < 200 && !told.contains('\u{7}'), "{told}");
}

#[test]
fn ordinary_archive_passes() {
    assert_eq!(Limits::default(), Limits { entries: 200, ratio: 100, total_bytes: 2 << 30 });
    let package = open(rimu().zip()).unwrap();
    assert_eq!(package.files().len(), 7);
    let refusal = Refusal::TooLarge { limit: 2 << 30 };
    assert_eq!(refusal.to_string(), "it would unpack to more than 2048 MB.");
    assert_eq!(Files::default().zip().len(), 22);
}

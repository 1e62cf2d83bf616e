//! `crosswalkd export` and `crosswalkd erase` as real processes: what is kept of one person, and that nothing is kept of
//! them any more.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// A name that nobody else has, and one that a spreadsheet would run.
const FAMILY: &str = "Quillfeather";
const FORMULA: &str = "=HYPERLINK(0)";

struct Said {
    out: String,
    err: String,
    well: bool,
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, words: &[&str]) -> Said {
        let data = self.at("data");
        let mut command = Command::new(env!("CARGO_BIN_EXE_crosswalkd"));
        let ended = command.args(words).args(["--data", &data]).stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { out: text(ended.stdout), err: text(ended.stderr), well: ended.status.success() }
    }

    /// Imports a list of so many pupils, with the one who is meant or without.
    fn import(&self, with: bool) {
        let mut text = "Student ID,Last Name,First Name,Level,Tutor,Student email - School\n".to_owned();
        for pupil in 0..60 {
            writeln!(text, "{},Tūroa{pupil},Hōne,9,9KBR,p{pupil}@rimu.example", 30_000 + pupil).unwrap();
        }
        if with {
            writeln!(text, "40000,{FAMILY},{FORMULA},9,9KBR,zinnia@rimu.example").unwrap();
        }
        let file = self.at("StudentList.csv");
        std::fs::write(&file, text).unwrap();
        let words = ["import", &file, "--school", "Rimu College", "--school-code", "0099", "--yes", "--set"];
        let said = self.run(&[words.as_slice(), &["complete=true"]].concat());
        assert!(said.well, "{}{}", said.out, said.err);
    }
}

/// The files below a folder in which a text stands.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files_with(&entry, text));
        } else if std::fs::read(&entry).unwrap().windows(text.len()).any(|some| some == text.as_bytes()) {
            found.push(entry.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn a_person_is_exported_and_erased_by_two_commands() {
    let desk = Desk::new();
    desk.import(true);
    let export = desk.run(&["export", FAMILY]);
    assert!(export.well, "{}", export.err);
    let told: Value = serde_json::from_str(&export.out).expect("it is JSON, whatever somebody is called");
    let told = told.to_string();
    for kept in [FAMILY, FORMULA, "40000", "zinnia@rimu.example"] {
        assert!(told.contains(kept), "the export lacks {kept}");
    }
    assert!(!told.contains("p7@rimu.example"), "nobody else is in it");

    // Whom a source still has would be back tonight.
    let name = format!("{FORMULA} {FAMILY}");
    let early = desk.run(&["erase", FAMILY, "--confirm", &name]);
    assert!(!early.well && early.err.contains("still has this person"), "{}{}", early.out, early.err);
    desk.import(false);
    let wrong = desk.run(&["erase", FAMILY, "--confirm", "Somebody Else"]);
    assert!(!wrong.well && !wrong.err.is_empty(), "{}", wrong.out);
    assert!(desk.run(&["export", FAMILY]).well, "nothing was erased");

    let erased = desk.run(&["erase", FAMILY, "--confirm", &name]);
    assert!(erased.well && !erased.out.is_empty(), "{}{}", erased.out, erased.err);
    let gone = desk.run(&["export", FAMILY]);
    assert!(!gone.well && gone.err.contains("Nobody in the roster is called"), "{}{}", gone.out, gone.err);
    assert_eq!(files_with(&desk.folder.path().join("data"), FAMILY), [""; 0], "no file knows the name");
    let audit = desk.run(&["audit", "verify"]);
    assert!(audit.well, "{}{}", audit.out, audit.err);
    // The others are all there, and the next night changes nothing.
    assert!(desk.run(&["export", "Tūroa7"]).well || desk.run(&["export", "30007"]).well);
    desk.import(false);
}

#[test]
fn several_who_are_called_alike_are_told_apart_first() {
    let desk = Desk::new();
    desk.import(true);
    let several = desk.run(&["export", "Tūroa1"]);
    assert!(!several.well && several.err.contains("Several people are called so"), "{}", several.err);
    let one = several.err.lines().next().unwrap().split_whitespace().next().unwrap().to_owned();
    let named = desk.run(&["export", &one]);
    assert!(named.well && named.out.contains("Tūroa1"), "{}", named.err);
    let nobody = desk.run(&["erase", "Nobody At All", "--confirm", "Nobody At All"]);
    assert!(!nobody.well && nobody.err.contains("Nobody in the roster is called"), "{}", nobody.err);
}

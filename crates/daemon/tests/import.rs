//! `crosswalkd import`, as a person types it: files stand in for a live source, under the same plan and the same guard.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a command printed, both ways, and whether it ended well.
struct Said {
    text: String,
    well: bool,
}

fn crosswalkd(words: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosswalkd"));
    let ended = command.args(words).stdin(Stdio::null()).output().unwrap();
    let text = [ended.stdout, ended.stderr].concat();
    Said { text: String::from_utf8(text).unwrap(), well: ended.status.success() }
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

    /// Imports into a folder of its own.
    fn import(&self, files: &[&str], more: &[&str]) -> Said {
        let data = self.at("data");
        let words = [&["import"], files, &["--data", &data, "--school", "Rimu College"], more].concat();
        crosswalkd(&words)
    }

    /// A list of so many invented pupils.
    fn list(&self, pupils: usize) -> String {
        let mut text = "Student ID,Last Name,First Name,Level,Tutor\n".to_owned();
        for pupil in 0..pupils {
            writeln!(text, "{},Tūroa{pupil},Hōne,9,9KBR", 30_000 + pupil).unwrap();
        }
        let file = self.at("StudentList.csv");
        std::fs::write(&file, text).unwrap();
        file
    }
}

fn samples(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../connectors/src").join(folder)
}

const CODE: &[&str] = &["--school-code", "0099"];

#[test]
fn every_sample_becomes_a_plan_and_is_applied() {
    let desk = Desk::new();
    let folder = samples("csv_files/fixtures");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().display().to_string()).collect();
    files.retain(|file| file.ends_with(".csv"));
    files.sort();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    assert!(files.len() >= 6);
    let first = desk.import(&files, &[CODE, &["--yes"]].concat());
    assert!(
        first.well && first.text.contains("Adds") && first.text.contains("removes nobody"),
        "{}",
        first.text
    );
    let again = desk.import(&files, &["--yes"]);
    assert!(again.well && again.text.starts_with("Nothing to do"), "{}", again.text);
}

#[test]
fn a_package_is_known_by_its_files() {
    let desk = Desk::new();
    let package = samples("oneroster_csv/fixtures/whole-1.2").display().to_string();
    let first = desk.import(&[&package], &["--yes"]);
    assert!(first.well && first.text.contains("Adds 2 pupils, 1 staff member"), "{}", first.text);
    assert!(!first.text.contains("has not sent"), "a term and its year come together: {}", first.text);
    let again = desk.import(&[&package], &["--yes"]);
    assert!(again.well && again.text.starts_with("Nothing to do"), "{}", again.text);
}

#[test]
fn the_guard_holds_a_list_that_lost_its_half() {
    let desk = Desk::new();
    let complete = [CODE, &["--yes", "--set", "complete=true"]].concat();
    assert!(desk.import(&[&desk.list(60)], &complete).well);
    let half = desk.import(&[&desk.list(30)], &["--yes"]);
    assert!(
        !half.well && half.text.contains("removes 30 pupils") && half.text.contains("Held: "),
        "{}",
        half.text
    );
    assert!(half.text.contains("if it is right, say why") && half.text.contains("Nothing was changed."));
    let empty = desk.import(&[&desk.list(0)], &["--yes"]);
    assert!(!empty.well && empty.text.contains("nobody is removed"), "{}", empty.text);
    let still = desk.import(&[&desk.list(60)], &["--yes"]);
    assert!(still.text.starts_with("Nothing to do"), "nobody was removed before: {}", still.text);
    let meant =
        desk.import(&[&desk.list(30)], &["--yes", "--reason", "The juniors have a school of their own."]);
    assert!(meant.well && !meant.text.contains("Nothing was changed"), "{}", meant.text);
}

#[test]
fn without_a_yes_the_plan_waits() {
    let desk = Desk::new();
    let asked = desk.import(&[&desk.list(5)], CODE);
    assert!(
        !asked.well && asked.text.contains("Adds 5 pupils") && asked.text.contains("Nothing was changed.")
    );
    let plan = asked
        .text
        .lines()
        .find_map(|line| line.strip_prefix("To apply the plan later: crosswalkd "))
        .unwrap();
    let data = desk.at("data");
    let words: Vec<&str> = plan.split(' ').chain(["--data", data.as_str()]).collect();
    let applied = crosswalkd(&words);
    assert!(applied.well && applied.text.contains("0 not"), "{}", applied.text);
}

#[test]
fn what_is_missing_is_asked_for_in_a_sentence() {
    let desk = Desk::new();
    let (list, data) = (desk.list(3), desk.at("data"));
    let odd = desk.at("odd.csv");
    std::fs::write(&odd, b"\x00\x01\x02 nothing that anybody exports").unwrap();
    let cases: [(Vec<&str>, &str); 5] = [
        (vec!["import", "gone.csv", "--data", &data], "There is nothing at gone.csv."),
        (vec!["import", &list, "--data", &data], "There is no school yet. Name it: --school"),
        (vec!["import", &list, "--data", &data, "--school", "K"], "Name it: --school-code"),
        (vec!["import", &odd, "--data", &data, "--school-code", "1"], "No heading line was recognised"),
        (
            vec!["import", &list, "--data", &data, "--into", "Office", "--school-code", "1"],
            "is called “Office”",
        ),
    ];
    for (words, sentence) in cases {
        let said = crosswalkd(&words);
        assert!(!said.well && said.text.contains(sentence), "{words:?}: {}", said.text);
    }
}

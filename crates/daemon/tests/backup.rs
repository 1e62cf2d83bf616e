//! `crosswalkd backup`, `restore` and `bundle`, as a person types them: what is in hand after the computer burnt.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::io::Write;
use std::process::{Command, Stdio};

/// What a command printed, both ways, and whether it ended well.
struct Said {
    text: String,
    well: bool,
}

fn crosswalkd(words: &[&str], typed: &str) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosswalkd"));
    let command = command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _who_reads_nothing_hangs_up = child.stdin.take().unwrap().write_all(typed.as_bytes());
    let ended = child.wait_with_output().unwrap();
    let text = [ended.stdout, ended.stderr].concat();
    Said { text: String::from_utf8(text).unwrap(), well: ended.status.success() }
}

struct Desk(tempfile::TempDir);

impl Desk {
    /// A house with a school and some pupils.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let list = desk.at("StudentList.csv");
        let rows: String = (0..5).map(|n| format!("{},Tūroa{n},Hōne,9,9KBR\n", 30_000 + n)).collect();
        std::fs::write(&list, format!("Student ID,Last Name,First Name,Level,Tutor\n{rows}")).unwrap();
        let school = ["--school", "Rimu College", "--school-code", "0099", "--yes"];
        let said =
            crosswalkd(&[&["import", &list, "--data", &desk.at("data")], school.as_slice()].concat(), "");
        assert!(said.well, "{}", said.text);
        desk
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn restore(&self, to: &str, more: &[&str], typed: &str) -> Said {
        let (file, to) = (self.at("a.cwbackup"), self.at(to));
        crosswalkd(&[&["restore", &file, "--data", &to], more].concat(), typed)
    }
}

#[test]
fn the_recovery_key_brings_everything_back() {
    let desk = Desk::new();
    let (data, file) = (desk.at("data"), desk.at("a.cwbackup"));
    let key = crosswalkd(&["key", "recovery", "--data", &data], "");
    let key = key.text.lines().next().unwrap().to_owned();
    let made = crosswalkd(&["backup", &file, "--passphrase", "--data", &data], "seven blue pūkeko\n");
    assert!(made.well && made.text.contains("read back and checked"), "{}", made.text);
    let again = crosswalkd(&["backup", &file, "--data", &data], "");
    assert!(!again.well && again.text.contains("There is a file of this name already"), "{}", again.text);

    std::fs::remove_dir_all(&data).unwrap();
    for (to, typed) in [("new", key.as_str()), ("other", "seven blue pūkeko")] {
        let wrong = desk.restore(to, &[], "0000-nonsense\n");
        assert!(!wrong.well && wrong.text.contains("This does not open the backup"), "{}", wrong.text);
        let back = desk.restore(to, &[], &format!("{typed}\n"));
        assert!(back.well && back.text.contains("Rimu College is back as of"), "{}", back.text);
        let verified = crosswalkd(&["audit", "verify", "--data", &desk.at(to)], "");
        assert!(verified.well, "{}", verified.text);
        let found = crosswalkd(&["export", "Tūroa3", "--data", &desk.at(to)], "");
        assert!(found.well && found.text.contains("30003"), "{}", found.text);
    }
}

#[test]
fn data_that_is_there_is_set_aside_and_never_lost() {
    let desk = Desk::new();
    let (data, file) = (desk.at("data"), desk.at("a.cwbackup"));
    assert!(crosswalkd(&["backup", &file, "--data", &data], "").well);
    let there = desk.restore("data", &[], "");
    assert!(!there.well && there.text.contains("There is data in this folder already"), "{}", there.text);
    let back = desk.restore("data", &["--replace"], "");
    assert!(
        back.well && back.text.contains("The former data lies in"),
        "the key file opens it: {}",
        back.text
    );
    let former = std::fs::read_dir(desk.0.path()).unwrap().flatten();
    let former = former.map(|entry| entry.path()).find(|path| path.to_string_lossy().contains(".before-"));
    assert!(former.unwrap().join("crosswalk.db").exists());
    let elsewhere = desk.at("keys/school.key");
    let back = desk.restore("third", &["--key-file", &elsewhere], "");
    assert!(!back.well && back.text.contains("Nothing was typed"), "{}", back.text);
    let key = std::fs::read_to_string(format!("{data}/key")).unwrap();
    let back = desk.restore("third", &["--key-file", &elsewhere], &format!("{key}\n"));
    assert!(back.well, "{}", back.text);
    assert!(
        std::path::Path::new(&elsewhere).exists() && !std::path::Path::new(&desk.at("third/key")).exists()
    );
}

#[test]
fn a_bundle_can_be_read_before_it_is_sent() {
    let desk = Desk::new();
    let file = desk.at("help.zip");
    let made = crosswalkd(&["bundle", &file, "--data", &desk.at("data")], "");
    assert!(made.well && made.text.contains("read its README"), "{}", made.text);
    let bytes = std::fs::read(file).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for word in ["What is in this archive", "csv_files", "\"entries\""] {
        assert!(text.contains(word), "{word}");
    }
    for name in ["Tūroa", "Hōne", "30003", "Rimu College"] {
        assert!(!text.contains(name), "{name}");
    }
}

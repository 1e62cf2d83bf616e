//! Spoilt files: CSV of every layout, and OneRoster packages, loose and packed.

use std::path::Path;

use crosswalk_connector_kit::{CancellationToken, Collected, ReadRequest, Secrets, Settings};
use crosswalk_connectors::registry::connectors;

use crate::bombs::archive;
use crate::cases;
use crate::spoil::{Chance, spoilt};
use crate::watch::{memory, watched};

/// The files of a folder of samples, by name.
fn samples(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    found.sort();
    found
}

/// Reads with a connector. A read that fails says nothing at all; one that goes well names everything it gives.
pub fn read(connector: &str, settings: &Settings) -> Result<Collected, String> {
    let all = connectors();
    let connector = all.iter().find(|one| one.spec().key == connector).unwrap();
    let opened = connector.open(settings, &Secrets::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut read = Collected::default();
    let request = ReadRequest { cursor: None, cancel: CancellationToken::new() };
    let end = runtime.block_on(opened.read(&request, &mut read));
    assert!(read.documents.iter().all(|document| !document.head.key.is_empty()));
    match end {
        Ok(_) => Ok(read),
        Err(error) => {
            assert!(read.scopes.is_empty(), "{error}: what failed is complete for nothing");
            Err(error.to_string())
        }
    }
}

fn school() -> Settings {
    Settings::default()
        .with("school_name", "Rimu College")
        .with("school_code", "0099")
        .with("complete", "true")
        .with("demographics", "true")
        .with("national_numbers", "true")
        .with("other_columns", "true")
}

#[test]
fn spoilt_exports_stop_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let samples = samples("csv_files/fixtures");
    let bytes: Vec<Vec<u8>> = samples.iter().map(|(_, bytes)| bytes.clone()).collect();
    for seed in cases(300) {
        let mut chance = Chance::new(seed);
        let (name, good) = &samples[chance.below(samples.len())];
        let file = folder.path().join(name);
        std::fs::write(&file, spoilt(good, &bytes, &mut chance)).unwrap();
        let settings = school().with("file", file.to_string_lossy());
        watched("CSV", seed, || drop(read("csv_files", &settings)));
        std::fs::remove_file(file).unwrap();
    }
    memory("CSV");
}

#[test]
fn a_spoilt_package_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    for version in ["oneroster_csv/fixtures/whole-1.1", "oneroster_csv/fixtures/whole-1.2"] {
        let samples = samples(version);
        let bytes: Vec<Vec<u8>> = samples.iter().map(|(_, bytes)| bytes.clone()).collect();
        for seed in cases(150) {
            let mut chance = Chance::new(seed);
            let worse = chance.below(samples.len());
            let files: Vec<(&str, Vec<u8>)> = samples
                .iter()
                .enumerate()
                .map(|(at, (name, good))| {
                    let bytes = if at == worse { spoilt(good, &bytes, &mut chance) } else { good.clone() };
                    (name.as_str(), bytes)
                })
                .collect();
            let packed = archive(&files);
            check(&folder.path().join("package.zip"), &packed, seed);
        }
    }
    memory("OneRoster");
}

#[test]
fn a_spoilt_archive_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let files = samples("oneroster_csv/fixtures/whole-1.2");
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let whole = archive(&files);
    let others = vec![whole.clone()];
    for seed in cases(300) {
        let broken = spoilt(&whole, &others, &mut Chance::new(seed));
        check(&folder.path().join("package.zip"), &broken, seed);
    }
    memory("archives");
}

fn check(file: &Path, bytes: &[u8], seed: u64) {
    std::fs::write(file, bytes).unwrap();
    let settings = Settings::default().with("place", "zip").with("file", file.to_string_lossy());
    let settings = settings.with("families", "true").with("other_columns", "true");
    watched("archive", seed, || drop(read("oneroster_csv", &settings)));
}

#[test]
fn what_grows_when_it_is_read_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.csv");
    let head = "Student ID,Last Name,First Name,Level,Tutor";
    let row = "1,Tūroa,Hōne,9,9KBR";
    let growing = [
        format!("{head}{}\n{row}\n", ",Tutor".repeat(3_000)),
        format!("{head}{}\n{row}\n", ",".repeat(5_000)),
        format!("{head}\n{row}{}\n", ";".repeat(5_000)),
        format!("{head}\n{row}{}\n", "\"".repeat(200_000)),
        format!("{head}\n{}", format!("{row}\n").repeat(5_000)),
        format!("{head}\n\"{}", "x\n".repeat(100_000)),
        format!("{}{head}\n{row}\n", "\r".repeat(100_000)),
    ];
    for (at, text) in growing.iter().enumerate() {
        std::fs::write(&file, text).unwrap();
        let settings = school().with("file", file.to_string_lossy()).with("people_are", "pupils");
        watched(&format!("growing file {at}"), 0, || drop(read("csv_files", &settings)));
    }
    memory("growing files");
}

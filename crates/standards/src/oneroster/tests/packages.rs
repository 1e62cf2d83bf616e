//! Folders, archives, names, manifests, versions, modes.

use super::super::{DataFile, Limits, Manifest, Mode, OneRosterError, Package, Reading, Version};
use super::{Files, open, rimu, rimu_1_1, rows};

fn told(package: &Package) -> Vec<String> {
    package.findings().iter().map(ToString::to_string).collect()
}

fn reopened(files: &Files) -> Package {
    files.package()
}

#[test]
fn archive_and_folder_give_the_same() {
    let folder = rimu().folder();
    let mut from_folder = Package::open(folder.path(), &Limits::default()).unwrap();
    let mut from_zip = rimu().package();
    assert_eq!(from_folder.files(), from_zip.files());
    for file in from_zip.files() {
        assert_eq!(rows(&mut from_folder, file), rows(&mut from_zip, file), "{file:?}");
    }
    assert!(from_zip.findings().is_empty() && from_folder.findings().is_empty());
    let path = folder.path().join("export.zip");
    std::fs::write(&path, rimu().zip()).unwrap();
    assert_eq!(Package::open(&path, &Limits::default()).unwrap().files(), from_zip.files());
}

#[test]
fn manifest_is_read() {
    let files = Files::default().with("orgs.csv", &["sourcedId,name,type", "s1,Rimu Bay,school"]).with(
        "manifest.csv",
        &[
            "PropertyName,Value",
            "oneroster.version, 1.2.1",
            "file.orgs,Bulk",
            "file.users,absent",
            "source.systemName,\"Rimu SIS, Ltd\"",
            "source.systemCode,RS",
        ],
    );
    let package = files.package();
    let Manifest { version, modes, system_name, system_code } = package.manifest();
    assert_eq!(*version, Some(Version::V1_2));
    assert_eq!(modes[&DataFile::Orgs], Mode::Bulk);
    assert_eq!(system_name.as_deref(), Some("Rimu SIS, Ltd"));
    assert_eq!(system_code.as_deref(), Some("RS"));
    assert_eq!(package.mode(DataFile::Orgs), Mode::Bulk);
    assert_eq!(package.mode(DataFile::Users), Mode::Absent);
    assert_eq!(told(&package), Vec::<String>::new());
}

#[test]
fn package_without_a_manifest_removes_nobody() {
    let package = reopened(&rimu().without("manifest.csv"));
    assert_eq!(package.mode(DataFile::Users), Mode::Unstated);
    assert_eq!(
        told(&package),
        [
            "The package has no manifest.csv. The files are read, but nobody is removed for being missing from them. \
          Add a correct manifest.csv."
        ]
    );
    let report = rimu().without("manifest.csv").report();
    assert!(report.files.values().all(|file| file.rows > 0 && !file.complete()));
}

#[test]
fn manifest_that_cannot_be_read() {
    let package = reopened(&rimu().with("manifest.csv", &["file.users,bulk", "file.orgs,bulk"]));
    assert_eq!(package.mode(DataFile::Users), Mode::Unstated);
    assert_eq!(
        told(&package),
        [
            "The manifest could not be read. No heading line was recognised in the first 2 lines. Expected headings such \
          as propertyName, value. Export the file again with its headings. Nothing was read, so nobody is removed. \
          The files are read, but nobody is removed for being missing from them. Add a correct manifest.csv."
        ]
    );
}

#[test]
fn manifest_and_files_contradict_each_other() {
    let files = rimu().without("enrollments.csv").manifest(
        "1.2",
        &[("enrollments", "bulk"), ("courses", "absent"), ("classes", "whole"), ("demographics", "delta")],
    );
    let package = files.package();
    assert_eq!(
        told(&package),
        [
            "The manifest calls classes.csv \"whole\". It must be bulk, delta or absent. The file is read, but nobody \
             is removed for being missing from it.",
            "The manifest says that courses.csv is absent, but it is in the package. The file was left alone. \
             Remove it, or correct the manifest.",
            "The manifest promises enrollments.csv, but it is not in the package. Nobody is removed because of it. \
             Export the package again.",
            "The manifest promises demographics.csv, but it is not in the package. Nobody is removed because of it. \
             Export the package again.",
        ]
    );
    assert_eq!(package.mode(DataFile::Enrollments), Mode::Absent);
    assert_eq!(package.mode(DataFile::Courses), Mode::Absent);
    assert_eq!(package.mode(DataFile::Classes), Mode::Unstated);
}

#[test]
fn manifest_names_too_little_too_much_or_twice() {
    let files = Files::default()
        .with("orgs.csv", &["sourcedId,status,dateLastModified,name,type", "s1,,,Rimu Bay,school"])
        .with("users.csv", &["sourcedId", "u1"])
        .with(
            "manifest.csv",
            &[
                "propertyName,value",
                "oneroster.version,3.0",
                "file.users,bulk",
                "file.users,delta",
                "file.pets,bulk",
            ],
        );
    let package = files.package();
    assert_eq!(
        told(&package),
        [
            "The manifest names version \"3.0\". 1.1 and 1.2 are understood; the headings decide. \
             Correct oneroster.version.",
            "The manifest contradicts itself about users.csv. It must be bulk, delta or absent. The file is read, but \
             nobody is removed for being missing from it.",
            "The manifest names an unknown file, \"pets\". The line was passed over. Correct or remove it.",
            "The manifest does not mention orgs.csv. The file is read, but nobody is removed for being missing from \
             it. Add it to the manifest.",
        ]
    );
    assert_eq!(package.mode(DataFile::Users), Mode::Unstated);
    assert_eq!(package.mode(DataFile::Orgs), Mode::Unstated);
}

#[test]
fn files_in_one_folder_are_tolerated() {
    for folder in ["export/", "a/b/", "export\\"] {
        let mut package = open(rimu().zip_in(folder)).unwrap();
        assert_eq!(rows(&mut package, DataFile::Users).len(), 3);
        let name = folder.replace('\\', "/");
        let name = name.trim_end_matches('/');
        assert_eq!(
            told(&package),
            [format!(
                "The files lie in the folder \"{name}\". They were read all the same. Zip the files themselves, not \
                 their folder."
            )]
        );
    }
    let nested = Files(rimu().0.into_iter().map(|(name, text)| (format!("export/{name}"), text)).collect());
    let package = Package::open_folder(nested.folder().path()).unwrap();
    assert_eq!(package.files().len(), 7);
    assert_eq!(package.findings().len(), 1);
}

#[test]
fn files_in_several_folders_are_not() {
    let files =
        Files::default().with("a/users.csv", &["sourcedId", "u1"]).with("b/orgs.csv", &["sourcedId", "s1"]);
    let refused = open(files.zip()).err().unwrap();
    assert_eq!(
        refused.to_string(),
        "OneRoster files were found in several folders: a, b. Put the files of one export side by side."
    );
}

#[test]
fn litter_is_passed_over_and_strangers_are_named() {
    let files = rimu()
        .with("__MACOSX/._users.csv", &["junk"])
        .with(".DS_Store", &["junk"])
        .with("Thumbs.db", &["junk"])
        .with("old/users.csv", &["junk"])
        .with("notes.txt", &["hello"]);
    assert_eq!(
        told(&files.package()),
        [
            "notes.txt is no file of OneRoster. It was left alone.",
            "old/users.csv is no file of OneRoster. It was left alone.",
        ]
    );
}

#[test]
fn wrong_case_is_tolerated() {
    let files = rimu().with("userprofiles.CSV", &["sourcedId,userSourcedId", "p1,u1"]);
    let mut package = files.manifest("1.2", &[("userProfiles", "bulk")]).package();
    assert_eq!(
        told(&package),
        ["userprofiles.CSV should be called userProfiles.csv. It was read all the same. Correct its name."]
    );
    assert_eq!(rows(&mut package, DataFile::UserProfiles).len(), 1);
}

#[test]
fn names_that_differ_in_case_only_are_refused() {
    let folder = rimu().with("Users.csv", &["sourcedId", "u1"]).folder();
    if std::fs::read_dir(folder.path()).unwrap().count() < 9 {
        return; // This disk does not tell the names apart.
    }
    let refused = Package::open_folder(folder.path()).err().unwrap();
    assert_eq!(
        refused.to_string(),
        "The package was refused: it holds \"users.csv\" more than once. Keep the right one only. \
         Nothing was read, so nobody is removed."
    );
}

#[test]
fn nothing_known_is_an_error() {
    let expect = "No OneRoster file was found. Expected orgs.csv, users.csv, classes.csv, enrollments.csv and their \
                  like, side by side. Nothing was read, so nobody is removed.";
    let only_a_manifest = Files::default().manifest("1.2", &[]);
    for files in [Files::default(), Files::default().with("notes.txt", &["x"]), only_a_manifest] {
        assert_eq!(open(files.zip()).err().unwrap().to_string(), expect);
        assert_eq!(Package::open_folder(files.folder().path()).err().unwrap().to_string(), expect);
    }
    let missing = Package::open(std::path::Path::new("/no/such/place"), &Limits::default()).err().unwrap();
    assert!(matches!(missing, OneRosterError::Unopened(_)));
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let folder = rimu().without("users.csv").folder();
    let elsewhere = rimu().folder();
    std::os::unix::fs::symlink(elsewhere.path().join("users.csv"), folder.path().join("users.csv")).unwrap();
    let package = Package::open_folder(folder.path()).unwrap();
    assert_eq!(package.mode(DataFile::Users), Mode::Absent);
    assert_eq!(
        told(&package),
        [
            "users.csv is a link, not a file. It was left alone. Put the file itself there.",
            "The manifest promises users.csv, but it is not in the package. Nobody is removed because of it. \
             Export the package again.",
        ]
    );
}

#[test]
fn version_comes_from_manifest_or_headings() {
    assert_eq!(rimu().package().version(), Version::V1_2);
    assert_eq!(rimu_1_1().package().version(), Version::V1_1);
    assert_eq!(rimu_1_1().without("manifest.csv").package().version(), Version::V1_1);
    assert_eq!(rimu().without("manifest.csv").package().version(), Version::V1_2);
    let lied = rimu_1_1().manifest("1.2", &[]).package();
    assert_eq!(lied.version(), Version::V1_1);
    assert_eq!(
        told(&lied),
        ["The manifest names another version, but users.csv has the columns of 1.1. The headings decide. \
          Correct oneroster.version."]
    );
}

#[test]
fn file_of_the_other_version_is_left_alone() {
    let files = rimu_1_1().with("userProfiles.csv", &["sourcedId", "p1"]).manifest("1.1", &[]);
    let package = files.package();
    assert_eq!(
        told(&package),
        [
            "Version 1.1 has no userProfiles.csv. The file was left alone. Correct oneroster.version if it is meant."
        ]
    );
    assert_eq!(package.mode(DataFile::UserProfiles), Mode::Absent);
}

#[test]
fn file_that_is_not_there_is_an_error_not_no_rows() {
    let mut package = rimu().package();
    let missing = package.rows(DataFile::Demographics, &Reading::default()).err().unwrap();
    assert_eq!(missing.to_string(), "The package has no demographics.csv.");
}

//! Tables of cases for packages and rows. Everybody in them is invented.

mod archives;
mod checks;
mod packages;
mod properties;
mod rows;
mod values;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{DataFile, Limits, OneRosterError, OneRosterRow, Package, Reading, Report, check};

/// Files by name, from which a package is made.
#[derive(Clone, Default)]
struct Files(BTreeMap<String, String>);

impl Files {
    fn with(mut self, name: &str, lines: &[&str]) -> Self {
        self.0.insert(name.to_owned(), lines.join("\r\n") + "\r\n");
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// The manifest, with `bulk` for each file that is there unless said otherwise.
    fn manifest(self, version: &str, others: &[(&str, &str)]) -> Self {
        let mut lines = vec![
            "propertyName,value".to_owned(),
            "manifest.version,1.0".to_owned(),
            format!("oneroster.version,{version}"),
        ];
        for file in DataFile::ALL {
            let there = if self.0.contains_key(&file.file_name()) { "bulk" } else { "absent" };
            let stated = others.iter().find(|(name, _)| *name == file.name()).map_or(there, |(_, mode)| mode);
            lines.push(format!("file.{},{stated}", file.name()));
        }
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        self.with("manifest.csv", &lines)
    }

    fn zip(&self) -> Vec<u8> {
        self.zip_in("")
    }

    fn zip_in(&self, folder: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            writer.start_file(format!("{folder}{name}"), SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn package(&self) -> Package {
        open(self.zip()).unwrap()
    }

    fn folder(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in &self.0 {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn report(&self) -> Report {
        check(&mut self.package(), &Reading::default())
    }

    /// Every finding as the administrator reads it.
    fn told(&self) -> Vec<String> {
        self.report().findings.iter().map(ToString::to_string).collect()
    }
}

fn open(bytes: Vec<u8>) -> Result<Package, OneRosterError> {
    Package::open_zip(Cursor::new(bytes), &Limits::default())
}

fn rows(package: &mut Package, file: DataFile) -> Vec<OneRosterRow> {
    package.rows(file, &Reading::default()).unwrap().map(Result::unwrap).collect()
}

const USERS_1_2: &str = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,\
    identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,\
    preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns";

/// A small school in 1.2 without anything to mend.
fn rimu() -> Files {
    rimu_people(rimu_groups()).manifest("1.2", &[])
}

fn rimu_groups() -> Files {
    Files::default()
        .with(
            "orgs.csv",
            &["sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId", "s1,,,Rimu Bay,school,0000,"],
        )
        .with(
            "academicSessions.csv",
            &[
                "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
                "t1,,,Term 1,term,2026-01-29,2026-04-03,y26,2026",
                "y26,,,2026,schoolYear,2026-01-01,2027-01-01,,2026",
            ],
        )
        .with(
            "courses.csv",
            &[
                "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,\
                 subjectCodes",
                "sci9,,,y26,Science 9,SCI9,\"9,10\",s1,Science,SCI",
            ],
        )
        .with(
            "classes.csv",
            &[
                "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,schoolSourcedId,\
                 termSourcedIds,subjects,subjectCodes,periods"
                    .replace("classType,", "classType,location,")
                    .as_str(),
                "c1,,,9SCI/2,9,sci9,9SCI2,scheduled,S2,s1,t1,,,",
            ],
        )
}

fn rimu_people(files: Files) -> Files {
    files
        .with(
            "users.csv",
            &[
                USERS_1_2,
                "u1,,,true,h.turoa,{nsn:0000000001},Hōne,Tūroa-Pene,,,,,,u3,9,,,,,,s1,",
                "u2,,,true,k.brown,,Kiri,Brown,,KBR,k.brown@rimu.example,,,,,,,,,,s1,",
                "u3,,,false,m.turoa,,Mere,Tūroa,,,,,,,,,,,,,,",
            ],
        )
        .with(
            "roles.csv",
            &[
                "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,\
                 userProfileSourcedId",
                "r1,,,u1,primary,student,,,s1,",
                "r2,,,u2,primary,teacher,,,s1,",
                "r3,,,u3,primary,parent,,,s1,",
            ],
        )
        .with(
            "enrollments.csv",
            &[
                "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,\
                 beginDate,endDate",
                "e1,,,c1,s1,u1,student,false,2026-01-29,2026-04-03",
                "e2,,,c1,s1,u2,teacher,true,,",
            ],
        )
}

const USERS_1_1: &str = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,\
    familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password";

/// The same school in 1.1, where every row has a status.
fn rimu_1_1() -> Files {
    let files = rimu().without("roles.csv").without("manifest.csv");
    files
        .with(
            "users.csv",
            &[
                USERS_1_1,
                "u1,active,2026-02-01T00:00:00.000Z,true,s1,student,h.turoa,,Hōne,Tūroa-Pene,,,,,,u3,9,",
                "u2,active,2026-02-01,1,\"s1,d1\",Administrator,k.brown,,Kiri,Brown,,KBR,,,,,,",
                "u3,inactive,2026-02-01T00:00:00Z,false,s1,parent,m.turoa,,Mere,Tūroa,,,,,,,,",
            ],
        )
        .with(
            "orgs.csv",
            &[
                "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
                "s1,active,2026-02-01T00:00:00.000Z,Rimu Bay,school,,d1",
                "d1,active,2026-02-01T00:00:00.000Z,Rimu Trust,district,,",
            ],
        )
        .with(
            "demographics.csv",
            &[
                "userSourcedId,status,dateLastModified,birthDate,sex",
                "u1,active,2026-02-01T00:00:00.000Z,2012-05-17,male",
            ],
        )
        .manifest("1.1", &[])
}

//! Sources that lie in files: the lists of an office, and OneRoster packages.

use std::fmt::Write;
use std::path::PathBuf;

use crosswalk_contract::{PlanView, Problem, ReadConnection, RunView};
use crosswalk_model::{ConnectionId, SyncId};

use crate::World;

/// A connection that reads the files of a folder of its own.
pub struct Source {
    pub connection: ConnectionId,
    pub sync: SyncId,
    folder: PathBuf,
}

impl Source {
    /// Puts a file there, in the place of one of the same name.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.folder.join(name), bytes).unwrap();
    }

    /// Takes a file away.
    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.folder.join(name)).unwrap();
    }

    /// Puts a package there, in the place of the one before.
    pub fn put_package(&self, package: &Package) {
        for (name, text) in package.files() {
            self.put(name, text);
        }
    }

    /// Reads what lies there and answers the run.
    pub async fn read(&self, world: &World) -> RunView {
        world.ask(ReadConnection { id: self.connection }).await;
        world.last_run(self.sync).await
    }

    /// Reads what lies there and answers the plan that came of it.
    pub async fn plan(&self, world: &World) -> PlanView {
        self.read(world).await;
        world.last_plan(self.sync).await
    }

    /// Reads what cannot be read.
    pub async fn fail(&self, world: &World) -> Problem {
        world.problem(ReadConnection { id: self.connection }).await
    }

    /// The codes of what was odd in the newest run.
    pub async fn codes(&self, world: &World) -> Vec<String> {
        let found = world.last_run(self.sync).await.findings;
        found.iter().map(|finding| finding.code.to_string()).collect()
    }
}

impl World {
    /// Connects a folder with the CSV files of a school, by its number; who is missing in them has left.
    pub async fn office(&self, school: &str, more: &[(&str, &str)]) -> Source {
        let folder = self.folder.path().join(format!("office-{school}"));
        std::fs::create_dir(&folder).unwrap();
        let name = format!("School {school}");
        let own = [
            ("place", "folder"),
            ("folder", folder.to_str().unwrap()),
            ("school_name", name.as_str()),
            ("school_code", school),
            ("school_year", "2026"),
            ("complete", "true"),
        ];
        let settings: Vec<(&str, &str)> = own.iter().chain(more).copied().collect();
        let (connection, sync) = self.save("csv_files", &format!("Office {school}"), &settings, &[]).await;
        Source { connection, sync, folder }
    }

    /// Connects a folder with a OneRoster package.
    pub async fn district(&self, title: &str, more: &[(&str, &str)]) -> Source {
        let folder = self.folder.path().join(format!("package-{title}"));
        std::fs::create_dir(&folder).unwrap();
        let own = [("place", "folder"), ("folder", folder.to_str().unwrap())];
        let settings: Vec<(&str, &str)> = own.iter().chain(more).copied().collect();
        let (connection, sync) = self.save("oneroster_csv", title, &settings, &[]).await;
        Source { connection, sync, folder }
    }
}

/// A list of pupils as an office exports it, numbered from 1.
pub fn pupil_list(count: usize) -> String {
    let head = "Student ID,Last Name,First Name,Level,Tutor,Student email - School\n".to_owned();
    (1..=count).fold(head, |mut text, n| {
        let (family, given) = invented(n);
        writeln!(text, "{},{family},{given},9,9K,p{n}@rimu.example", 500 + n).unwrap();
        text
    })
}

/// An invented family name and given name, each pair another one.
pub fn invented(n: usize) -> (String, String) {
    let families = ["Tūroa", "O'Leary", "Ngata", "Brown", "Wells", "Faleolo", "Singh", "Moana"];
    let givens = ["Hōne", "Māia", "Wiremu", "Kiri", "Dee", "Sione", "Anika", "Tane", "Rua"];
    let more = n / (families.len() * givens.len());
    let tail = if more > 0 { format!("-{more}") } else { String::new() };
    (format!("{}{tail}", families[n % families.len()]), givens[n % givens.len()].to_owned())
}

/// Somebody in a package.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: String,
    pub number: String,
    pub given: String,
    pub family: String,
    pub email: String,
    pub role: &'static str,
    pub school: &'static str,
    /// The `sourcedId` of a class; empty for none.
    pub class: String,
    pub primary: &'static str,
    pub enabled: &'static str,
    pub begin: String,
    pub end: String,
    /// The `sourcedId` of an earlier version.
    pub legacy: String,
}

/// A OneRoster package of version 1.2, every file of it whole.
#[derive(Clone, Debug)]
pub struct Package {
    /// The school year that it speaks of.
    pub year: i16,
    pub members: Vec<Member>,
    /// Lines beside those of the members: file and line.
    pub more: Vec<(&'static str, String)>,
}

impl Package {
    /// Pupils `a1`, `a2`, … of one school, a class for every ten.
    pub fn of(school: &'static str, pupils: usize) -> Self {
        let members = (1..=pupils).map(|n| Member::pupil(school, n)).collect();
        Self { year: 2026, members, more: Vec::new() }
    }

    /// The same with the members of another.
    pub fn with(mut self, other: Self) -> Self {
        self.members.extend(other.members);
        self
    }

    fn files(&self) -> Vec<(&'static str, String)> {
        let kinds = ["academicSessions", "orgs", "courses", "classes", "users", "roles", "enrollments"];
        let lines: String = kinds.iter().map(|kind| format!("file.{kind},bulk\n")).collect();
        let manifest = format!("propertyName,value\noneroster.version,1.2\n{lines}");
        let mut files = vec![
            ("manifest.csv", manifest),
            ("academicSessions.csv", self.sessions()),
            ("orgs.csv", self.orgs()),
            ("courses.csv", self.courses()),
            ("classes.csv", self.classes()),
            ("users.csv", self.users()),
            ("roles.csv", self.roles()),
            ("enrollments.csv", self.enrollments()),
        ];
        for (name, line) in &self.more {
            let file = files.iter_mut().find(|(file, _)| file == name).expect("a file of the package");
            writeln!(file.1, "{line}").unwrap();
        }
        files
    }

    fn sessions(&self) -> String {
        let year = self.year;
        format!(
            "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n\
             y{year},,,{year},schoolYear,{year}-01-28,{year}-12-19,,{year}\n"
        )
    }

    fn schools(&self) -> Vec<&'static str> {
        let mut schools: Vec<_> = self.members.iter().map(|one| one.school).collect();
        schools.sort_unstable();
        schools.dedup();
        schools
    }

    fn orgs(&self) -> String {
        let head = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n".to_owned();
        self.schools().into_iter().fold(head, |text, school| {
            text + &format!("{school},,,School {school},school,{school}-number,\n")
        })
    }

    fn courses(&self) -> String {
        let head = "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,\
                    orgSourcedId,subjects,subjectCodes\n"
            .to_owned();
        let year = self.year;
        self.schools().into_iter().fold(head, |text, school| {
            text + &format!("c-{school},,,y{year},Science,SCI,09,{school},Science,SCI\n")
        })
    }

    fn classes(&self) -> String {
        let mut classes: Vec<(&str, &str)> =
            self.members.iter().map(|one| (one.class.as_str(), one.school)).collect();
        classes.sort_unstable();
        classes.dedup();
        let head = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,\
                    location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
            .to_owned();
        let year = self.year;
        classes.into_iter().filter(|(class, _)| !class.is_empty()).fold(head, |text, (class, school)| {
            text + &format!(
                "{class},,,Science {class},09,c-{school},{class},scheduled,,{school},y{year},,,\n"
            )
        })
    }

    fn users(&self) -> String {
        let head = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,\
                    middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,\
                    userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,\
                    primaryOrgSourcedId,pronouns,metadata.legacySourceId\n"
            .to_owned();
        self.members.iter().fold(head, |text, one| {
            let Member { id, number, given, family, email, school, enabled, legacy, .. } = one;
            text + &format!(
                "{id},,,{enabled},{id},,{given},{family},,{number},{email},,,,09,,,,,,{school},,{legacy}\n"
            )
        })
    }

    fn roles(&self) -> String {
        let head = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,\
                    orgSourcedId,userProfileSourcedId\n"
            .to_owned();
        self.members.iter().fold(head, |text, one| {
            let Member { id, role, school, begin, end, .. } = one;
            text + &format!("r-{id},,,{id},primary,{role},{begin},{end},{school},\n")
        })
    }

    fn enrollments(&self) -> String {
        let head = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,\
                    primary,beginDate,endDate\n"
            .to_owned();
        let enrolled = self.members.iter().filter(|one| !one.class.is_empty());
        enrolled.fold(head, |text, one| {
            let Member { id, role, school, class, primary, begin, end, .. } = one;
            text + &format!("e-{id}-{class},,,{class},{school},{id},{role},{primary},{begin},{end}\n")
        })
    }
}

impl Member {
    /// A pupil by number.
    pub fn pupil(school: &'static str, n: usize) -> Self {
        let (family, given) = invented(n);
        Self {
            id: format!("{school}-u{n}"),
            number: format!("{school}{n:04}"),
            given,
            family,
            email: format!("{school}.p{n}@rimu.example"),
            role: "student",
            school,
            class: format!("{school}-k{}", n / 10),
            primary: "",
            enabled: "true",
            begin: String::new(),
            end: String::new(),
            legacy: String::new(),
        }
    }

    /// A teacher by number, in a class.
    pub fn teacher(school: &'static str, n: usize, class: &str, primary: &'static str) -> Self {
        let id = format!("{school}-t{n}");
        let email = format!("{school}.t{n}@rimu.example");
        let number = format!("{school}T{n}");
        let class = class.to_owned();
        Self { id, number, email, class, primary, role: "teacher", ..Self::pupil(school, 1000 + n) }
    }
}

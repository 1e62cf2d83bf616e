//! A OneRoster package in a folder of its own.

use crosswalk_connector_kit::conformance::{Access, Harness};
use crosswalk_connector_kit::{Secrets, Settings, async_trait};
use tempfile::TempDir;

/// The files of a small school with invented names.
const FILES: [(&str, &str); 8] = [
    (
        "manifest.csv",
        "propertyName,value\noneroster.version,1.2\nfile.orgs,bulk\nfile.academicSessions,bulk\nfile.courses,bulk\n\
         file.classes,bulk\nfile.users,bulk\nfile.roles,bulk\nfile.enrollments,bulk\n",
    ),
    ("orgs.csv", "sourcedId,name,type,identifier\ns1,Kōwhai Bay College,school,9999\n"),
    (
        "academicSessions.csv",
        "sourcedId,title,type,startDate,endDate,parentSourcedId,schoolYear\ny1,2026,schoolYear,2026-01-28,2026-12-19,,2026\n",
    ),
    (
        "courses.csv",
        "sourcedId,schoolYearSourcedId,title,courseCode,orgSourcedId\nc1,y1,Mathematics,MAT0,s1\n",
    ),
    (
        "classes.csv",
        "sourcedId,title,courseSourcedId,classType,schoolSourcedId,termSourcedIds\nk1,9 Mathematics,c1,scheduled,s1,y1\n",
    ),
    (
        "users.csv",
        "sourcedId,enabledUser,username,givenName,familyName,email,primaryOrgSourcedId\n\
         u1,true,aroha.np,Aroha,Ngāwai-Pene,aroha.np@school.example,s1\n\
         u2,maybe,hemi.ob,Hēmi,O'Brien,hemi.ob@school.example,s1\n",
    ),
    (
        "roles.csv",
        "sourcedId,userSourcedId,roleType,role,orgSourcedId\nr1,u1,primary,student,s1\nr2,u2,primary,teacher,s1\n",
    ),
    (
        "enrollments.csv",
        "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role\ne1,k1,s1,u1,student\ne2,k1,s1,u2,teacher\n",
    ),
];

/// A folder with one package.
pub struct Package(TempDir);

impl Package {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in FILES {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self(folder)
    }
}

#[async_trait]
impl Harness for Package {
    async fn good(&self) -> Access {
        let settings =
            Settings::default().with("place", "folder").with("folder", self.0.path().to_string_lossy());
        Access { settings, secrets: Secrets::default() }
    }

    fn private_words(&self) -> Vec<String> {
        ["Aroha", "Ngāwai", "Hēmi", "O'Brien", "school.example"].map(str::to_owned).to_vec()
    }
}

//! The files of the binding.

use std::fmt;

/// A version of the binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 1.1: users carry one role and a list of orgs.
    V1_1,
    /// 1.2 and its corrections: roles stand in a file of their own.
    V1_2,
}

impl Version {
    /// Reads the manifest's `oneroster.version`; corrections such as `1.2.1` count as their version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().split('.').take(2).collect::<Vec<_>>().as_slice() {
            ["1", "1"] => Some(Self::V1_1),
            ["1", "2"] => Some(Self::V1_2),
            _ => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::V1_1 => "1.1",
            Self::V1_2 => "1.2",
        })
    }
}

macro_rules! data_files {
    ($($variant:ident $name:literal $singular:literal,)*) => {
        /// A data file of the binding, in an order in which parents come before those who name them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DataFile {
            $(#[doc = concat!("`", $name, ".csv`")] $variant,)*
        }

        impl DataFile {
            /// Every data file of 1.2; those of 1.1 are among them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name without `.csv`, as the manifest has it: `academicSessions`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What one row of it is, in a sentence: "class".
            #[must_use]
            pub fn singular(self) -> &'static str {
                match self { $(Self::$variant => $singular,)* }
            }
        }
    };
}

data_files! {
    Orgs "orgs" "org",
    AcademicSessions "academicSessions" "academic session",
    Courses "courses" "course",
    Classes "classes" "class",
    Users "users" "user",
    UserProfiles "userProfiles" "user profile",
    Roles "roles" "role",
    Enrollments "enrollments" "enrolment",
    Demographics "demographics" "demographics row",
    Categories "categories" "category",
    LineItems "lineItems" "line item",
    ScoreScales "scoreScales" "score scale",
    Results "results" "result",
    LineItemLearningObjectiveIds "lineItemLearningObjectiveIds" "learning objective of a line item",
    LineItemScoreScales "lineItemScoreScales" "score scale of a line item",
    ResultLearningObjectiveIds "resultLearningObjectiveIds" "learning objective of a result",
    ResultScoreScales "resultScoreScales" "score scale of a result",
    Resources "resources" "resource",
    ClassResources "classResources" "resource of a class",
    CourseResources "courseResources" "resource of a course",
    UserResources "userResources" "resource of a user",
}

impl DataFile {
    /// The files of the Rostering service; the others belong to Gradebook and Resources.
    pub const ROSTERING: [Self; 9] = [
        Self::Orgs,
        Self::AcademicSessions,
        Self::Courses,
        Self::Classes,
        Self::Users,
        Self::UserProfiles,
        Self::Roles,
        Self::Enrollments,
        Self::Demographics,
    ];

    /// The file's exact name: `academicSessions.csv`.
    #[must_use]
    pub fn file_name(self) -> String {
        format!("{}.csv", self.name())
    }

    /// The file that a manifest's name without `.csv` means, regardless of case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|file| file.name().eq_ignore_ascii_case(name))
    }

    /// The file that a file name means, regardless of case.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        if extension.eq_ignore_ascii_case("csv") { Self::from_name(stem) } else { None }
    }
}

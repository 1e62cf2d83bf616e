//! What is taught: core subjects in years 9 and 10, choices in years 11 to 13.

/// Subject code of tutor classes at this school.
pub const TUTOR_SUBJECT: &str = "FT";

/// A subject as KAMAR lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Code, for example `MAT0`.
    pub code: String,
    /// Name, for example `Mathematics Year 9`.
    pub name: String,
    /// Department.
    pub department: &'static str,
    /// `Year 9` or `NCEA Level 3`.
    pub qualification: String,
    /// Year level.
    pub level: u8,
    /// Whether the subject stands in the list that KAMAR sends; some do not.
    pub listed: bool,
}

/// Stem of the code, name, department.
pub type Discipline = (&'static str, &'static str, &'static str);

/// Taught to everybody in years 9 and 10.
pub const CORE: &[Discipline] = &[
    ("ENG", "English", "English"),
    ("MAT", "Mathematics", "Mathematics"),
    ("SCG", "Science", "Science"),
    ("SOC", "Social Studies", "Social Sciences"),
    ("HPE", "Health and Physical Education", "Physical Education"),
    ("MAO", "Te Reo Māori", "Languages"),
    ("ART", "Visual Art", "Arts"),
    ("TEC", "Technology", "Technology"),
];

/// Chosen in years 11 to 13. English and Mathematics are in every line.
pub const CHOICES: &[Discipline] = &[
    ("ENG", "English", "English"),
    ("MAT", "Mathematics", "Mathematics"),
    ("STA", "Statistics", "Mathematics"),
    ("PHY", "Physics", "Science"),
    ("CHE", "Chemistry", "Science"),
    ("BIO", "Biology", "Science"),
    ("HIS", "History", "Social Sciences"),
    ("GEO", "Geography", "Social Sciences"),
    ("ECO", "Economics", "Social Sciences"),
    ("ACC", "Accounting", "Social Sciences"),
    ("ART", "Painting", "Arts"),
    ("PHO", "Photography", "Arts"),
    ("DRA", "Drama", "Arts"),
    ("MUS", "Music", "Arts"),
    ("MAO", "Te Reo Māori", "Languages"),
    ("JPN", "Japanese", "Languages"),
    ("TEC", "Technology", "Technology"),
    ("DVC", "Design & Visual Communication", "Technology"),
    ("DIG", "Digital Technologies", "Technology"),
    ("PED", "Physical Education", "Physical Education"),
    ("TOU", "Tourism", "Social Sciences"),
    ("ESL", "English for Speakers of Other Languages", "Languages"),
];

/// Names of all departments.
pub const DEPARTMENTS: &[&str] = &[
    "English",
    "Mathematics",
    "Science",
    "Social Sciences",
    "Physical Education",
    "Languages",
    "Arts",
    "Technology",
];

/// The whole list, by code.
pub fn all() -> Vec<Subject> {
    let junior = [9, 10].into_iter().flat_map(|level| CORE.iter().map(move |d| subject(d, level)));
    let senior = [11, 12, 13].into_iter().flat_map(|level| CHOICES.iter().map(move |d| subject(d, level)));
    junior.chain(senior).collect()
}

/// Code of a discipline at a year level: `MAT0` in year 9, `MAT5` in year 10, `MAT1` to `MAT3` for NCEA levels.
pub fn code(stem: &str, level: u8) -> String {
    let suffix = match level {
        9 => 0,
        10 => 5,
        senior => senior.saturating_sub(10),
    };
    format!("{stem}{suffix}")
}

fn subject(&(stem, name, department): &Discipline, level: u8) -> Subject {
    let (name, qualification) = match (stem, level) {
        (_, 9 | 10) => (format!("{name} Year {level}"), format!("Year {level}")),
        ("MAT", 13) => ("Calculus".to_owned(), "NCEA Level 3".to_owned()),
        _ => (format!("{name} Level {}", level - 10), format!("NCEA Level {}", level - 10)),
    };
    // One subject is taught but missing from KAMAR's list, so that its classes have no subject name.
    let listed = !(stem == "ESL" && level == 11);
    Subject { code: code(stem, level), name, department, qualification, level, listed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = all().into_iter().map(|s| s.code).collect();
        let count = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), count);
        assert_eq!((code("MAT", 9).as_str(), code("MAT", 13).as_str()), ("MAT0", "MAT3"));
    }
}

//! A district as a OneRoster package, for the benchmark: as many schools as wanted, written row by row, so that a
//! million enrolments need no memory. Everybody in it is invented; the same seed writes the same bytes.
//!
//! The next night is the same district with about one row in a hundred changed.

mod ids;
mod night;
mod rows;

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

pub use night::Night;

use rows::Rows;

/// Which binding the package follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Binding {
    /// 1.1: a user's role stands in `users.csv`.
    #[default]
    V1_1,
    /// 1.2: roles stand in `roles.csv`.
    V1_2,
}

/// How large the district is.
#[derive(Clone, Debug)]
pub struct District {
    /// Enrolments of pupils and teachers; a tenth as many pupils, a fiftieth as many classes.
    pub enrollments: usize,
    /// Another seed, another district.
    pub seed: u64,
    /// How it is written.
    pub binding: Binding,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows of all files that say something about somebody or something; not headings, manifest and roles.
    pub records: usize,
    /// Enrolments among them.
    pub enrollments: usize,
    /// Bytes of all files.
    pub bytes: u64,
}

impl District {
    /// A district with so many enrolments.
    pub fn of(enrollments: usize) -> Self {
        Self { enrollments, seed: 2026, binding: Binding::default() }
    }

    /// How many pupils there are.
    pub fn pupils(&self) -> usize {
        (self.enrollments / 10).max(1)
    }

    /// How many people work there.
    pub fn staff(&self) -> usize {
        (self.enrollments / 125).max(1)
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        (self.enrollments / 50).max(10)
    }

    /// How many schools there are.
    pub fn schools(&self) -> usize {
        (self.pupils() / 1_000).max(1)
    }

    /// How many courses there are.
    pub fn courses(&self) -> usize {
        (self.classes() / 20).max(1)
    }

    /// Writes the package into a folder, which is made where it is missing.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn write(&self, night: Night, folder: &Path) -> Result<Written> {
        std::fs::create_dir_all(folder)?;
        let rows = Rows { district: self, night };
        let mut written = Written::default();
        for name in rows.files() {
            let mut file = Counted { file: BufWriter::new(File::create(folder.join(name))?), bytes: 0 };
            file.line(&rows.heading(name))?;
            let count = rows.lines(name, &mut |line| file.line(line))?;
            file.file.flush()?;
            written.bytes += file.bytes;
            if !matches!(name, "manifest.csv" | "roles.csv") {
                written.records += count;
            }
            if name == "enrollments.csv" {
                written.enrollments = count;
            }
        }
        Ok(written)
    }
}

/// A file whose bytes are counted.
struct Counted {
    file: BufWriter<File>,
    bytes: u64,
}

impl Counted {
    fn line(&mut self, line: &str) -> Result<()> {
        self.bytes += line.len() as u64 + 1;
        self.file.write_all(line.as_bytes())?;
        self.file.write_all(b"\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn lines(district: &District, night: Night, name: &str) -> Vec<String> {
        let folder =
            std::env::temp_dir().join(format!("crosswalk-district-{}-{name}-{night:?}", district.seed));
        district.write(night, &folder).unwrap();
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        text.lines().skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn a_district_has_the_size_that_was_asked_for_and_every_row_an_identifier_of_its_own() {
        let district = District::of(5_000);
        let enrollments = lines(&district, Night::First, "enrollments.csv");
        assert_eq!(enrollments.len(), 5_000);
        let ids: BTreeSet<&str> = enrollments.iter().map(|line| line.split_once(',').unwrap().0).collect();
        assert_eq!(ids.len(), 5_000);
        let seats: BTreeSet<(String, String)> = enrollments
            .iter()
            .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>())
            .map(|cells| (cells[3].clone(), cells[5].clone()))
            .collect();
        assert_eq!(seats.len(), 5_000, "nobody is in a class twice");
        assert_eq!(lines(&District { seed: 3, ..district.clone() }, Night::First, "users.csv").len(), 540);
    }

    #[test]
    fn the_next_night_differs_in_about_one_row_of_a_hundred() {
        let district = District { seed: 4, ..District::of(20_000) };
        for name in ["enrollments.csv", "users.csv", "classes.csv"] {
            let first: BTreeSet<String> = lines(&district, Night::First, name).into_iter().collect();
            let next: BTreeSet<String> = lines(&district, Night::OnePercent, name).into_iter().collect();
            let new = next.difference(&first).count() * 1_000 / first.len();
            assert!((3..=15).contains(&new), "{name}: {new} of a thousand are new");
        }
        let gone = |name: &str| {
            let keys = |night| -> BTreeSet<String> {
                lines(&district, night, name)
                    .iter()
                    .map(|line| line.split(',').next().unwrap().to_owned())
                    .collect()
            };
            keys(Night::First).difference(&keys(Night::OnePercent)).count()
        };
        assert!(gone("enrollments.csv") > 0);
        assert_eq!(gone("users.csv"), 0, "the guard would hold a plan without them");
    }
}

//! The cells of a timetable: `TEACHER-SUBJECT-ROOM` or `OPTION-SUBJECT-ROOM`, several joined by `;`.

use crate::csv_files::values::items;

/// One lesson of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lesson<'c> {
    /// The teacher, or the option line of the class.
    pub first: &'c str,
    pub subject: &'c str,
}

/// The lessons of a cell; none when it is not written as it should be. The room may be empty, the others may not.
pub(super) fn lessons(cell: &str) -> Option<Vec<Lesson<'_>>> {
    items(cell, ';').map(lesson).collect()
}

fn lesson(text: &str) -> Option<Lesson<'_>> {
    let parts: Vec<&str> = text.split('-').map(str::trim).collect();
    match parts.as_slice() {
        [first, subject, _] if !first.is_empty() && !subject.is_empty() => Some(Lesson { first, subject }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_timetable() {
        let read = |cell: &str| {
            let lessons = lessons(cell)?;
            Some(
                lessons
                    .iter()
                    .map(|one| format!("{}/{}", one.first, one.subject))
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        for (cell, expect) in [
            ("", Some("")),
            ("TWH-MAT0-M3", Some("TWH/MAT0")),
            ("TWH-MAT0-", Some("TWH/MAT0")),
            (" TWH - MAT0 - M3 ", Some("TWH/MAT0")),
            ("TWH-MAT0-M3; RJO-ENG0-E4;", Some("TWH/MAT0 RJO/ENG0")),
            ("TWH-MAT0", None),
            ("MAT0", None),
            ("-MAT0-M3", None),
            ("TWH--M3", None),
            ("TWH-MAT-0-M3", None),
            ("TWH-MAT0-M3;?", None),
        ] {
            assert_eq!(read(cell).as_deref(), expect, "{cell}");
        }
    }
}

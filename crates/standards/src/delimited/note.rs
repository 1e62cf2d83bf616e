//! What was odd about a file and was tolerated. Notes of one kind are counted together, so that a million odd
//! rows take no more memory than one.

use std::collections::HashMap;
use std::fmt;

/// How many line numbers a note keeps; further ones are only counted.
const LINES_KEPT: usize = 10;

/// One kind of oddity, with the lines in which it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was odd.
    pub kind: NoteKind,
    /// The first lines in which it was seen, in order.
    pub lines: Vec<u64>,
    /// How often it was seen.
    pub count: u64,
}

/// The kinds of oddity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum NoteKind {
    /// Lines before the headings were skipped.
    TitleSkipped,
    /// The encoding is a guess.
    EncodingGuessed {
        /// Its name.
        name: &'static str,
    },
    /// Single bytes were not UTF-8 in a file that otherwise is; they were read as Windows-1252.
    DamagedText,
    /// NUL characters were taken out.
    NulRemoved,
    /// Another delimiter fits nearly as well.
    DelimiterDoubtful {
        /// The one that was taken.
        taken: &'static str,
    },
    /// Two columns have the same heading; the later one was numbered.
    HeadingRepeated {
        /// The name that the later column was given.
        renamed: String,
    },
    /// Invisible characters were taken out of a heading.
    HeadingCleaned {
        /// The heading as it is used.
        heading: String,
    },
    /// A column in the middle has no heading and was named by its place.
    HeadingEmpty {
        /// The name that it was given.
        named: String,
    },
    /// Empty headings at the end were dropped.
    TrailingHeadingsDropped,
    /// Rows have fewer cells than headings; what is not there is absent, not empty.
    ShortRow,
    /// The last row has too few cells and no line break: the file may have been cut off. What is missing from it
    /// proves nothing.
    CutOff,
    /// Rows have more cells than headings.
    LongRow,
    /// Rows of nothing but empty cells were skipped.
    BlankRow,
    /// Text follows a closing quotation mark.
    OddQuote,
}

impl NoteKind {
    fn sentence(&self) -> String {
        match self {
            Self::TitleSkipped => "Title lines before the headings were skipped".into(),
            Self::EncodingGuessed { name } => {
                format!(
                    "The file is not UTF-8. It was read as {name}: check a name with a macron or an accent"
                )
            }
            Self::DamagedText => {
                "Some characters are not UTF-8 as the rest is. They were read as windows-1252".into()
            }
            Self::NulRemoved => "NUL characters were removed".into(),
            Self::DelimiterDoubtful { taken } => {
                format!("The columns are taken to be separated by {taken}, but this is not certain")
            }
            Self::HeadingRepeated { renamed } => {
                format!("A heading occurs more than once. The later column is called \"{renamed}\"")
            }
            Self::HeadingCleaned { heading } => {
                format!("Invisible characters were removed from the heading \"{heading}\"")
            }
            Self::HeadingEmpty { named } => {
                format!("A column has no heading. It is called \"{named}\"")
            }
            Self::TrailingHeadingsDropped => "Empty columns at the end were left out".into(),
            Self::ShortRow => {
                "Rows have fewer cells than there are headings. The missing cells count as absent".into()
            }
            Self::CutOff => {
                "The file ends in the middle of a row. It may have been cut off: export it again".into()
            }
            Self::LongRow => {
                "Rows have more cells than there are headings. The surplus cells were left out".into()
            }
            Self::BlankRow => "Empty rows were skipped".into(),
            Self::OddQuote => "Text stands after a closing quotation mark. It was kept".into(),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.kind.sentence())?;
        write_lines(out, &self.lines, self.count)
    }
}

/// Writes " (lines 3, 7 and 12 more)." or a full stop.
fn write_lines(out: &mut fmt::Formatter<'_>, lines: &[u64], count: u64) -> fmt::Result {
    let Some((first, rest)) = lines.split_first() else { return out.write_str(".") };
    write!(out, " ({} {first}", if count > 1 { "lines" } else { "line" })?;
    for line in rest {
        write!(out, ", {line}")?;
    }
    match count.saturating_sub(lines.len() as u64) {
        0 => out.write_str(")."),
        more => write!(out, " and {more} more)."),
    }
}

/// The notes of one file while it is being read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    all: Vec<Note>,
    /// Where the note of a kind stands: a line of many odd headings has a kind for each.
    places: HashMap<NoteKind, usize>,
}

impl Notes {
    pub(super) fn add(&mut self, kind: NoteKind, line: Option<u64>) {
        let place = self.places.get(&kind).copied().unwrap_or_else(|| {
            self.places.insert(kind.clone(), self.all.len());
            self.all.push(Note { kind, lines: Vec::new(), count: 0 });
            self.all.len() - 1
        });
        let note = &mut self.all[place];
        note.count += 1;
        if let Some(line) = line
            && note.lines.len() < LINES_KEPT
            && note.lines.last() != Some(&line)
        {
            note.lines.push(line);
        }
    }

    pub(super) fn all(&self) -> &[Note] {
        &self.all
    }
}

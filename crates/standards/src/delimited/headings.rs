//! Finds the known fields behind a file's headings, whatever their case, punctuation, spaces and macrons.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::clean::without_number;
use super::table::Row;

/// The headings that a layout knows, each under the name of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingMap {
    fields: Vec<FieldNames>,
    needed: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FieldNames {
    field: String,
    /// The heading to name in a sentence.
    usual: String,
    folded: Vec<String>,
}

impl HeadingMap {
    /// Builds the map from rows of field and headings, the usual heading first: of two columns that fit one field the
    /// one that stands earlier in this list is taken. A field without headings goes by its own name.
    #[must_use]
    pub fn new(table: &[(&str, &[&str])]) -> Self {
        let fields = table.iter().map(|(field, headings)| {
            let headings: &[&str] = if headings.is_empty() { &[*field] } else { headings };
            FieldNames {
                field: (*field).to_owned(),
                usual: headings[0].to_owned(),
                folded: headings.iter().map(|heading| fold(heading)).collect(),
            }
        });
        Self { fields: fields.collect(), needed: Vec::new() }
    }

    /// The same map, for a layout that is recognised only when all of these fields are there.
    #[must_use]
    pub fn needing(mut self, fields: &[&str]) -> Self {
        self.needed = fields.iter().map(|field| (*field).to_owned()).collect();
        self
    }

    /// The first few headings, for a sentence that says what was expected: the needed ones first.
    #[must_use]
    pub fn usual_headings(&self, count: usize) -> Vec<String> {
        let needed = |field: &&FieldNames| self.needed.contains(&field.field);
        let others = self.fields.iter().filter(|field| !needed(field));
        let all = self.fields.iter().filter(needed).chain(others);
        all.map(|field| field.usual.clone()).take(count).collect()
    }

    /// Matches a file's headings. Nothing is guessed: columns that compete for a field are reported and not taken.
    #[must_use]
    pub fn match_headings(&self, headings: &[String]) -> HeadingMatch {
        let mut found = HeadingMatch::default();
        let mut candidates: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (column, heading) in headings.iter().enumerate() {
            match self.places_of(heading).as_slice() {
                [] => found.unmatched.push(column),
                [(field, rank)] => candidates.entry(*field).or_default().push((*rank, column)),
                several => found.ambiguous.push(Ambiguity::SeveralFields {
                    heading: heading.clone(),
                    fields: several.iter().map(|(field, _)| self.fields[*field].field.clone()).collect(),
                }),
            }
        }
        for (field, columns) in candidates {
            self.settle(field, &columns, headings, &mut found);
        }
        found.unmatched.sort_unstable();
        let is_missing = |field: &&FieldNames| {
            self.needed.contains(&field.field) && !found.columns.contains_key(&field.field)
        };
        found.missing = self.fields.iter().filter(is_missing).map(|field| field.usual.clone()).collect();
        found
    }

    /// Every field, with the heading's rank in it, that knows this heading.
    fn places_of(&self, heading: &str) -> Vec<(usize, usize)> {
        let folded = fold(without_number(heading));
        if folded.is_empty() {
            return Vec::new();
        }
        let rank_in = |field: &FieldNames| field.folded.iter().position(|known| *known == folded);
        self.fields.iter().enumerate().filter_map(|(place, field)| Some((place, rank_in(field)?))).collect()
    }

    fn settle(
        &self,
        field: usize,
        columns: &[(usize, usize)],
        headings: &[String],
        found: &mut HeadingMatch,
    ) {
        let name = &self.fields[field].field;
        let best = columns.iter().map(|(rank, _)| *rank).min().unwrap_or_default();
        let (first, rest): (Vec<_>, Vec<_>) = columns.iter().partition(|(rank, _)| *rank == best);
        found.unmatched.extend(rest.iter().map(|(_, column)| *column));
        if let [(_, column)] = first.as_slice() {
            found.columns.insert(name.clone(), *column);
        } else {
            let headings = first.iter().map(|(_, column)| headings[*column].clone()).collect();
            found.ambiguous.push(Ambiguity::SeveralColumns { field: name.clone(), headings });
        }
    }

    pub(super) fn needs(&self, field: &str) -> bool {
        self.needed.iter().any(|needed| needed == field)
    }

    pub(super) fn has_needs(&self) -> bool {
        !self.needed.is_empty()
    }
}

/// What became of a file's headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadingMatch {
    /// The column of each field that was found.
    pub columns: BTreeMap<String, usize>,
    /// The columns that no field took, in order.
    pub unmatched: Vec<usize>,
    /// What could not be told apart.
    pub ambiguous: Vec<Ambiguity>,
    /// The needed fields that no column gives, by their usual headings.
    pub missing: Vec<String>,
}

/// A heading or field that could not be settled without guessing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ambiguity {
    /// Columns with equal claims to one field; none was taken.
    SeveralColumns {
        /// The field.
        field: String,
        /// The headings of the columns.
        headings: Vec<String>,
    },
    /// One heading that the layout gives to several fields; none was given it.
    SeveralFields {
        /// The heading.
        heading: String,
        /// The fields.
        fields: Vec<String>,
    },
}

impl HeadingMatch {
    /// The row's cells by field. An absent cell has no entry; an empty one has an empty text.
    #[must_use]
    pub fn record(&self, row: &Row) -> BTreeMap<String, String> {
        let cell = |(field, column): (&String, &usize)| Some((field.clone(), row.get(*column)?.to_owned()));
        self.columns.iter().filter_map(cell).collect()
    }

    /// The cells of the columns that no field took, by heading.
    #[must_use]
    pub fn extras(&self, row: &Row, headings: &[String]) -> BTreeMap<String, String> {
        let taken: Vec<usize> = self.columns.values().copied().collect();
        let free = headings.iter().enumerate().filter(|(column, _)| !taken.contains(column));
        free.filter_map(|(column, heading)| Some((heading.clone(), row.get(column)?.to_owned()))).collect()
    }
}

/// A heading reduced to what counts: letters and digits, lower case, without macrons and accents.
#[must_use]
pub fn fold(heading: &str) -> String {
    let bare = heading.nfkd().filter(|character| !is_combining_mark(*character));
    bare.filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

//! Finds the delimiter, and keeps the evidence so that a person can confirm it.

use super::header::most_recognised;
use super::sample::records;
use super::scan::{Caps, Record};
use super::{Delimiter, Options};

const RECORDS_LOOKED_AT: usize = 200;

/// How well one delimiter fits the beginning of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelimiterEvidence {
    /// The delimiter that was tried.
    pub delimiter: Delimiter,
    /// How many columns most rows have under it.
    pub columns: usize,
    /// How many rows were looked at.
    pub rows: usize,
    /// How many of them have that number of columns.
    pub agreeing: usize,
    /// The most known headings in one row; 0 when no layout is expected.
    pub headings: usize,
}

impl DelimiterEvidence {
    /// Ordered by: known headings, splits at all, share of agreeing rows in thousandths, columns.
    fn weight(&self) -> (usize, bool, usize, usize) {
        (self.headings, self.columns > 1, self.share(), self.columns)
    }

    fn share(&self) -> usize {
        (self.agreeing * 1000).checked_div(self.rows).unwrap_or_default()
    }

    fn splits_nothing(&self) -> bool {
        self.columns <= 1 && self.agreeing == self.rows
    }

    /// Whether it would be believed, were it the only one.
    fn plausible(&self) -> bool {
        self.columns > 1 && self.share() >= 800
    }
}

/// The delimiter that is used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelimiterFound {
    /// The delimiter.
    pub delimiter: Delimiter,
    /// Whether a person need not be asked: it was given, or nothing else fits as well.
    pub certain: bool,
    /// Whether the file itself names it in a first line such as `sep=;`.
    pub declared: bool,
    /// How well each candidate fits; empty when the settings name the delimiter.
    pub evidence: Vec<DelimiterEvidence>,
}

pub(super) fn find(text: &str, whole: bool, caps: Caps, options: &Options) -> DelimiterFound {
    let declared = declared(text);
    if let Some(delimiter) = options.delimiter.or(declared) {
        let declared = declared == Some(delimiter);
        return DelimiterFound { delimiter, certain: true, declared, evidence: Vec::new() };
    }
    let evidence: Vec<DelimiterEvidence> = Delimiter::ALL
        .iter()
        .map(|delimiter| {
            let records = records(text, whole, delimiter.byte(), caps, RECORDS_LOOKED_AT);
            weigh(*delimiter, &records, options)
        })
        .collect();
    let best = evidence.iter().rev().max_by_key(|evidence| evidence.weight());
    let delimiter = best.map_or(Delimiter::Comma, |evidence| evidence.delimiter);
    let certain = best.is_some_and(|best| is_certain(best, &evidence));
    DelimiterFound { delimiter, certain, declared: false, evidence }
}

fn is_certain(best: &DelimiterEvidence, evidence: &[DelimiterEvidence]) -> bool {
    let mut others = evidence.iter().filter(|other| other.delimiter != best.delimiter);
    if best.headings > 1 {
        return others.all(|other| other.headings < best.headings);
    }
    let alone = others.clone().all(DelimiterEvidence::splits_nothing);
    alone || (best.plausible() && !others.any(|other| other.plausible() && other.share() >= best.share()))
}

fn weigh(delimiter: Delimiter, records: &[Record], options: &Options) -> DelimiterEvidence {
    let records: Vec<&Record> = records.iter().filter(|record| !record.is_blank()).collect();
    let columns = usual_width(&records);
    let agreeing = records.iter().filter(|record| record.cells.len() == columns).count();
    let headings = most_recognised(&records, &options.expected);
    DelimiterEvidence { delimiter, columns, rows: records.len(), agreeing, headings }
}

/// The number of cells that most records have; of two equally frequent ones the larger.
pub(super) fn usual_width(records: &[&Record]) -> usize {
    let mut widths = std::collections::BTreeMap::<usize, usize>::new();
    for record in records {
        *widths.entry(record.cells.len()).or_default() += 1;
    }
    widths.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
}

/// The delimiter that spreadsheets let a file declare in a first line of its own: `sep=;`.
fn declared(text: &str) -> Option<Delimiter> {
    let first = text.split(['\r', '\n']).next()?;
    let sign = first.trim_matches('"').strip_prefix("sep=")?;
    Delimiter::ALL.into_iter().find(|delimiter| sign.as_bytes() == [delimiter.byte()])
}

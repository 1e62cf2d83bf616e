//! Finds the heading line. A file whose headings cannot be recognised is an error, never a file without rows.

use super::clean::headings;
use super::note::Notes;
use super::scan::Record;
use super::sniff::usual_width;
use super::{Ambiguity, DelimitedError, HeaderRule, HeadingMap, HeadingMatch, Options, Searched};

/// How many records are searched for the headings.
const RECORDS_SEARCHED: usize = 20;

/// Where the headings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeaderFound {
    /// How many records stand before the headings.
    pub(super) skip: usize,
    /// Which of the expected layouts fits best.
    pub(super) layout: Option<usize>,
}

/// One record seen as headings of one layout.
struct Fit<'a> {
    skip: usize,
    layout: usize,
    record: &'a Record,
    found: HeadingMatch,
}

/// Finds the headings among the first records of a file.
pub(super) fn find(
    records: &[Record],
    declared: bool,
    options: &Options,
) -> Result<HeaderFound, DelimitedError> {
    let places: Vec<(usize, &Record)> = candidates(records, declared, options.header);
    if options.expected.is_empty() {
        return by_shape(&places, records, options.header);
    }
    let fits = places.iter().flat_map(|(skip, record)| fits_of(*skip, record, &options.expected));
    // The last of equal elements would win, yet the earliest line and layout shall.
    let best = fits
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .max_by_key(|fit| (is_header(fit, &options.expected[fit.layout]), fit.found.columns.len()));
    match best {
        Some(fit) if is_header(&fit, &options.expected[fit.layout]) => {
            Ok(HeaderFound { skip: fit.skip, layout: Some(fit.layout) })
        }
        Some(fit) if fit.found.columns.len() >= 2 => Err(incomplete(&fit, &options.expected[fit.layout])),
        _ => Err(not_recognised(places.len(), options.header, &options.expected)),
    }
}

fn candidates(records: &[Record], declared: bool, rule: HeaderRule) -> Vec<(usize, &Record)> {
    let all = records.iter().enumerate().skip(usize::from(declared)).take(RECORDS_SEARCHED);
    match rule {
        HeaderRule::Detect => all.filter(|(_, record)| !record.is_blank()).collect(),
        HeaderRule::First => all.take(1).collect(),
        HeaderRule::Line(line) => {
            records.iter().enumerate().filter(|(_, record)| record.line == line).collect()
        }
    }
}

fn fits_of<'a>(skip: usize, record: &'a Record, expected: &[HeadingMap]) -> Vec<Fit<'a>> {
    let headings = headings(&record.cells, record.line, &mut Notes::default());
    let fit = |(layout, map): (usize, &HeadingMap)| Fit {
        skip,
        layout,
        record,
        found: map.match_headings(&headings),
    };
    expected.iter().enumerate().map(fit).collect()
}

/// A layout with needs is recognised by them; any other by two headings, so that a pupil called "Level" is none.
fn is_header(fit: &Fit<'_>, map: &HeadingMap) -> bool {
    let filled = fit.record.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let enough = if map.has_needs() { 1 } else { filled.min(2) };
    fit.found.missing.is_empty() && fit.found.columns.len() >= enough.max(1)
}

fn incomplete(fit: &Fit<'_>, map: &HeadingMap) -> DelimitedError {
    let line = fit.record.line;
    let competing = fit.found.ambiguous.iter().find_map(|ambiguity| match ambiguity {
        Ambiguity::SeveralColumns { field, headings } if map.needs(field) => Some(headings.clone()),
        _ => None,
    });
    match competing {
        Some(headings) => DelimitedError::HeadingsCompete { line, headings },
        None => DelimitedError::HeadingsMissing { line, missing: fit.found.missing.clone() },
    }
}

fn not_recognised(lines: usize, rule: HeaderRule, expected: &[HeadingMap]) -> DelimitedError {
    let within = match rule {
        HeaderRule::Line(line) => Searched::Only(line),
        HeaderRule::First | HeaderRule::Detect => Searched::First(lines),
    };
    let expected = expected.first().map(|map| map.usual_headings(4)).unwrap_or_default();
    DelimitedError::HeaderNotRecognised { within, expected }
}

/// Without a layout: the first record that is about as wide as the table and does not look like a row of data.
fn by_shape(
    places: &[(usize, &Record)],
    records: &[Record],
    rule: HeaderRule,
) -> Result<HeaderFound, DelimitedError> {
    let all: Vec<&Record> = records.iter().filter(|record| !record.is_blank()).collect();
    let width = usual_width(&all);
    let wide = |record: &Record| filled(record) * 2 >= width;
    let found = places.iter().find(|(_, record)| rule != HeaderRule::Detect || wide(record));
    match found {
        Some((skip, record)) if rule != HeaderRule::Detect || !looks_like_data(record) => {
            Ok(HeaderFound { skip: *skip, layout: None })
        }
        _ => Err(not_recognised(places.len(), rule, &[])),
    }
}

fn filled(record: &Record) -> usize {
    record.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Headings hold no e-mail addresses, and fewer numbers and dates than words.
fn looks_like_data(record: &Record) -> bool {
    let is_number = |cell: &&String| {
        let cell = cell.trim();
        !cell.is_empty()
            && cell.chars().all(|character| character.is_ascii_digit() || "-/.:".contains(character))
    };
    let numbers = record.cells.iter().filter(is_number).count();
    let address = |cell: &String| cell.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    numbers * 2 > filled(record) || record.cells.iter().any(address)
}

/// The most known headings that any of the first records holds.
pub(super) fn most_recognised(records: &[&Record], expected: &[HeadingMap]) -> usize {
    let first = records.iter().take(RECORDS_SEARCHED);
    let fits = first.flat_map(|record| fits_of(0, record, expected));
    fits.map(|fit| fit.found.columns.len()).max().unwrap_or_default()
}

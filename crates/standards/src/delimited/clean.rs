//! Makes headings fit to be compared: invisible characters out, repeated ones numbered, empty ones named.

use std::collections::{BTreeMap, BTreeSet};

use super::note::{NoteKind, Notes};

/// The headings as they are used. Empty ones at the end are dropped.
pub(super) fn headings(cells: &[String], line: u64, notes: &mut Notes) -> Vec<String> {
    let mut cleaned: Vec<String> = cells.iter().map(|cell| visible(cell)).collect();
    for (cell, heading) in cells.iter().zip(&cleaned) {
        if !heading.is_empty() && cell.chars().any(is_invisible) {
            notes.add(NoteKind::HeadingCleaned { heading: heading.clone() }, Some(line));
        }
    }
    let used = cleaned.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
    if used < cleaned.len() {
        notes.add(NoteKind::TrailingHeadingsDropped, Some(line));
        cleaned.truncate(used);
    }
    make_unique(cleaned, line, notes)
}

fn make_unique(headings: Vec<String>, line: u64, notes: &mut Notes) -> Vec<String> {
    let mut taken: BTreeSet<String> =
        headings.iter().filter(|heading| !heading.is_empty()).cloned().collect();
    let mut seen = BTreeSet::new();
    // From which number on each is tried: a line of many equal headings must not be searched anew for each of them.
    let mut numbers = BTreeMap::new();
    let mut unique = Vec::with_capacity(headings.len());
    for (column, heading) in headings.into_iter().enumerate() {
        let name = if heading.is_empty() {
            let named = free_name(format!("Column {}", column + 1), &taken, &mut numbers);
            notes.add(NoteKind::HeadingEmpty { named: named.clone() }, Some(line));
            named
        } else if seen.insert(heading.clone()) {
            heading
        } else {
            let renamed = numbered(heading, &taken, &mut numbers);
            notes.add(NoteKind::HeadingRepeated { renamed: renamed.clone() }, Some(line));
            renamed
        };
        taken.insert(name.clone());
        unique.push(name);
    }
    unique
}

type Numbers = BTreeMap<String, usize>;

fn free_name(name: String, taken: &BTreeSet<String>, numbers: &mut Numbers) -> String {
    if taken.contains(&name) { numbered(name, taken, numbers) } else { name }
}

/// `heading#2`, or with the next number that is free.
fn numbered(heading: String, taken: &BTreeSet<String>, numbers: &mut Numbers) -> String {
    let number = numbers.entry(heading.clone()).or_insert(2);
    loop {
        let name = format!("{heading}#{number}");
        *number += 1;
        if !taken.contains(&name) {
            return name;
        }
    }
}

/// The heading without the number that [`headings`] gives to a repeated one.
pub(super) fn without_number(heading: &str) -> &str {
    match heading.rsplit_once('#') {
        Some((name, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            name
        }
        _ => heading,
    }
}

/// The text with invisible characters taken out, and every run of white space made one blank.
fn visible(cell: &str) -> String {
    let spaced = cell.chars().filter(|character| !is_zero_width(*character));
    let spaced: String =
        spaced.map(|character| if character.is_control() { ' ' } else { character }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(character: char) -> bool {
    is_zero_width(character) || (character.is_whitespace() && character != ' ') || character.is_control()
}

/// Byte order marks, soft hyphens, joiners and direction marks: nobody sees them, yet they make headings differ.
fn is_zero_width(character: char) -> bool {
    matches!(
        character,
        '\u{FEFF}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{180E}'
    )
}

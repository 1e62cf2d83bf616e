//! Undo: the inverse of what a run did to one record, as far as the present is still what the run wrote.
//!
//! A create is ended, what ended is brought back, fields get the values that they had, a new key becomes the old one.
//! What was changed since stays, and so does what nobody knows the former state of; each is named with its reason.

use std::collections::HashMap;

use crosswalk_model::{Change, ChangeOp, FieldDiff, Fields, Name, RosterId, Value};

use crate::reason;

/// A record as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// The key under which it stands.
    pub key: String,
    /// Its fields.
    pub fields: Fields,
    /// Whether it is in use.
    pub active: bool,
}

/// What an undo goes by on one of the two sides.
pub struct Side<'a> {
    /// Whether two values say the same there; `None` is absent.
    pub same: &'a dyn Fn(Option<&Value>, Option<&Value>) -> bool,
    /// Whether a value before that was not noted means that there was none.
    pub absent_is_empty: bool,
    /// Whether a key is held by somebody else by now.
    pub is_taken: &'a dyn Fn(&str) -> bool,
}

/// Why something is not undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It was changed since.
    ChangedSince,
    /// It was ended since.
    EndedSince,
    /// It was brought back into use since.
    BackSince,
    /// The record is not there any more.
    Gone,
    /// Nobody knows what was there before.
    NotKnown,
    /// Somebody else has the former key by now.
    KeyTaken,
    /// A record that was removed for good does not come back.
    Deleted,
    /// The person was erased; nothing is known of them any more.
    Erased,
    /// The destination does not offer what it would take.
    NotOffered,
}

/// What is not undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The field; `None` for the whole record.
    pub field: Option<Name>,
    /// Why.
    pub why: Why,
}

/// The inverse of one change.
#[derive(Debug, Default, PartialEq)]
pub struct Inverse {
    /// What takes it back, if anything does. Its `result`, `expects` and `pins` are the caller's affair.
    pub change: Option<Change>,
    /// What stays as it is.
    pub left: Vec<Left>,
}

impl Inverse {
    /// Nothing is undone.
    pub fn nothing(why: Why) -> Self {
        Self { change: None, left: vec![Left { field: None, why }] }
    }
}

/// Several changes of the same record, such as a step aside and the relink behind it, become one.
pub fn folded(changes: impl IntoIterator<Item = Change>) -> Vec<Change> {
    let mut places: HashMap<(Name, RosterId), usize> = HashMap::new();
    let mut all: Vec<Change> = Vec::new();
    for change in changes {
        match places.get(&(change.target.clone(), change.roster_id)) {
            Some(place) => all[*place] = joined(&all[*place], change),
            None => {
                places.insert((change.target.clone(), change.roster_id), all.len());
                all.push(change);
            }
        }
    }
    all
}

fn joined(first: &Change, then: Change) -> Change {
    let mut fields = first.fields.clone();
    for diff in then.fields {
        match fields.iter_mut().find(|own| own.field == diff.field) {
            Some(own) => own.after = diff.after,
            None => fields.push(diff),
        }
    }
    let op = match (&first.op, then.op) {
        (ChangeOp::Relink { from }, ChangeOp::Relink { .. }) => ChangeOp::Relink { from: from.clone() },
        (_, op) => op,
    };
    Change { op, fields, ..then }
}

/// The inverse of a change that was carried out.
pub fn inverse(done: &Change, now: Option<&Now>, side: &Side<'_>) -> Inverse {
    let Some(now) = now else { return Inverse::nothing(Why::Gone) };
    match &done.op {
        ChangeOp::Delete => Inverse::nothing(Why::Deleted),
        ChangeOp::Create => take_back(done, now, side, Vec::new()),
        ChangeOp::Update if reason::brings_back(done) => end_again(done, now, side),
        ChangeOp::Update if !now.active => Inverse::nothing(Why::EndedSince),
        ChangeOp::Update => give_back(done, now, side),
        ChangeOp::Deactivate | ChangeOp::Withdraw => bring_back(done, now, side),
        ChangeOp::Relink { from } => link_back(done, now, from, side),
    }
}

/// What was made or brought back ends, if nobody has touched it since.
fn take_back(done: &Change, now: &Now, side: &Side<'_>, fields: Vec<FieldDiff>) -> Inverse {
    if !now.active {
        return Inverse::nothing(Why::EndedSince);
    }
    let touched = done.fields.iter().filter(|diff| !is_as_written(diff, now, side));
    let left: Vec<Left> =
        touched.map(|diff| Left { field: Some(diff.field.clone()), why: Why::ChangedSince }).collect();
    if left.is_empty() && now.key == done.key {
        return Inverse { change: Some(back(done, now, ChangeOp::Deactivate, fields)), left };
    }
    let left = if left.is_empty() { vec![Left { field: None, why: Why::ChangedSince }] } else { left };
    Inverse { change: None, left }
}

fn end_again(done: &Change, now: &Now, side: &Side<'_>) -> Inverse {
    let (fields, left) = fields_back(done, now, side);
    let unknown = left.into_iter().filter(|left| left.why != Why::ChangedSince);
    let unknown: Vec<Left> = unknown.collect();
    let mut inverse = take_back(done, now, side, fields);
    inverse.left.extend(unknown);
    inverse
}

fn give_back(done: &Change, now: &Now, side: &Side<'_>) -> Inverse {
    let (fields, left) = fields_back(done, now, side);
    let change = (!fields.is_empty()).then(|| back(done, now, ChangeOp::Update, fields));
    Inverse { change, left }
}

fn bring_back(done: &Change, now: &Now, side: &Side<'_>) -> Inverse {
    if now.active {
        return Inverse::nothing(Why::BackSince);
    }
    let (fields, left) = fields_back(done, now, side);
    let change = Change { reason: reason::back_by_undo(), ..back(done, now, ChangeOp::Update, fields) };
    Inverse { change: Some(change), left }
}

fn link_back(done: &Change, now: &Now, from: &str, side: &Side<'_>) -> Inverse {
    if now.key != done.key {
        return Inverse::nothing(Why::ChangedSince);
    }
    if (side.is_taken)(from) {
        return Inverse::nothing(Why::KeyTaken);
    }
    let (fields, left) = fields_back(done, now, side);
    let op = ChangeOp::Relink { from: now.key.clone() };
    Inverse { change: Some(Change { key: from.to_owned(), ..back(done, now, op, fields) }), left }
}

fn back(done: &Change, now: &Now, op: ChangeOp, fields: Vec<FieldDiff>) -> Change {
    Change {
        op,
        key: now.key.clone(),
        fields,
        reason: reason::undone(),
        expects: None,
        next_effective_on: None,
        result: Fields::new(),
        pins: Vec::new(),
        findings: Vec::new(),
        ..done.clone()
    }
}

/// The fields as they were, of those that are as the run wrote them.
fn fields_back(done: &Change, now: &Now, side: &Side<'_>) -> (Vec<FieldDiff>, Vec<Left>) {
    let (mut back, mut left) = (Vec::new(), Vec::new());
    for diff in &done.fields {
        let stays = |why| Left { field: Some(diff.field.clone()), why };
        if !is_as_written(diff, now, side) {
            left.push(stays(Why::ChangedSince));
        } else if diff.before.is_none() && !side.absent_is_empty {
            left.push(stays(Why::NotKnown));
        } else {
            let before = now.fields.get(&diff.field).cloned();
            let after = Some(diff.before.clone().unwrap_or(Value::Null));
            back.push(FieldDiff { field: diff.field.clone(), before, after });
        }
    }
    (back, left)
}

fn is_as_written(diff: &FieldDiff, now: &Now, side: &Side<'_>) -> bool {
    (side.same)(now.fields.get(&diff.field), diff.after.as_ref())
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;

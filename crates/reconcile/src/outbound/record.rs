//! The truth table of one record: agreed before × roster × destination.

use std::collections::BTreeMap;

use crosswalk_model::{
    Change, ChangeOp, ConflictKind, Date, DepartPolicy, FieldDiff, FieldPolicy, Fields, Hash, Hasher, Name,
    Reason, Resolution, RosterId, Value, content_hash,
};

use super::field::{FieldVerdict, alike, settle};
use super::pins::Pins;
use crate::reason;

/// What both sides last agreed on: an entry of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreed {
    /// The destination's key.
    pub key: String,
    /// The destination's own id.
    pub foreign_id: Option<String>,
    /// The fields, references as the destination's ids.
    pub fields: Fields,
    /// Whether the record was in use.
    pub active: bool,
}

/// The destination's present state of one record.
#[derive(Clone, Debug, PartialEq)]
pub enum Present {
    /// It was not read.
    NotRead,
    /// It was read and is not there.
    None,
    /// It is there.
    Here {
        /// Its own id.
        foreign_id: Option<String>,
        /// Its fields.
        fields: Fields,
        /// Whether it is in use.
        active: bool,
    },
}

/// Why a record does not take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// It has left: the source no longer has it, or its last day is over.
    Gone,
    /// It is no longer selected, for this reason.
    LeftOut(Name),
}

/// Everything that is known of one record.
pub struct Sides<'a> {
    /// The destination's stream.
    pub stream: &'a Name,
    /// The stream's key field; it is never a field difference of its own.
    pub key_field: &'a str,
    /// The roster record.
    pub roster_id: RosterId,
    /// The name that a person knows it by.
    pub label: String,
    /// Its group.
    pub group: Name,
    /// Its school.
    pub school: Option<RosterId>,
    /// What the roster maps to: key and fields, references as far as known the destination's ids; or why nothing.
    pub source: Result<(&'a str, &'a Fields), Departure>,
    /// What both last agreed on.
    pub agreed: Option<&'a Agreed>,
    /// What the destination holds now, under the agreed key or, without one, under the mapped key.
    pub present: &'a Present,
    /// Another roster record that the ledger says the mapped key belongs to.
    pub key_held_by: Option<RosterId>,
    /// The policy of each field.
    pub policy: &'a dyn Fn(&str) -> FieldPolicy,
    /// Answers that were given to the questions which would be asked again.
    pub answers: &'a BTreeMap<Hash, Resolution>,
    /// What an undo wrote at the destination against the roster's word.
    pub pins: &'a Pins,
    /// What happens to leavers and to those left out.
    pub depart: DepartPolicy,
    /// What happens to those left out.
    pub withdraw: DepartPolicy,
    /// The date from which a later run must look again.
    pub next_effective_on: Option<Date>,
}

/// What is planned for one record.
#[derive(Debug, Default, PartialEq)]
pub struct Verdict {
    /// The change, if there is one.
    pub change: Option<Change>,
    /// What must be asked, each with the hash of what it rests on.
    pub conflicts: Vec<(ConflictKind, Hash)>,
    /// What the ledger learns without a write: the two are already alike, or the destination's record is ended.
    pub learned: Option<Agreed>,
    /// What would change and is kept as it was undone: fields, or the record itself where there is none.
    pub kept: Vec<Option<Name>>,
}

/// Decides what is planned for one record.
pub fn decide(sides: &Sides<'_>) -> Verdict {
    match &sides.source {
        Err(departure) => depart(sides, departure),
        Ok((key, fields)) => take_part(sides, key, fields),
    }
}

fn depart(sides: &Sides<'_>, departure: &Departure) -> Verdict {
    let Some(agreed) = sides.agreed.filter(|agreed| agreed.active) else { return Verdict::default() };
    let (policy, op, why) = match departure {
        Departure::Gone => (sides.depart, ChangeOp::Deactivate, reason::left()),
        Departure::LeftOut(why) => (sides.withdraw, ChangeOp::Withdraw, reason::left_out(why)),
    };
    let in_use = matches!(sides.present, Present::NotRead | Present::Here { active: true, .. });
    if !in_use {
        return Verdict { learned: Some(Agreed { active: false, ..agreed.clone() }), ..Verdict::default() };
    }
    if policy == DepartPolicy::Leave {
        return Verdict::default();
    }
    if sides.pins.in_use(departure) {
        return Verdict { kept: vec![None], ..Verdict::default() };
    }
    Verdict {
        change: Some(change(sides, op, &agreed.key, Vec::new(), why, Fields::new())),
        ..Verdict::default()
    }
}

fn take_part(sides: &Sides<'_>, key: &str, fields: &Fields) -> Verdict {
    if let Some(former) = sides.key_held_by {
        let about = key_question(sides.stream, sides.roster_id, key);
        return Verdict {
            conflicts: vec![(ConflictKind::ReusedKey { former }, about)],
            ..Verdict::default()
        };
    }
    match (sides.agreed, sides.present) {
        (None, Present::None | Present::NotRead) => create(sides, key, fields, reason::not_there_yet()),
        (Some(agreed), _) if !agreed.active && sides.pins.ended(key, fields) => {
            Verdict { kept: vec![None], ..Verdict::default() }
        }
        (Some(_), Present::None) => create(sides, key, fields, reason::missing_there()),
        (agreed, _) => compare(sides, key, fields, agreed),
    }
}

fn create(sides: &Sides<'_>, key: &str, fields: &Fields, why: Reason) -> Verdict {
    let diffs = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| FieldDiff { field: name.clone(), before: None, after: Some(value.clone()) })
        .collect();
    Verdict {
        change: Some(change(sides, ChangeOp::Create, key, diffs, why, fields.clone())),
        ..Verdict::default()
    }
}

fn compare(sides: &Sides<'_>, key: &str, fields: &Fields, agreed: Option<&Agreed>) -> Verdict {
    let mut verdict = Verdict::default();
    let mut result = Fields::new();
    let mut diffs = Vec::new();
    for (name, value) in fields.iter().filter(|(name, _)| *name != sides.key_field) {
        let base = agreed.and_then(|agreed| agreed.fields.get(name));
        let there = present_value(sides.present, name);
        let (outcome, value) = answered(sides, name, base, value, there, &mut verdict);
        let before = there.or(base);
        match outcome {
            FieldVerdict::Write => {
                diffs.push(FieldDiff {
                    field: name.clone(),
                    before: before.cloned(),
                    after: Some(value.clone()),
                });
                result.insert(name.clone(), value);
            }
            FieldVerdict::Same => drop(result.insert(name.clone(), value)),
            // What stays there against the roster was not agreed on: the ledger keeps what was.
            FieldVerdict::Keep | FieldVerdict::Ask => {
                drop(base.map(|base| result.insert(name.clone(), base.clone())));
            }
        }
    }
    let key = pinned_key(sides, key, agreed, &mut verdict);
    result.insert(sides.key_field.to_owned().into(), Value::text(key));
    conclude(sides, key, agreed, verdict, diffs, result)
}

/// The key that the record has or gets: its former one where that was undone.
fn pinned_key<'k>(
    sides: &Sides<'_>,
    key: &'k str,
    agreed: Option<&'k Agreed>,
    verdict: &mut Verdict,
) -> &'k str {
    let former = agreed.map(|agreed| agreed.key.as_str()).filter(|former| *former != key);
    match former.filter(|_| sides.pins.field(sides.key_field, &Value::text(key))) {
        Some(former) => {
            verdict.kept.push(Some(sides.key_field.to_owned().into()));
            former
        }
        None => key,
    }
}

fn conclude(
    sides: &Sides<'_>,
    key: &str,
    agreed: Option<&Agreed>,
    mut verdict: Verdict,
    diffs: Vec<FieldDiff>,
    result: Fields,
) -> Verdict {
    let ended = match sides.present {
        Present::Here { active, .. } => !active,
        _ => agreed.is_some_and(|agreed| !agreed.active),
    };
    let former = agreed.map(|agreed| agreed.key.as_str()).filter(|former| *former != key);
    let why = if ended { reason::came_back() } else { reason::for_update(&diffs) };
    verdict.change = match former {
        Some(from) => {
            let mut fields = vec![key_diff(sides, from, key)];
            fields.extend(diffs);
            let why = if ended { why } else { Reason::new("code_renamed", "Code renamed") };
            Some(change(sides, ChangeOp::Relink { from: from.to_owned() }, key, fields, why, result))
        }
        None if !diffs.is_empty() || ended => Some(change(sides, ChangeOp::Update, key, diffs, why, result)),
        None => {
            verdict.learned = learn(sides, key, agreed, result);
            None
        }
    };
    verdict
}

/// Nothing to write: the ledger is told only when it does not know it yet.
fn learn(sides: &Sides<'_>, key: &str, agreed: Option<&Agreed>, fields: Fields) -> Option<Agreed> {
    let foreign_id = foreign_id(sides);
    let news = Agreed { key: key.to_owned(), foreign_id, fields, active: true };
    (agreed != Some(&news)).then_some(news)
}

fn key_diff(sides: &Sides<'_>, from: &str, to: &str) -> FieldDiff {
    FieldDiff {
        field: sides.key_field.to_owned().into(),
        before: Some(Value::text(from)),
        after: Some(Value::text(to)),
    }
}

/// Settles a field and lets a remembered answer speak where a person would be asked.
fn answered(
    sides: &Sides<'_>,
    name: &Name,
    base: Option<&Value>,
    source: &Value,
    there: Option<&Value>,
    so_far: &mut Verdict,
) -> (FieldVerdict, Value) {
    let policy = (sides.policy)(name);
    let verdict = settle(policy, base, Some(source), there);
    if matches!(verdict, FieldVerdict::Write | FieldVerdict::Ask) && sides.pins.field(name, source) {
        so_far.kept.push(Some(name.clone()));
        return (FieldVerdict::Keep, source.clone());
    }
    if verdict == FieldVerdict::Write
        && policy == FieldPolicy::Ask
        && is_kept(sides, name, source, there.or(base))
    {
        return (FieldVerdict::Keep, source.clone());
    }
    if verdict != FieldVerdict::Ask {
        return (verdict, source.clone());
    }
    let about = about(sides, name, &[base, Some(source), there]);
    let wanted = match sides.answers.get(&about) {
        Some(Resolution::TakeSource) => source.clone(),
        Some(Resolution::TakeDestination) => return (FieldVerdict::Keep, source.clone()),
        Some(Resolution::TakeBase) => base.cloned().unwrap_or(Value::Null),
        Some(Resolution::TakeValue(value)) => value.clone(),
        _ => {
            let (base, source, destination) = (base.cloned(), Some(source.clone()), there.cloned());
            so_far
                .conflicts
                .push((ConflictKind::Field { field: name.clone(), base, source, destination }, about));
            return (FieldVerdict::Ask, Value::Null);
        }
    };
    let same = there.is_some_and(|there| alike(&wanted, there));
    (if same { FieldVerdict::Same } else { FieldVerdict::Write }, wanted)
}

/// Whether a person decided that this value stays against this word of the roster.
fn is_kept(sides: &Sides<'_>, name: &Name, source: &Value, value: Option<&Value>) -> bool {
    !sides.answers.is_empty()
        && value.is_some_and(|value| {
            let decided = kept_question(sides.stream, sides.roster_id, name, source, value);
            sides.answers.contains_key(&decided)
        })
}

/// What a decision rests on after it was carried out: this value stays against this word of the roster.
pub fn kept_question(stream: &str, id: RosterId, field: &str, source: &Value, value: &Value) -> Hash {
    question(stream, id, field, &[Some(&Value::text("kept")), Some(source), Some(value)])
}

/// What a question rests on. A decision holds until one of these is another.
fn about(sides: &Sides<'_>, field: &str, values: &[Option<&Value>]) -> Hash {
    question(sides.stream, sides.roster_id, field, values)
}

/// What the question rests on whether a record may have a key that somebody else's record holds.
pub fn key_question(stream: &str, id: RosterId, key: &str) -> Hash {
    question(stream, id, "key", &[Some(&Value::text(key))])
}

fn question(stream: &str, id: RosterId, field: &str, values: &[Option<&Value>]) -> Hash {
    let mut hasher = Hasher::new("question");
    hasher.part(stream.as_bytes()).part(id.0.as_bytes()).part(field.as_bytes());
    for value in values {
        value.unwrap_or(&Value::Null).hash_into(&mut hasher);
    }
    hasher.finish()
}

fn present_value<'a>(present: &'a Present, name: &str) -> Option<&'a Value> {
    if let Present::Here { fields, .. } = present { fields.get(name) } else { None }
}

fn foreign_id(sides: &Sides<'_>) -> Option<String> {
    let there = if let Present::Here { foreign_id, .. } = sides.present { foreign_id.clone() } else { None };
    there.or_else(|| sides.agreed.and_then(|agreed| agreed.foreign_id.clone()))
}

fn change(
    sides: &Sides<'_>,
    op: ChangeOp,
    key: &str,
    fields: Vec<FieldDiff>,
    reason: Reason,
    result: Fields,
) -> Change {
    let expects =
        if let Present::Here { fields, .. } = sides.present { Some(content_hash(fields)) } else { None };
    Change {
        op,
        target: sides.stream.clone(),
        roster_id: sides.roster_id,
        key: key.to_owned(),
        foreign_id: foreign_id(sides),
        label: sides.label.clone(),
        group: sides.group.clone(),
        fields,
        reason,
        expects,
        next_effective_on: sides.next_effective_on,
        pins: Vec::new(),
        school: sides.school,
        findings: Vec::new(),
        result,
    }
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;

//! Words by hand: what an undo says in the roster against the word of the sources. One holds while the sources say what
//! they said when it was given; it is one more assertion in the merge, and the first that counts.

use crosswalk_model::{
    Asserted, ByHand, Change, ChangeOp, ConnectionId, Entity, FieldDiff, Fields, Hash, Hasher, RosterRecord,
    Value, content_hash,
};

use crate::merge::{Precedence, best, is_spoken, same, settled, spelled_out};
use crate::reason::brings_back;

/// What is said by hand of one record.
pub struct Said<'a> {
    /// Each field with what it is to hold; absent is said as empty.
    pub fields: &'a [FieldDiff],
    /// Whether it is in use, where that is said.
    pub in_use: Option<bool>,
    /// The key under which a source's word stands from now on.
    pub key: Option<(ConnectionId, &'a str)>,
    /// Who says it, and in which run.
    pub by: &'a ByHand,
}

/// The record after something was said by hand. What says no more than the sources do is not kept as said by hand.
pub fn say(current: &RosterRecord, said: &Said<'_>, precedence: Precedence<'_>) -> RosterRecord {
    let mut asserted = spelled_out(current);
    if let Some((connection, key)) = said.key
        && let Some(own) = asserted.iter_mut().find(|one| one.connection == Some(connection))
    {
        own.key = key.to_owned();
    }
    let sources = sources_say(current.entity, &asserted, precedence);
    let spoken = is_spoken(&asserted);
    let mut base = current.clone();
    let (word, hand) = own_word(&mut asserted, said.by);
    for diff in said.fields {
        let value = diff.after.clone().unwrap_or(Value::Null);
        hand.against.insert(diff.field.clone(), hash_of(sources.get(&diff.field)));
        base.fields.insert(diff.field.clone(), value.clone());
        word.insert(diff.field.clone(), value);
    }
    match said.in_use {
        Some(in_use) if in_use == spoken => hand.in_use = None,
        Some(in_use) => hand.in_use = Some((in_use, content_hash(&sources))),
        None => {}
    }
    settled(&base, asserted, precedence)
}

/// Carries out a change of an undo: what it says is said by hand.
pub fn carry_out(
    current: &RosterRecord,
    change: &Change,
    connection: ConnectionId,
    by: &ByHand,
    precedence: Precedence<'_>,
) -> RosterRecord {
    let in_use = match &change.op {
        op if op.removes() => Some(false),
        _ => brings_back(change).then_some(true),
    };
    let is_relink = matches!(change.op, ChangeOp::Relink { .. });
    let key = is_relink.then_some((connection, change.key.as_str()));
    say(current, &Said { fields: &change.fields, in_use, key, by }, precedence)
}

/// What the sources say without what is said by hand: fields, and whether any has the record.
pub fn without(record: &RosterRecord, precedence: Precedence<'_>) -> (Fields, bool) {
    let asserted = spelled_out(record);
    (sources_say(record.entity, &asserted, precedence), is_spoken(&asserted))
}

/// The fields and the pins that are said by hand; begun where nothing was said yet.
fn own_word<'a>(asserted: &'a mut Vec<Asserted>, by: &ByHand) -> (&'a mut Fields, &'a mut ByHand) {
    let begun = |by: &ByHand| ByHand { against: Default::default(), in_use: None, ..by.clone() };
    if asserted.first().is_none_or(|one| one.connection.is_some()) {
        let (key, fields) = (String::new(), Some(Fields::new()));
        let one = Asserted { connection: None, key, fields, present: true, hand: Some(begun(by)) };
        asserted.insert(0, one);
    }
    let one = &mut asserted[0];
    let hand = one.hand.get_or_insert_with(|| begun(by));
    (hand.sync, hand.run, hand.by, hand.at) = (by.sync, by.run, by.by.clone(), by.at);
    (one.fields.get_or_insert_default(), hand)
}

/// Takes away what does not hold any more. Whether the record is in use is given back where it is said by hand.
pub(crate) fn keep_what_holds(
    entity: Entity,
    asserted: &mut Vec<Asserted>,
    precedence: Precedence<'_>,
) -> Option<bool> {
    if asserted.iter().all(|one| one.hand.is_none()) {
        return None;
    }
    let spoken = is_spoken(asserted);
    let sources = sources_say(entity, asserted, precedence);
    let one = asserted.iter_mut().find(|one| one.hand.is_some())?;
    let (hand, fields) = (one.hand.as_mut()?, one.fields.get_or_insert_default());
    hand.against.retain(|name, against| {
        let now = sources.get(name);
        let holds = hash_of(now) == *against && !same(now, fields.get(name));
        if !holds {
            fields.remove(name);
        }
        holds
    });
    let holds =
        |(in_use, against): (bool, Hash)| in_use != spoken && (in_use || content_hash(&sources) == against);
    hand.in_use = hand.in_use.filter(|said| holds(*said));
    let in_use = hand.in_use.map(|(in_use, _)| in_use);
    if hand.is_empty() && fields.is_empty() {
        asserted.retain(|one| one.hand.is_none());
    }
    in_use
}

/// What is said by hand over some fields.
pub(crate) fn over(mut fields: Fields, asserted: &[Asserted]) -> Fields {
    let by_hand =
        asserted.iter().filter(|one| one.connection.is_none()).flat_map(|one| one.fields.iter().flatten());
    fields.extend(by_hand.map(|(name, value)| (name.clone(), value.clone())));
    fields
}

/// What the sources say together. Where none has the record any more, their last words.
fn sources_say(entity: Entity, asserted: &[Asserted], precedence: Precedence<'_>) -> Fields {
    let spoken = is_spoken(asserted);
    let counts = |one: &&Asserted| one.connection.is_some() && (one.present || !spoken);
    best(entity, asserted.iter().filter(counts), precedence)
}

fn hash_of(value: Option<&Value>) -> Hash {
    let mut hasher = Hasher::new("source's word");
    value.unwrap_or(&Value::Null).hash_into(&mut hasher);
    hasher.finish()
}

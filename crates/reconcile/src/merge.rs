//! What the roster says: the deterministic merge of all assertions about a record.

use crosswalk_model::{Asserted, ConnectionId, Entity, Fields, RosterRecord, Value};

use crate::hand;

/// How much a connection's word counts for a field; the greater wins. Manual edits (`None`) count most.
pub type Precedence<'a> = &'a (dyn Fn(Option<ConnectionId>, Entity, &str) -> i32 + Sync);

/// Everybody's word counts the same: the connection that spoke first wins, manual edits before all.
pub fn first_come(connection: Option<ConnectionId>, _: Entity, _: &str) -> i32 {
    if connection.is_none() { i32::MAX } else { 0 }
}

/// What one connection now says about a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Word {
    /// It says this. Fields that it does not speak of keep its last word: absent is not empty.
    Says(Fields),
    /// It no longer has the record.
    Ended,
}

/// The record after one connection has spoken. The sequence number is left as it was.
pub fn merge(
    current: &RosterRecord,
    connection: Option<ConnectionId>,
    key: &str,
    word: Word,
    precedence: Precedence<'_>,
) -> RosterRecord {
    if current.asserted.is_empty() && connection.is_some() {
        return first_word(current, connection, key, word);
    }
    let mut asserted = spelled_out(current);
    speak(&mut asserted, connection, key, word);
    settled(current, asserted, precedence)
}

/// What each says of the record, in full.
pub(crate) fn spelled_out(record: &RosterRecord) -> Vec<Asserted> {
    let full = |one: &Asserted| Asserted {
        fields: Some(one.fields.clone().unwrap_or_else(|| record.fields.clone())),
        ..one.clone()
    };
    record.asserted.iter().map(full).collect()
}

/// The record that comes of what each says. A word by hand ends once the sources say something else than when it was
/// given, or the same as it does.
pub(crate) fn settled(
    current: &RosterRecord,
    mut asserted: Vec<Asserted>,
    precedence: Precedence<'_>,
) -> RosterRecord {
    let spoken = is_spoken(&asserted);
    let in_use = hand::keep_what_holds(current.entity, &mut asserted, precedence);
    let fields = if spoken {
        merged(current.entity, &asserted, precedence)
    } else {
        hand::over(current.fields.clone(), &asserted)
    };
    for one in &mut asserted {
        if one.connection.is_some() && one.fields.as_ref() == Some(&fields) {
            one.fields = None;
        }
    }
    let active = in_use.unwrap_or(spoken);
    RosterRecord { entity: current.entity, id: current.id, active, fields, asserted, seq: current.seq }
}

/// Whether any source has the record.
pub(crate) fn is_spoken(asserted: &[Asserted]) -> bool {
    asserted.iter().any(|one| one.present && one.connection.is_some())
}

/// The first word about a record is the record: nothing has to be weighed.
fn first_word(
    current: &RosterRecord,
    connection: Option<ConnectionId>,
    key: &str,
    word: Word,
) -> RosterRecord {
    let Word::Says(fields) = word else {
        return RosterRecord { active: false, ..current.clone() };
    };
    let asserted =
        vec![Asserted { connection, key: key.to_owned(), fields: None, present: true, hand: None }];
    let RosterRecord { entity, id, seq, .. } = *current;
    RosterRecord { entity, id, active: true, fields, asserted, seq }
}

fn speak(asserted: &mut Vec<Asserted>, connection: Option<ConnectionId>, key: &str, word: Word) {
    let mine = asserted.iter_mut().find(|one| one.connection == connection);
    match (mine, word) {
        (Some(mine), Word::Says(fields)) => {
            mine.key = key.to_owned();
            mine.present = true;
            mine.fields.get_or_insert_default().extend(fields);
        }
        (Some(mine), Word::Ended) => mine.present = false,
        (None, Word::Says(fields)) => {
            let key = key.to_owned();
            let one = Asserted { connection, key, fields: Some(fields), present: true, hand: None };
            if connection.is_none() { asserted.insert(0, one) } else { asserted.push(one) }
        }
        (None, Word::Ended) => {}
    }
}

fn merged(entity: Entity, asserted: &[Asserted], precedence: Precedence<'_>) -> Fields {
    best(entity, asserted.iter().filter(|one| one.present), precedence)
}

/// Field by field the word that counts most; among equals the first.
pub(crate) fn best<'a>(
    entity: Entity,
    asserted: impl Iterator<Item = &'a Asserted>,
    precedence: Precedence<'_>,
) -> Fields {
    let mut fields = Fields::new();
    let mut rank: std::collections::BTreeMap<crosswalk_model::Name, i32> = std::collections::BTreeMap::new();
    for one in asserted {
        for (name, value) in one.fields.iter().flatten() {
            let own = precedence(one.connection, entity, name);
            if rank.get(name).is_none_or(|best| own > *best) {
                rank.insert(name.clone(), own);
                fields.insert(name.clone(), value.clone());
            }
        }
    }
    fields
}

/// Whose word a field of a record is: `None` inside for a manual edit, `None` outside when nobody speaks of it.
pub fn whose(record: &RosterRecord, field: &str, precedence: Precedence<'_>) -> Option<Option<ConnectionId>> {
    let speaks = |one: &&Asserted| match &one.fields {
        Some(fields) => fields.contains_key(field),
        None => record.fields.contains_key(field),
    };
    // While nobody has the record it stays as it was last merged.
    let counts = |one: &&Asserted| one.present || !record.active;
    let speakers = record.asserted.iter().filter(counts).filter(speaks);
    let rank = |one: &Asserted| precedence(one.connection, record.entity, field);
    // Among equals the first counts, as in the merge.
    let first_best = speakers.rev().max_by_key(|one| rank(one));
    first_best.map(|one| one.connection)
}

/// A record that nobody has asserted yet.
pub fn blank(entity: Entity, id: crosswalk_model::RosterId) -> RosterRecord {
    RosterRecord { entity, id, active: false, fields: Fields::new(), asserted: Vec::new(), seq: 0 }
}

/// Whether two values say the same: equal, or both empty.
pub fn same(a: Option<&Value>, b: Option<&Value>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || (a.is_empty() && b.is_empty()),
        (Some(one), None) | (None, Some(one)) => one.is_empty(),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::RosterId;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn connection(n: u128) -> Option<ConnectionId> {
        Some(ConnectionId(Uuid::from_u128(n)))
    }

    fn says(pairs: &[(&'static str, &str)]) -> Word {
        Word::Says(pairs.iter().map(|(name, text)| ((*name).into(), Value::from(*text))).collect())
    }

    fn start() -> RosterRecord {
        blank(Entity::User, RosterId(Uuid::from_u128(1)))
    }

    fn text<'a>(record: &'a RosterRecord, field: &str) -> Option<&'a str> {
        record.fields.get(field).and_then(Value::as_text)
    }

    #[test]
    fn a_sole_source_is_stored_once() {
        let record = merge(&start(), connection(1), "a", says(&[("givenName", "Aroha")]), &first_come);
        assert!(record.active);
        assert_eq!(record.asserted[0].fields, None);
        assert_eq!(text(&record, "givenName"), Some("Aroha"));
    }

    #[test]
    fn absent_keeps_the_last_word_and_null_empties() {
        let record = merge(
            &start(),
            connection(1),
            "a",
            says(&[("givenName", "Aroha"), ("house", "Rimu")]),
            &first_come,
        );
        let quiet = merge(&record, connection(1), "a", says(&[("givenName", "Aroha")]), &first_come);
        assert_eq!(text(&quiet, "house"), Some("Rimu"));
        let emptied = merge(
            &record,
            connection(1),
            "a",
            Word::Says(Fields::from([("house".into(), Value::Null)])),
            &first_come,
        );
        assert_eq!(emptied.fields["house"], Value::Null);
    }

    #[test]
    fn the_greater_precedence_wins_field_by_field() {
        let by = |connection: Option<ConnectionId>, _: Entity, field: &str| match (connection, field) {
            (None, _) => i32::MAX,
            (c, "email") if c == self::connection(2) => 5,
            _ => 0,
        };
        let first = merge(
            &start(),
            connection(1),
            "a",
            says(&[("givenName", "Aroha"), ("email", "old@x.example")]),
            &by,
        );
        let both =
            merge(&first, connection(2), "b", says(&[("givenName", "A."), ("email", "new@x.example")]), &by);
        assert_eq!((text(&both, "givenName"), text(&both, "email")), (Some("Aroha"), Some("new@x.example")));
        let edited = merge(&both, None, "", says(&[("email", "hand@x.example")]), &by);
        assert_eq!(text(&edited, "email"), Some("hand@x.example"));
    }

    #[test]
    fn every_field_knows_whose_word_it_is() {
        let by = |connection: Option<ConnectionId>, _: Entity, field: &str| match (connection, field) {
            (c, "email") if c == self::connection(2) => 5,
            _ => 0,
        };
        let first = says(&[("givenName", "Aroha"), ("email", "old@x.example")]);
        let one = merge(&start(), connection(1), "a", first, &by);
        let second = says(&[("givenName", "A."), ("email", "new@x.example"), ("house", "Rimu")]);
        let both = merge(&one, connection(2), "b", second, &by);
        let table = [
            ("givenName", Some(connection(1))),
            ("email", Some(connection(2))),
            ("house", Some(connection(2))),
            ("sms", None),
        ];
        for (field, expect) in table {
            assert_eq!(whose(&both, field, &by), expect, "{field}");
        }
        let alone = merge(&both, connection(2), "b", Word::Ended, &by);
        assert_eq!(whose(&alone, "email", &by), Some(connection(1)));
        assert_eq!(whose(&alone, "house", &by), None, "nobody says it any more");
    }

    #[test]
    fn a_record_lives_while_any_source_has_it_and_keeps_its_last_fields() {
        let one = merge(&start(), connection(1), "a", says(&[("givenName", "Aroha")]), &first_come);
        let two = merge(&one, connection(2), "b", says(&[("givenName", "Aroha")]), &first_come);
        let left = merge(&two, connection(1), "a", Word::Ended, &first_come);
        assert!(left.active);
        let gone = merge(&left, connection(2), "b", Word::Ended, &first_come);
        assert!(!gone.active);
        assert_eq!(text(&gone, "givenName"), Some("Aroha"));
        let back = merge(&gone, connection(2), "b", says(&[("givenName", "Aroha")]), &first_come);
        assert!(back.active);
    }

    proptest! {
        #[test]
        fn saying_the_same_twice_changes_nothing(a in "[a-z]{0,6}", b in "[a-z]{0,6}") {
            let word = || Word::Says(Fields::from([("givenName".into(), Value::from(a.as_str())), ("house".into(), Value::from(b.as_str()))]));
            let once = merge(&start(), connection(1), "k", word(), &first_come);
            prop_assert!(merge(&once, connection(1), "k", word(), &first_come) == once);
        }

        #[test]
        fn who_speaks_first_does_not_matter_when_precedence_decides(a in "[a-z]{1,6}", b in "[a-z]{1,6}") {
            let by = |c: Option<ConnectionId>, _: Entity, _: &str| if c == connection(2) { 9 } else { 1 };
            let (x, y) = (says(&[("email", &a)]), says(&[("email", &b)]));
            let xy = merge(&merge(&start(), connection(1), "k", x.clone(), &by), connection(2), "k", y.clone(), &by);
            let yx = merge(&merge(&start(), connection(2), "k", y, &by), connection(1), "k", x, &by);
            prop_assert!(xy.fields == yx.fields);
        }
    }
}

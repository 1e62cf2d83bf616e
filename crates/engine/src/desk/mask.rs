//! Masks over private values in plans and conflicts. That a value changed stays visible; what it is does not.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crosswalk_model::{
    Change, Conflict, ConflictKind, ConflictState, Entity, Fields, Name, Resolution, Sync, Value,
};

use super::privacy::is_sensitive;
use crate::people::entity_of;

/// Shorter texts would be given away by their first letters.
const LONG: usize = 6;

/// The first letters of a long text, and nothing of a short one.
pub(crate) fn dots(text: &str) -> String {
    match text.chars().count() {
        0 => String::new(),
        count if count < LONG => "••••".to_owned(),
        _ => format!("{}•• ••", text.chars().take(2).collect::<String>()),
    }
}

/// Whether a field of a sync's target is private. Outbound the register is asked of all that the field is made of; what
/// nobody knows any more is private, unless it is a yes or no.
pub(crate) fn is_hidden(sync: Option<&Sync>, target: &str, field: &str) -> bool {
    let Some(sync) = sync.filter(|sync| sync.direction == crosswalk_model::Direction::Outbound) else {
        let known = target.parse::<Entity>().ok().and_then(|entity| entity.field(field));
        return known.is_none_or(|spec| spec.class.sensitive());
    };
    let maps = sync.crosswalk.streams.iter().filter(|map| map.to == target);
    let mut known = maps.flat_map(|map| {
        let entity = map.from.parse::<Entity>().ok();
        map.fields.iter().filter(|own| own.to == field).map(move |own| is_sensitive(entity, own))
    });
    let first = known.next();
    first.is_none_or(|first| first || known.any(|more| more))
}

/// Whether an outbound sync has no rule for a field any more.
fn is_unmapped(sync: &Sync, target: &str, field: &str) -> bool {
    let mut maps = sync.crosswalk.streams.iter().filter(|map| map.to == target).flat_map(|map| &map.fields);
    sync.direction == crosswalk_model::Direction::Outbound && !maps.any(|own| own.to == field)
}

/// The kinds of which the word by which a record is listed is private: made of private fields alone.
static WITHOUT_LABEL: LazyLock<BTreeSet<Entity>> = LazyLock::new(|| {
    let hidden = |entity: &Entity| {
        let fields = entity.schema().fields.iter();
        let filled: Fields = fields.map(|field| (field.name.into(), Value::from("x"))).collect();
        let (open, _) = entity.split_private(&filled);
        entity.label(&open).is_empty()
    };
    Entity::ALL.iter().copied().filter(hidden).collect()
});

/// Whether the word by which a record is listed is private.
pub(super) fn hides_label(entity: Entity) -> bool {
    WITHOUT_LABEL.contains(&entity)
}

/// The masks of one sync.
#[derive(Clone, Copy)]
pub(super) struct Masks<'a>(pub Option<&'a Sync>);

impl Masks<'_> {
    fn hides(&self, target: &str, field: &str, values: [Option<&Value>; 2]) -> bool {
        let harmless =
            |value: Option<&Value>| value.is_none_or(|value| value.as_bool().is_some() || value.is_empty());
        let says_little = self.0.is_some_and(|sync| is_unmapped(sync, target, field));
        is_hidden(self.0, target, field) && !(says_little && values.into_iter().all(harmless))
    }

    /// Of which version of its mapping they are.
    pub fn version(&self) -> u64 {
        self.0.map_or(0, |sync| sync.crosswalk.version.into())
    }

    /// What may be shown of the word by which a record is listed.
    pub fn label(&self, target: &str, label: &str) -> String {
        let hidden = entity_of(self.0, target).is_some_and(hides_label);
        if hidden { dots(label) } else { label.to_owned() }
    }

    /// A change with its private values masked, and which fields they are.
    pub fn change(&self, change: &Change) -> (Change, Vec<Name>) {
        let mut shown = change.clone();
        let mut masked = Vec::new();
        for diff in &mut shown.fields {
            if self.hides(&change.target, &diff.field, [diff.before.as_ref(), diff.after.as_ref()]) {
                [diff.before, diff.after] = pair([diff.before.take(), diff.after.take()]);
                masked.push(diff.field.clone());
            }
        }
        // No screen shows the whole of a record that is only changed; half of a page would be nothing else.
        shown.result.clear();
        // From the hash of a birth date the date could be tried out.
        shown.pins.clear();
        shown.label = self.label(&change.target, &change.label);
        (shown, masked)
    }

    /// A question with its private values masked, and whether there were any.
    pub fn conflict(&self, conflict: &Conflict) -> (Conflict, bool) {
        let mut shown = conflict.clone();
        shown.label = self.label(&conflict.target, &conflict.label);
        let ConflictKind::Field { field, base, source, destination } = &mut shown.kind else {
            return (shown, false);
        };
        if !self.hides(&conflict.target, field, [source.as_ref(), destination.as_ref()]) {
            return (shown, false);
        }
        [*source, *destination] = pair([source.take(), destination.take()]);
        *base = base.take().map(|value| Value::Text(dots(&value.display())));
        if let ConflictState::Settled { resolution: Resolution::TakeValue(value), .. } = &mut shown.state {
            *value = Value::Text(dots(&value.display()));
        }
        (shown, true)
    }
}

/// Two values that differ still look different when they are masked.
fn pair(values: [Option<Value>; 2]) -> [Option<Value>; 2] {
    let differ = values[0] != values[1];
    let [before, after] = values.map(|value| value.map(|value| dots(&value.display())));
    let alike = differ && before == after && before.is_some();
    let after = if alike { after.map(|text| format!("{text} (another)")) } else { after };
    [before.map(Value::Text), after.map(Value::Text)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_is_shown_of_long_texts_and_nothing_of_short_ones() {
        let table = [
            ("", ""),
            ("F", "••••"),
            ("Māori", "••••"),
            ("2011-05-04", "20•• ••"),
            ("021 555 0199", "02•• ••"),
        ];
        for (text, expect) in table {
            assert_eq!(dots(text), expect, "{text}");
        }
    }

    #[test]
    fn what_differs_looks_different() {
        let text = |text: &str| Some(Value::from(text));
        let table = [
            ([text("2011-05-04"), text("2011-05-05")], [text("20•• ••"), text("20•• •• (another)")]),
            ([text("F"), text("M")], [text("••••"), text("•••• (another)")]),
            ([text("F"), text("F")], [text("••••"), text("••••")]),
            ([None, text("021 555 0199")], [None, text("02•• ••")]),
            ([text("021 555 0199"), Some(Value::Null)], [text("02•• ••"), text("")]),
        ];
        for (values, expect) in table {
            assert_eq!(pair(values.clone()), expect, "{values:?}");
        }
    }

    #[test]
    fn inbound_the_register_decides() {
        let table = [
            ("user", "familyName", false),
            ("user", "grades", false),
            ("user", "phone", true),
            ("user", "nationalNumber", true),
            ("user", "unheardOf", true),
            ("demographics", "birthDate", true),
            ("attendanceMark", "codes", true),
            ("class", "title", false),
            ("no entity", "title", true),
        ];
        for (target, field, expect) in table {
            assert_eq!(is_hidden(None, target, field), expect, "{target}.{field}");
        }
    }

    /// An outbound sync whose people have a name, an age that follows from the birth date, and a carer's number that
    /// is found through a reference.
    fn outbound() -> Sync {
        use crosswalk_model::{
            ConnectionId, Crosswalk, Direction, Rule, Selection, StreamMap, SyncId, SyncPolicy,
        };
        use uuid::Uuid;
        let map = |from: Entity, fields: &[(&'static str, &'static str)]| StreamMap {
            from: from.as_str().into(),
            to: "people".into(),
            enabled: true,
            when: None,
            key: Rule::copy("$key"),
            fields: fields.iter().map(|(path, to)| Rule::copy(*path).into_field(*to)).collect(),
        };
        let streams = vec![map(
            Entity::Enrollment,
            &[("role", "role"), ("user.familyName", "name"), ("user.nationalNumber", "number")],
        )];
        Sync {
            id: SyncId(Uuid::from_u128(1)),
            connection: ConnectionId(Uuid::from_u128(2)),
            direction: Direction::Outbound,
            title: String::new(),
            crosswalk: Crosswalk { version: 1, streams, ..Crosswalk::default() },
            policy: SyncPolicy::default(),
            selection: Selection::default(),
            standing_approval: true,
            paused: false,
        }
    }

    #[test]
    fn outbound_everything_counts_that_a_field_is_made_of() {
        let sync = outbound();
        let table = [("role", false), ("name", false), ("number", true), ("no_rule_any_more", true)];
        for (field, expect) in table {
            assert_eq!(is_hidden(Some(&sync), "people", field), expect, "{field}");
        }
        let masks = Masks(Some(&sync));
        let (yes, no) = (Value::Bool(true), Value::Bool(false));
        assert!(!masks.hides("people", "no_rule_any_more", [Some(&yes), Some(&no)]), "a yes tells little");
        assert!(masks.hides("people", "number", [Some(&yes), None]));
    }

    #[test]
    fn a_question_about_a_private_field_is_masked_with_its_answer() {
        use crosswalk_model::{Actor, ConflictId, Hash, RosterId, SyncId};
        let about = |field: &'static str| Conflict {
            id: ConflictId(uuid::Uuid::nil()),
            sync: SyncId(uuid::Uuid::from_u128(1)),
            target: "people".into(),
            roster_id: RosterId(uuid::Uuid::nil()),
            key: "24117".into(),
            label: "Aroha Example".into(),
            kind: ConflictKind::Field {
                field: field.into(),
                base: Some("5550000011".into()),
                source: Some("5550000012".into()),
                destination: Some("5550000013".into()),
            },
            about: Hash([0; 32]),
            asked_at: "2026-03-02T00:00:00Z".parse().unwrap(),
            state: ConflictState::Settled {
                resolution: Resolution::TakeValue("5550000014".into()),
                by: Actor::local_administrator(),
                at: "2026-03-02T00:00:00Z".parse().unwrap(),
            },
        };
        let sync = outbound();
        let (shown, masked) = Masks(Some(&sync)).conflict(&about("number"));
        let told = serde_json::to_string(&shown).unwrap();
        assert!(masked && !told.contains("55500000") && told.contains("(another)"), "{told}");
        assert!(told.contains("Aroha Example"), "whom it is about is shown");
        let open = about("name");
        assert_eq!(Masks(Some(&sync)).conflict(&open), (open, false));
    }

    #[test]
    fn family_contacts_and_attendance_days_have_no_open_label() {
        let hidden: Vec<Entity> = Entity::ALL.into_iter().filter(|entity| hides_label(*entity)).collect();
        assert_eq!(hidden, [Entity::Demographics, Entity::Relationship, Entity::AttendanceMark]);
    }
}

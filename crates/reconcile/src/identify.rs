//! Who is who: a remembered link first, then immutable identifiers, then match rules. Ambiguous is never a guess.

use std::collections::{BTreeMap, BTreeSet};

use crosswalk_model::{
    ConnectionId, Entity, Fields, MatchRule, MatchStrength, Name, Reference, RosterId, TenantId, Value,
};

use crate::fold::fold;

/// What identification must know about one asserted record.
#[derive(Debug, Default)]
pub struct Evidence {
    /// The current link of its key.
    pub link: Option<RosterId>,
    /// Current links of its alias keys.
    pub alias_links: Vec<RosterId>,
    /// Whether the roster already holds the identity that would be derived from its key.
    pub derived_exists: bool,
    /// Who had this key before, when an ended link says so.
    pub former: Option<RosterId>,
    /// Records that share the values of a match rule, strongest rule first.
    pub matches: Vec<(MatchStrength, BTreeSet<RosterId>)>,
}

/// Who an asserted record is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Somebody already linked to this key.
    Known(RosterId),
    /// Somebody already in the roster, whom this key shall be linked to from now on.
    Linked(RosterId),
    /// Somebody new.
    New(RosterId),
    /// Several could be meant; a person must say.
    Ambiguous(Vec<RosterId>),
    /// The key was somebody else's before, and nothing says that it is the same person.
    Reused {
        /// Who had it.
        former: RosterId,
    },
}

/// Decides who an asserted record is.
pub fn identify(
    tenant: TenantId,
    connection: ConnectionId,
    entity: Entity,
    key: &str,
    known: &Evidence,
) -> Identity {
    if let Some(id) = known.link {
        return Identity::Known(id);
    }
    let derived = RosterId::derived(tenant, connection, entity, key);
    if known.derived_exists && known.former.is_none() {
        return Identity::Known(derived);
    }
    match one(known.alias_links.iter().copied()) {
        One::Only(id) => return Identity::Linked(id),
        One::Several(all) => return Identity::Ambiguous(all),
        One::None => {}
    }
    match by_rules(&known.matches) {
        One::Only(id) => Identity::Linked(id),
        One::Several(all) => Identity::Ambiguous(all),
        One::None => match known.former {
            Some(former) => Identity::Reused { former },
            None => Identity::New(derived),
        },
    }
}

enum One {
    None,
    Only(RosterId),
    Several(Vec<RosterId>),
}

fn one(ids: impl Iterator<Item = RosterId>) -> One {
    let ids: BTreeSet<RosterId> = ids.collect();
    let mut iter = ids.iter();
    match (iter.next(), iter.next()) {
        (None, _) => One::None,
        (Some(id), None) => One::Only(*id),
        _ => One::Several(ids.into_iter().collect()),
    }
}

/// The verdict of the match rules. An immutable identifier that points at somebody other than a strong rule does is
/// ambiguous; weak rules only suggest and never decide.
fn by_rules(matches: &[(MatchStrength, BTreeSet<RosterId>)]) -> One {
    let deciding =
        matches.iter().filter(|(strength, ids)| *strength != MatchStrength::Weak && !ids.is_empty());
    one(deciding.flat_map(|(_, ids)| ids.iter().copied()))
}

/// The values under which a record can be found by match rules: `(rule, folded value)` for each rule whose fields
/// are all present and not empty. A dotted field reaches into a map, such as `externalIds.nz.nsn`.
pub fn match_values(entity: Entity, rules: &[MatchRule], fields: &Fields) -> Vec<(usize, String)> {
    let on = |rule: &MatchRule| rule.target == entity.as_str();
    rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| on(rule))
        .filter_map(|(index, rule)| {
            let parts: Option<Vec<String>> = rule.fields.iter().map(|path| folded(fields, path)).collect();
            parts.map(|parts| (index, parts.join("\u{1f}")))
        })
        .collect()
}

fn folded(fields: &Fields, path: &str) -> Option<String> {
    let value = match path.split_once('.') {
        Some((field, rest)) => fields.get(field)?.as_map()?.get(rest)?,
        None => fields.get(path)?,
    };
    let text = fold(&value.display());
    (!text.is_empty()).then_some(text)
}

/// The scheme under which a match rule's values are indexed.
pub fn scheme(rule: &MatchRule) -> String {
    rule.fields.join("+")
}

/// How schools, subjects and classes are recognised that several sources know: by what they are called officially.
/// People are recognised by the rules of each sync.
pub fn house_rules() -> Vec<MatchRule> {
    let rule = |target: Entity, fields: &[&'static str], strength| MatchRule {
        target: target.as_str().into(),
        fields: fields.iter().map(|field| Name::from(*field)).collect(),
        strength,
    };
    vec![
        rule(Entity::Org, &["identifier"], MatchStrength::Immutable),
        rule(Entity::Course, &["school", "courseCode"], MatchStrength::Strong),
        rule(Entity::Class, &["school", "schoolYear", "subjectCode", "optionLine"], MatchStrength::Strong),
    ]
}

/// The key of a record that has no name of its own but stands between others: an enrolment is its user, class, role
/// and first day. Two sources that say the same then speak of the same record.
pub fn natural_key(entity: Entity, fields: &Fields) -> Option<String> {
    let parts: &[&str] = match entity {
        Entity::Enrollment => &["class", "user", "role", "beginDate"],
        Entity::Demographics => &["user"],
        Entity::Relationship => &["pupil", "contact"],
        Entity::TimetableSlot => &["class", "schoolWeek", "weekday", "slot"],
        Entity::AttendanceMark => &["user", "date"],
        _ => return None,
    };
    Some(
        parts
            .iter()
            .map(|part| fields.get(*part).map(natural_part).unwrap_or_default())
            .collect::<Vec<_>>()
            .join("/"),
    )
}

fn natural_part(value: &Value) -> String {
    match value {
        Value::Ref(Reference::Roster { id, .. }) => id.to_string(),
        other => other.display(),
    }
}

/// A field whose reference cannot be resolved, and the entity and key that it points at.
pub type Broken = (Name, (String, String));

/// Turns the source keys in a record's references into roster ids. A field that points at a record which is not known
/// is taken out and named: nothing is said of it until that record comes.
pub fn resolve_each(fields: &mut Fields, lookup: &dyn Fn(&str, &str) -> Option<RosterId>) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (name, value) in fields.iter_mut() {
        if let Err(at) = resolve_value(value, lookup) {
            broken.push((name.clone(), at));
        }
    }
    for (name, _) in &broken {
        fields.remove(name);
    }
    broken
}

fn resolve_value(
    value: &mut Value,
    lookup: &dyn Fn(&str, &str) -> Option<RosterId>,
) -> Result<(), (String, String)> {
    match value {
        Value::Ref(Reference::Key { to, key }) => {
            let id = lookup(to, key).ok_or_else(|| (to.to_string(), key.clone()))?;
            *value = Value::Ref(Reference::Roster { to: to.clone(), id });
            Ok(())
        }
        Value::List(list) => list.iter_mut().try_for_each(|item| resolve_value(item, lookup)),
        Value::Map(map) => map.values_mut().try_for_each(|item| resolve_value(item, lookup)),
        _ => Ok(()),
    }
}

/// The references of a record that are still source keys: entity and key.
pub fn pending_references(fields: &Fields) -> BTreeMap<(String, String), ()> {
    fn walk(value: &Value, found: &mut BTreeMap<(String, String), ()>) {
        match value {
            Value::Ref(Reference::Key { to, key }) => {
                found.insert((to.to_string(), key.clone()), ());
            }
            Value::List(list) => list.iter().for_each(|item| walk(item, found)),
            Value::Map(map) => map.values().for_each(|item| walk(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    fields.values().for_each(|value| walk(value, &mut found));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(n: u128) -> RosterId {
        RosterId(Uuid::from_u128(n))
    }

    fn who(known: &Evidence) -> Identity {
        identify(TenantId(Uuid::from_u128(1)), ConnectionId(Uuid::from_u128(2)), Entity::User, "k", known)
    }

    fn derived() -> RosterId {
        RosterId::derived(TenantId(Uuid::from_u128(1)), ConnectionId(Uuid::from_u128(2)), Entity::User, "k")
    }

    fn rule(strength: MatchStrength, ids: &[u128]) -> (MatchStrength, BTreeSet<RosterId>) {
        (strength, ids.iter().map(|n| id(*n)).collect())
    }

    #[test]
    fn links_come_first_then_identifiers_then_rules() {
        use MatchStrength::{Immutable, Strong, Weak};
        let cases: Vec<(&str, Evidence, Identity)> = vec![
            (
                "a link wins over all",
                Evidence { link: Some(id(7)), matches: vec![rule(Immutable, &[8])], ..Evidence::default() },
                Identity::Known(id(7)),
            ),
            ("nobody known", Evidence::default(), Identity::New(derived())),
            (
                "met before",
                Evidence { derived_exists: true, ..Evidence::default() },
                Identity::Known(derived()),
            ),
            (
                "an alias",
                Evidence { alias_links: vec![id(5), id(5)], ..Evidence::default() },
                Identity::Linked(id(5)),
            ),
            (
                "two aliases disagree",
                Evidence { alias_links: vec![id(5), id(6)], ..Evidence::default() },
                Identity::Ambiguous(vec![id(5), id(6)]),
            ),
            (
                "an immutable identifier",
                Evidence { matches: vec![rule(Immutable, &[3])], ..Evidence::default() },
                Identity::Linked(id(3)),
            ),
            (
                "a strong rule with one answer",
                Evidence { matches: vec![rule(Strong, &[4])], ..Evidence::default() },
                Identity::Linked(id(4)),
            ),
            (
                "a strong rule with two answers",
                Evidence { matches: vec![rule(Strong, &[4, 5])], ..Evidence::default() },
                Identity::Ambiguous(vec![id(4), id(5)]),
            ),
            (
                "rules that disagree",
                Evidence { matches: vec![rule(Immutable, &[3]), rule(Strong, &[4])], ..Evidence::default() },
                Identity::Ambiguous(vec![id(3), id(4)]),
            ),
            (
                "a weak rule never decides",
                Evidence { matches: vec![rule(Weak, &[4])], ..Evidence::default() },
                Identity::New(derived()),
            ),
            (
                "a key used before by somebody else",
                Evidence { former: Some(id(9)), derived_exists: true, ..Evidence::default() },
                Identity::Reused { former: id(9) },
            ),
            (
                "a key used before, but an identifier tells who",
                Evidence { former: Some(id(9)), matches: vec![rule(Immutable, &[9])], ..Evidence::default() },
                Identity::Linked(id(9)),
            ),
        ];
        for (name, known, expect) in cases {
            assert_eq!(who(&known), expect, "{name}");
        }
    }

    #[test]
    fn match_values_need_every_field_and_fold_it() {
        let rules = [
            MatchRule {
                target: "user".into(),
                fields: vec!["email".into()],
                strength: MatchStrength::Strong,
            },
            MatchRule {
                target: "user".into(),
                fields: vec!["familyName".into(), "givenName".into()],
                strength: MatchStrength::Weak,
            },
            MatchRule {
                target: "class".into(),
                fields: vec!["title".into()],
                strength: MatchStrength::Strong,
            },
        ];
        let mut fields =
            Fields::from([("familyName".into(), "Ngāwai".into()), ("email".into(), "A@X.example".into())]);
        assert_eq!(match_values(Entity::User, &rules, &fields), [(0, "a@x.example".to_owned())]);
        fields.insert("givenName".into(), "Aroha".into());
        assert_eq!(match_values(Entity::User, &rules, &fields).len(), 2);
        fields.insert("email".into(), Value::Null);
        assert_eq!(match_values(Entity::User, &rules, &fields), [(1, "ngawai\u{1f}aroha".to_owned())]);
    }

    #[test]
    fn an_unknown_reference_is_named() {
        let mut fields = Fields::from([(
            "class".into(),
            Value::Ref(Reference::Key { to: "class".into(), key: "9/MAT".into() }),
        )]);
        let mut without = fields.clone();
        without.insert("role".into(), "student".into());
        let missing = resolve_each(&mut without, &|_, _| None);
        assert_eq!(missing, [("class".into(), ("class".to_owned(), "9/MAT".to_owned()))]);
        assert_eq!(without.keys().collect::<Vec<_>>(), ["role"]);
        assert!(
            resolve_each(&mut fields, &|to, key| (to == "class" && key == "9/MAT").then(|| id(4))).is_empty()
        );
        assert_eq!(fields["class"].as_roster_id(), Some(id(4)));
    }
}

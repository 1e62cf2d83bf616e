//! MAP: turns documents into assertions about roster records.

use std::collections::{HashMap, HashSet};

use crosswalk_model::{Date, Document, Entity, Finding, Hash, Hasher, Name, Severity, SourceRecord, Sync};
use crosswalk_reconcile::map::{Compiled, FindingLimit, MapContext, SourceView};

use super::identity::Assertion;

/// The mapping of one run, compiled once.
pub(crate) struct Mapper {
    compiled: Compiled,
    limit: FindingLimit,
    under: Hash,
    /// Documents of which something could not be decided: nothing known of them goes.
    undecided: HashSet<usize>,
    /// The codes of what was odd when it was read, by stream and key.
    read: HashMap<(Name, String), Vec<Name>>,
}

impl Mapper {
    /// Compiles a sync's mapping.
    pub fn new(sync: &Sync, context: &MapContext) -> Self {
        let (compiled, mut findings) = Compiled::new(&sync.crosswalk, context);
        let mut limit = FindingLimit::default();
        limit.take(&mut findings);
        let day = compiled.streams().iter().any(|stream| stream.uses_today()).then_some(context.today);
        Self { under: rules(sync, day), compiled, limit, undecided: HashSet::new(), read: HashMap::new() }
    }

    /// What a document's meaning rests on besides its words; part of every fingerprint.
    pub fn under(&self) -> Hash {
        self.under
    }

    /// Hears what was odd in the documents as they were read, so that it is told of their records too.
    pub fn hear(&mut self, findings: &[Finding]) {
        for finding in findings.iter().filter(|finding| !finding.key.is_empty()) {
            let at = (finding.stream.clone(), finding.key.clone());
            self.read.entry(at).or_default().push(finding.code.clone());
        }
    }

    /// Whether a stream's absence in a document says anything about records of an entity: not when its map is
    /// switched off, taken out or broken. What it wrote before stays.
    pub fn speaks_for(&self, stream: &str, entity: Entity) -> bool {
        self.compiled.streams_from(stream).any(|map| map.to == entity.as_str() && !map.is_broken())
    }

    /// Adds what a document asserts, if it is there. Children that bear no entity of their own, such as notes, give
    /// nothing.
    pub fn document(&mut self, place: usize, document: &Document, into: &mut Vec<Assertion>) {
        if document.gone {
            return;
        }
        self.record(&document.head, &document.head, place, &aliases(document), into);
        for child in &document.children {
            self.record(child, &document.head, place, &[], into);
        }
    }

    /// The places of documents of which something could not be decided.
    pub fn undecided(&mut self) -> HashSet<usize> {
        std::mem::take(&mut self.undecided)
    }

    fn record(
        &mut self,
        record: &SourceRecord,
        head: &SourceRecord,
        place: usize,
        aliases: &[String],
        into: &mut Vec<Assertion>,
    ) {
        let is_head = std::ptr::eq(record, head);
        let view = if is_head { SourceView::head(record) } else { SourceView::child(record, &head.key) };
        let mut odd = Vec::new();
        let read = self.odd_when_read(record);
        for map in self.compiled.streams_from(&record.stream) {
            let first = odd.len();
            let Some(mapped) = map.apply(&view, &mut odd) else {
                let failed = odd[first..].iter().any(|finding: &Finding| finding.severity == Severity::Error);
                if failed || map.is_broken() {
                    self.undecided.insert(place);
                }
                continue;
            };
            let Ok(entity) = mapped.to.parse::<Entity>() else { continue };
            let known_by = if entity == Entity::User { aliases } else { &[] };
            into.push(Assertion {
                entity,
                stream: record.stream.clone(),
                owned: is_head || !is_shared(entity),
                key: mapped.key,
                fields: mapped.fields,
                aliases: known_by.to_vec(),
                document: place,
                odd: read.iter().cloned().chain(odd[first..].iter().map(|one| one.code.clone())).collect(),
            });
        }
        self.limit.take(&mut odd);
    }

    fn odd_when_read(&self, record: &SourceRecord) -> Vec<Name> {
        if self.read.is_empty() {
            return Vec::new();
        }
        self.read.get(&(record.stream.clone(), record.key.clone())).cloned().unwrap_or_default()
    }

    /// What was odd in the mapping itself and in records.
    pub fn findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.limit).finish()
    }
}

/// The version of the mapping with its lookups, how people are recognised, whose word counts more, and the day where
/// the mapping asks for it.
fn rules(sync: &Sync, day: Option<Date>) -> Hash {
    let policy = &sync.policy;
    let mut hasher = Hasher::new("rules");
    hasher.part(&sync.crosswalk.version.to_le_bytes());
    for rule in &policy.match_rules {
        hasher.part(format!("{rule:?}").as_bytes());
    }
    for (name, rank) in &policy.precedence {
        hasher.part(name.as_bytes()).part(&rank.to_le_bytes());
    }
    hasher.part(day.map(|day| day.to_string()).unwrap_or_default().as_bytes());
    hasher.finish()
}

/// Records that many documents say: they live by what points at them, not by one document.
fn is_shared(entity: Entity) -> bool {
    matches!(entity, Entity::Org | Entity::AcademicSession | Entity::Course | Entity::Class)
}

fn aliases(document: &Document) -> Vec<String> {
    let list = document.head.fields.get("aliases").and_then(|value| value.as_list()).unwrap_or_default();
    list.iter().filter_map(|value| value.as_text().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{
        ConnectionId, Crosswalk, Direction, Rule, Selection, Step, StreamMap, SyncId, SyncPolicy,
    };
    use uuid::Uuid;

    fn sync(rule: Rule, when: Option<&str>) -> Sync {
        let people = StreamMap {
            from: "people".into(),
            to: "user".into(),
            enabled: true,
            when: when.map(str::to_owned),
            key: Rule::copy("$key"),
            fields: vec![rule.into_field("username")],
        };
        Sync {
            id: SyncId(Uuid::from_u128(1)),
            connection: ConnectionId(Uuid::from_u128(2)),
            direction: Direction::Inbound,
            title: String::new(),
            crosswalk: Crosswalk { version: 1, streams: vec![people], ..Crosswalk::default() },
            policy: SyncPolicy::default(),
            selection: Selection::default(),
            standing_approval: true,
            paused: false,
        }
    }

    fn mapper(sync: &Sync, today: &str) -> Mapper {
        let today = today.parse().unwrap();
        Mapper::new(sync, &MapContext { direction: Direction::Inbound, today, hash_key: [0; 32] })
    }

    fn undecided(sync: &Sync) -> bool {
        let document = Document::of(SourceRecord::new("people", "a"), "all");
        let (mut mapper, mut assertions) = (mapper(sync, "2026-03-02"), Vec::new());
        mapper.document(0, &document, &mut assertions);
        assert!(assertions.is_empty());
        !mapper.undecided().is_empty()
    }

    #[test]
    fn a_condition_that_is_false_decides_and_one_that_fails_does_not() {
        assert!(!undecided(&sync(Rule::copy("name"), Some("false"))));
        assert!(undecided(&sync(Rule::copy("name"), Some("missing > 3"))));
        assert!(undecided(&sync(Rule::copy("name"), Some("this is no condition"))));
    }

    #[test]
    fn a_broken_or_missing_map_speaks_for_nobody() {
        let good = mapper(&sync(Rule::copy("name"), None), "2026-03-02");
        assert!(good.speaks_for("people", Entity::User));
        assert!(!good.speaks_for("groups", Entity::User) && !good.speaks_for("people", Entity::Class));
        let broken = mapper(&sync(Rule::copy("name"), Some("this is no condition")), "2026-03-02");
        assert!(!broken.speaks_for("people", Entity::User));
    }

    #[test]
    fn the_day_is_part_of_the_rules_only_where_an_age_is_computed() {
        let plain = sync(Rule::copy("name"), None);
        assert_eq!(mapper(&plain, "2026-03-02").under(), mapper(&plain, "2026-03-03").under());
        let age = sync(Rule::copy("born").then(Step::Age { on: None }), None);
        assert_ne!(mapper(&age, "2026-03-02").under(), mapper(&age, "2026-03-03").under());
        let mut ranked = plain.clone();
        ranked.policy.precedence.insert("user".into(), 3);
        assert_ne!(mapper(&ranked, "2026-03-02").under(), mapper(&plain, "2026-03-02").under());
    }
}

//! References on their way in: from the source's keys to roster records.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crosswalk_model::{Entity, Fields, Finding, Kind, Name};
use crosswalk_reconcile::identify::{pending_references, resolve_each};

use super::{Assertion, Awaited, BATCH, Board, Identified};
use crate::Result;

/// The code of a reference that leads nowhere.
const UNKNOWN_REFERENCE: &str = "unknown_reference";

/// How many assertions of a kind are identified together: all of them where they point at each other.
pub(crate) fn batch_of(entity: Entity) -> usize {
    if own_references(entity).is_empty() { BATCH } else { usize::MAX }
}

/// The fields that point at records of the same kind.
fn own_references(entity: Entity) -> Vec<&'static str> {
    let own = entity.schema().fields.iter().filter(|field| field.kind == Kind::Ref(entity));
    own.map(|field| field.name).collect()
}

/// Fields that point at records of their own kind, by document and key.
pub(super) type Aside = HashMap<(usize, String), Fields>;

fn set_aside(entity: Entity, batch: &mut [Assertion]) -> Aside {
    let own = own_references(entity);
    let mut aside = Aside::new();
    for assertion in batch.iter_mut().filter(|_| !own.is_empty()) {
        let taken = own.iter().filter_map(|name| assertion.fields.remove_entry(*name));
        let fields: Fields = taken.collect();
        if !fields.is_empty() {
            aside.insert((assertion.document, assertion.key.clone()), fields);
        }
    }
    aside
}

/// What is said of references that lead nowhere.
fn unsent(count: u64, to: Option<Entity>) -> String {
    let what = to.map_or("record", |entity| entity.words().0);
    match count {
        1 => format!("1 record names a {what} that the source has not sent. Send a full to bring it."),
        _ => format!("{count} records name a {what} that the source has not sent. Send a full to bring it."),
    }
}

impl Board<'_> {
    /// Resolves references to what is known by now. Those to records of the same kind are set aside, because the
    /// record may stand later in the same batch: a term and its year, a school and its district.
    pub(super) async fn resolve(
        &mut self,
        entity: Entity,
        mut batch: Vec<Assertion>,
    ) -> Result<(Vec<Assertion>, Aside)> {
        let mut pending: BTreeMap<Entity, BTreeSet<String>> = BTreeMap::new();
        for (to, key) in batch.iter().flat_map(|assertion| pending_references(&assertion.fields).into_keys())
        {
            if let Ok(entity) = to.parse::<Entity>() {
                pending.entry(entity).or_default().insert(key);
            }
        }
        for (entity, keys) in pending {
            self.look_up(entity, keys).await?;
        }
        let aside = set_aside(entity, &mut batch);
        let resolved = batch.into_iter().filter_map(|assertion| self.resolve_one(assertion)).collect();
        Ok((resolved, aside))
    }

    /// Resolves what was set aside, now that everything of its kind has its place.
    pub(super) fn put_back(&mut self, mut aside: Aside, placed: &mut [Identified]) {
        if aside.is_empty() {
            return;
        }
        for one in placed {
            let assertion = &mut one.assertion;
            let Some(mut fields) = aside.remove(&(assertion.document, assertion.key.clone())) else {
                continue;
            };
            for (_, at) in self.resolve_fields(&mut fields) {
                assertion.odd.push(UNKNOWN_REFERENCE.into());
                self.miss(assertion.document, at);
            }
            assertion.fields.extend(fields);
        }
    }

    fn resolve_fields(&self, fields: &mut Fields) -> Vec<(Name, (String, String))> {
        let lookup = |to: &str, key: &str| {
            let entity = to.parse::<Entity>().ok()?;
            self.ids.get(&(entity, key.to_owned())).copied()
        };
        resolve_each(fields, &lookup)
    }

    fn resolve_one(&mut self, mut assertion: Assertion) -> Option<Assertion> {
        let broken = self.resolve_fields(&mut assertion.fields);
        let needed = |field: &str| assertion.entity.field(field).is_none_or(|spec| spec.required);
        // A class without its subject is still a class; an enrolment without its class is none.
        let lost = broken.iter().any(|(field, _)| needed(field));
        for (_, at) in broken {
            assertion.odd.push(UNKNOWN_REFERENCE.into());
            self.miss(assertion.document, at);
        }
        if lost {
            self.unsettled.insert(assertion.document);
        }
        (!lost).then_some(assertion)
    }

    /// Notes that a document points at something that nobody has brought yet.
    fn miss(&mut self, document: usize, at: (String, String)) {
        if let Ok(entity) = at.0.parse::<Entity>() {
            self.awaited.entry(document).or_default().insert(Awaited { entity, key: at.1.clone() });
        }
        *self.missing.entry(at).or_default() += 1;
    }

    /// Which of the records that are waited for have come.
    pub async fn come(&mut self, awaited: &BTreeSet<Awaited>) -> Result<BTreeSet<Awaited>> {
        let mut wanted: BTreeMap<Entity, BTreeSet<String>> = BTreeMap::new();
        for one in awaited {
            wanted.entry(one.entity).or_default().insert(one.key.clone());
        }
        for (entity, keys) in wanted {
            self.look_up(entity, keys).await?;
        }
        let known = |one: &&Awaited| self.ids.contains_key(&(one.entity, one.key.clone()));
        Ok(awaited.iter().filter(known).cloned().collect())
    }

    /// All broken references in one pass, grouped by the missing record.
    pub fn tell_missing(&mut self) {
        for ((to, key), count) in std::mem::take(&mut self.missing) {
            let message = unsent(count, to.parse().ok());
            self.findings.push(Finding::warning(UNKNOWN_REFERENCE, to, key, message));
        }
    }
}

//! IDENTIFY: finds out who is who among the asserted records, in an order in which what is pointed at is known first.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_model::{
    ConflictKind, ConnectionId, Entity, Fields, Finding, Hash, Hasher, MatchRule, MatchStrength, Name,
    Resolution, RosterId, RosterRecord, Sync, TenantId,
};
use crosswalk_reconcile::fold::fold;
use crosswalk_reconcile::identify::{
    Evidence, Identity, house_rules, identify, match_values, natural_key, pending_references, resolve_each,
    scheme,
};
use crosswalk_store::Tenant;
use uuid::Uuid;

use crate::Result;

/// One asserted record on its way in.
#[derive(Clone, Debug)]
pub(crate) struct Assertion {
    /// What it is.
    pub entity: Entity,
    /// The source's stream that says it.
    pub stream: Name,
    /// The source's key.
    pub key: String,
    /// What is said.
    pub fields: Fields,
    /// Other keys by which the same source points at it.
    pub aliases: Vec<String>,
    /// The place of its document in the extract.
    pub document: usize,
    /// Whether its document alone keeps it alive; a class lives by its members.
    pub owned: bool,
}

/// An assertion whose record is known.
pub(crate) struct Identified {
    /// The assertion, references resolved.
    pub assertion: Assertion,
    /// Who it is.
    pub id: RosterId,
    /// The key under which the same source asserted it until now, when that was another one.
    pub former_key: Option<String>,
}

/// A link to remember: entity, key, who.
pub(crate) type NewLink = (Entity, String, RosterId);

/// A question about identity: the assertion's entity, key and label, what is asked, and what it rests on.
pub(crate) struct Question {
    pub entity: Entity,
    pub key: String,
    pub label: String,
    pub kind: ConflictKind,
    pub about: Hash,
}

/// What identification works on and brings about.
pub(crate) struct Board<'a> {
    pub tenant: &'a Tenant,
    pub tenant_id: TenantId,
    pub connection: ConnectionId,
    pub sync: &'a Sync,
    /// How newcomers are recognised.
    rules: Vec<MatchRule>,
    /// Answers to questions of identity.
    pub answers: BTreeMap<Hash, Resolution>,
    /// Keys of documents that depart in this extract; only they may come back under another key.
    pub departing: HashSet<String>,
    /// Records as the roster holds them; `None` for those that it does not have.
    pub records: HashMap<(Entity, RosterId), Option<RosterRecord>>,
    pub links: Vec<NewLink>,
    pub findings: Vec<Finding>,
    pub questions: Vec<Question>,
    /// Documents of which something could not be taken in; they enter the next run again.
    pub unsettled: HashSet<usize>,
    ids: HashMap<(Entity, String), RosterId>,
    missing: BTreeMap<(String, String), u64>,
}

impl<'a> Board<'a> {
    /// A board for one run of a sync.
    pub fn new(tenant: &'a Tenant, sync: &'a Sync, answers: BTreeMap<Hash, Resolution>) -> Self {
        Self {
            tenant,
            tenant_id: tenant.id(),
            connection: sync.connection,
            rules: sync.policy.match_rules.iter().cloned().chain(house_rules()).collect(),
            sync,
            answers,
            departing: HashSet::new(),
            records: HashMap::new(),
            links: Vec::new(),
            findings: Vec::new(),
            questions: Vec::new(),
            unsettled: HashSet::new(),
            ids: HashMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Identifies all assertions. Those that cannot be placed are left out with a finding or a question.
    pub async fn identify_all(&mut self, assertions: Vec<Assertion>) -> Result<Vec<Identified>> {
        let mut by_entity: BTreeMap<Entity, Vec<Assertion>> = BTreeMap::new();
        for assertion in assertions {
            by_entity.entry(assertion.entity).or_default().push(assertion);
        }
        let mut identified = Vec::new();
        for (entity, batch) in by_entity {
            let batch = self.resolve(batch).await?;
            let placed = match natural_key(entity, &Fields::new()) {
                Some(_) => self.place_natural(entity, batch).await?,
                None => self.place_keyed(entity, batch).await?,
            };
            identified.extend(placed);
        }
        self.tell_missing();
        Ok(identified)
    }

    /// Loads roster records that are not on the board yet.
    pub async fn load(&mut self, wanted: impl IntoIterator<Item = (Entity, RosterId)>) -> Result<()> {
        let new: BTreeSet<(Entity, RosterId)> =
            wanted.into_iter().filter(|at| !self.records.contains_key(at)).collect();
        let new: Vec<_> = new.into_iter().collect();
        for chunk in new.chunks(5000) {
            for at in chunk {
                self.records.insert(*at, None);
            }
            for record in self.tenant.roster_get(chunk).await? {
                self.records.insert((record.entity, record.id), Some(record));
            }
        }
        Ok(())
    }

    /// A record as the roster holds it.
    pub fn record(&self, entity: Entity, id: RosterId) -> Option<&RosterRecord> {
        self.records.get(&(entity, id)).and_then(Option::as_ref)
    }

    async fn resolve(&mut self, batch: Vec<Assertion>) -> Result<Vec<Assertion>> {
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
        Ok(batch.into_iter().filter_map(|assertion| self.resolve_one(assertion)).collect())
    }

    fn resolve_one(&mut self, mut assertion: Assertion) -> Option<Assertion> {
        let lookup = |to: &str, key: &str| {
            let entity = to.parse::<Entity>().ok()?;
            self.ids.get(&(entity, key.to_owned())).copied()
        };
        let broken = resolve_each(&mut assertion.fields, &lookup);
        let needed = |field: &str| assertion.entity.field(field).is_none_or(|spec| spec.required);
        // A class without its subject is still a class; an enrolment without its class is none.
        let lost = broken.iter().any(|(field, _)| needed(field));
        for (_, at) in broken {
            *self.missing.entry(at).or_default() += 1;
        }
        if lost {
            self.unsettled.insert(assertion.document);
        }
        (!lost).then_some(assertion)
    }

    /// All broken references in one pass, grouped by the missing record.
    fn tell_missing(&mut self) {
        for ((to, key), count) in std::mem::take(&mut self.missing) {
            let message = format!(
                "{count} records point at a {to} that the source has not sent. They wait for it; send a full to bring it."
            );
            self.findings.push(Finding::warning("unknown_reference", to, key, message));
        }
    }

    /// Finds the records of keys: links first, then the identity that a key gave when it was first seen.
    async fn look_up(&mut self, entity: Entity, keys: BTreeSet<String>) -> Result<()> {
        let new: Vec<String> =
            keys.into_iter().filter(|key| !self.ids.contains_key(&(entity, key.clone()))).collect();
        let links = self.tenant.links(self.connection, entity, &new).await?;
        self.load(links.iter().map(|link| (entity, link.roster_id))).await?;
        self.ids.extend(links.into_iter().map(|link| ((entity, link.key), link.roster_id)));
        let rest: Vec<String> =
            new.into_iter().filter(|key| !self.ids.contains_key(&(entity, key.clone()))).collect();
        let derived: Vec<_> = rest.iter().map(|key| (entity, self.derived(entity, key))).collect();
        self.load(derived).await?;
        for key in rest {
            let id = self.derived(entity, &key);
            if self.stands_under(entity, id, &key) {
                self.ids.insert((entity, key), id);
            }
        }
        Ok(())
    }

    fn derived(&self, entity: Entity, key: &str) -> RosterId {
        RosterId::derived(self.tenant_id, self.connection, entity, key)
    }

    /// Whether this source's word about a record stands under this key, and not under another by now.
    fn stands_under(&self, entity: Entity, id: RosterId, key: &str) -> bool {
        let own = self.own_key(entity, id);
        own.is_some_and(|own| own == key)
    }

    fn own_key(&self, entity: Entity, id: RosterId) -> Option<&str> {
        let record = self.record(entity, id)?;
        record.asserted.iter().find(|one| one.connection == Some(self.connection)).map(|one| one.key.as_str())
    }

    async fn place_natural(&mut self, entity: Entity, batch: Vec<Assertion>) -> Result<Vec<Identified>> {
        let nobody = ConnectionId(Uuid::nil());
        let placed: Vec<Identified> = batch
            .into_iter()
            .map(|assertion| {
                let key = natural_key(entity, &assertion.fields).unwrap_or_default();
                let id = RosterId::derived(self.tenant_id, nobody, entity, &key);
                Identified { assertion, id, former_key: None }
            })
            .collect();
        self.load(placed.iter().map(|one| (entity, one.id))).await?;
        Ok(placed)
    }

    async fn place_keyed(&mut self, entity: Entity, batch: Vec<Assertion>) -> Result<Vec<Identified>> {
        let keys = batch.iter().flat_map(|one| one.aliases.iter().chain([&one.key]).cloned()).collect();
        self.look_up(entity, keys).await?;
        let matches = self.matches(entity, &batch).await?;
        let mut placed = Vec::new();
        for assertion in batch {
            if let Some(id) = self.who(&assertion, &matches) {
                let former_key =
                    self.own_key(entity, id).filter(|own| *own != assertion.key).map(str::to_owned);
                self.remember(&assertion, id);
                placed.push(Identified { assertion, id, former_key });
            } else {
                self.unsettled.insert(assertion.document);
            }
        }
        self.load(placed.iter().map(|one| (entity, one.id))).await?;
        Ok(placed)
    }

    fn who(&mut self, assertion: &Assertion, matches: &Matches) -> Option<RosterId> {
        let entity = assertion.entity;
        let known = self.evidence(assertion, matches);
        let identity = identify(self.tenant_id, self.connection, entity, &assertion.key, &known);
        let (kind, about) = match self.doubted(identity, assertion, &known, matches) {
            Identity::Known(id) | Identity::Linked(id) | Identity::New(id) => return Some(id),
            Identity::Ambiguous(all) => {
                let about = self.about(assertion, &all);
                let candidates = all.iter().map(|id| (*id, 50, self.label(entity, *id))).collect();
                (ConflictKind::Identity { candidates }, about)
            }
            Identity::Reused { former } => {
                (ConflictKind::ReusedKey { former }, self.about(assertion, &[former]))
            }
        };
        match self.answers.get(&about) {
            Some(Resolution::Is(id)) => Some(*id),
            Some(Resolution::IsNew) => Some(self.derived(entity, &format!("{}\u{1f}{about}", assertion.key))),
            _ => {
                let label = entity.label(&assertion.fields);
                self.questions.push(Question { entity, key: assertion.key.clone(), label, kind, about });
                None
            }
        }
    }

    /// What is too good to be true is asked about: a value that several newcomers share points at none of them, and a
    /// key whose bearer has another name, another address and another account may have been given to somebody else.
    fn doubted(
        &self,
        identity: Identity,
        assertion: &Assertion,
        known: &Evidence,
        matches: &Matches,
    ) -> Identity {
        match identity {
            Identity::Linked(id) if !known.alias_links.contains(&id) => {
                let rules = &self.rules;
                let own = match_values(assertion.entity, rules, &assertion.fields).into_iter();
                let mut sure = own.filter(|at| rules[at.0].strength != MatchStrength::Weak);
                let points = |at: &(usize, String)| matches.hits.get(at).is_some_and(|ids| ids.contains(&id));
                let sure = sure.any(|at| points(&at) && !matches.shared.contains(&at));
                if sure { Identity::Linked(id) } else { Identity::Ambiguous(vec![id]) }
            }
            Identity::Known(id) if self.is_somebody_else(assertion, id) => Identity::Reused { former: id },
            other => other,
        }
    }

    fn is_somebody_else(&self, assertion: &Assertion, id: RosterId) -> bool {
        let record = self.record(assertion.entity, id).filter(|_| assertion.entity == Entity::User);
        let Some(before) = record.and_then(|record| record.assertion(Some(self.connection))) else {
            return false;
        };
        let both = |field: &str| {
            let folded = |fields: &Fields| fields.get(field).map(|value| fold(&value.display()));
            folded(before).zip(folded(&assertion.fields)).filter(|(a, b)| !a.is_empty() && !b.is_empty())
        };
        let differs = |field| both(field).is_some_and(|(a, b)| a != b);
        let same = |field| both(field).is_some_and(|(a, b)| a == b);
        ["givenName", "familyName"].into_iter().all(differs)
            && !["email", "username", "nationalNumber"].into_iter().any(same)
    }

    fn label(&self, entity: Entity, id: RosterId) -> String {
        self.record(entity, id).map(RosterRecord::label).unwrap_or_default()
    }

    fn about(&self, assertion: &Assertion, candidates: &[RosterId]) -> Hash {
        let mut hasher = Hasher::new("identity");
        hasher.part(self.connection.0.as_bytes()).part(assertion.entity.as_str().as_bytes());
        hasher.part(assertion.key.as_bytes());
        hasher.part(fold(&assertion.entity.label(&assertion.fields)).as_bytes());
        for id in candidates {
            hasher.part(id.0.as_bytes());
        }
        hasher.finish()
    }

    fn evidence(&self, assertion: &Assertion, matches: &Matches) -> Evidence {
        let entity = assertion.entity;
        let at = |key: &String| self.ids.get(&(entity, key.clone())).copied();
        let derived = self.derived(entity, &assertion.key);
        // An alias tells who it is only where the record was known under that very alias: a code that was given to
        // somebody else points at a record that stands under a key of its own.
        let alias_links = assertion
            .aliases
            .iter()
            .filter_map(|alias| at(alias).filter(|id| self.own_key(entity, *id) == Some(alias.as_str())))
            .collect();
        let held = self.own_key(entity, derived);
        Evidence {
            link: at(&assertion.key),
            alias_links,
            derived_exists: held.is_some_and(|own| own == assertion.key)
                || (held.is_none() && self.record(entity, derived).is_some()),
            former: held.is_some_and(|own| own != assertion.key).then_some(derived),
            matches: self.candidates(assertion, matches),
        }
    }

    /// Records that match by rule, without those that this source still has under another key: they are others.
    fn candidates(
        &self,
        assertion: &Assertion,
        matches: &Matches,
    ) -> Vec<(MatchStrength, BTreeSet<RosterId>)> {
        let entity = assertion.entity;
        let free = |id: &RosterId| match self.own_key(entity, *id) {
            Some(own) => own == assertion.key || self.departing.contains(own) || !self.speaks(entity, *id),
            None => true,
        };
        let rules = &self.rules;
        match_values(entity, rules, &assertion.fields)
            .into_iter()
            .filter_map(|at| matches.hits.get(&at).map(|ids| (at.0, ids)))
            .map(|(rule, ids)| (rules[rule].strength, ids.iter().copied().filter(free).collect()))
            .collect()
    }

    fn speaks(&self, entity: Entity, id: RosterId) -> bool {
        let record = self.record(entity, id);
        record.is_some_and(|record| {
            record.asserted.iter().any(|one| one.connection == Some(self.connection) && one.present)
        })
    }

    /// Whom the values of the match rules point at, for records that no link knows.
    async fn matches(&mut self, entity: Entity, batch: &[Assertion]) -> Result<Matches> {
        let rules = &self.rules;
        let mut wanted: BTreeMap<(usize, String), BTreeSet<&str>> = BTreeMap::new();
        for assertion in batch.iter().filter(|one| !self.ids.contains_key(&(entity, one.key.clone()))) {
            for at in match_values(entity, rules, &assertion.fields) {
                wanted.entry(at).or_default().insert(&assertion.key);
            }
        }
        let mut matches = Matches::default();
        matches.shared.extend(wanted.iter().filter(|(_, keys)| keys.len() > 1).map(|(at, _)| at.clone()));
        let wanted: Vec<(usize, String)> = wanted.into_keys().collect();
        if wanted.is_empty() {
            return Ok(matches);
        }
        let values: Vec<(Name, String)> =
            wanted.iter().map(|(rule, value)| (scheme(&rules[*rule]).into(), value.clone())).collect();
        for hit in self.tenant.identify(entity, &values).await? {
            matches.hits.entry(wanted[hit.index].clone()).or_default().insert(hit.roster_id);
        }
        self.load(matches.hits.values().flatten().map(|id| (entity, *id)).collect::<Vec<_>>()).await?;
        Ok(matches)
    }

    /// Remembers under which keys a record is now known; a link is stored only where the key alone does not say it.
    fn remember(&mut self, assertion: &Assertion, id: RosterId) {
        let entity = assertion.entity;
        let before = self.ids.insert((entity, assertion.key.clone()), id);
        if before != Some(id) && id != self.derived(entity, &assertion.key) {
            self.links.push((entity, assertion.key.clone(), id));
        }
        for alias in &assertion.aliases {
            if self.ids.insert((entity, alias.clone()), id) != Some(id) {
                self.links.push((entity, alias.clone(), id));
            }
        }
    }
}

/// Whom match rules point at.
#[derive(Default)]
struct Matches {
    /// By rule and value.
    hits: HashMap<(usize, String), BTreeSet<RosterId>>,
    /// Values that several newcomers share.
    shared: HashSet<(usize, String)>,
}

/// The identifiers under which match rules will find a record later: scheme and value.
pub(crate) fn identifiers(rules: &[MatchRule], entity: Entity, fields: &Fields) -> Vec<(Name, String)> {
    let values = match_values(entity, rules, fields).into_iter();
    values.map(|(rule, value)| (scheme(&rules[rule]).into(), value)).collect()
}

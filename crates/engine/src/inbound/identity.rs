//! IDENTIFY: finds out who is who among the asserted records, in an order in which what is pointed at is known first.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_model::{
    ConflictKind, ConnectionId, Entity, Fields, Finding, Hash, Hasher, Kind, MatchRule, MatchStrength, Name,
    Resolution, RosterId, RosterRecord, Sync, TenantId,
};
use crosswalk_reconcile::fold::fold;
use crosswalk_reconcile::identify::{
    Evidence, Identity, house_rules, identify, match_values, natural_key, pending_references, resolve_each,
    scheme,
};
use crosswalk_store::{Spilled, Tenant};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Result;

/// How many assertions are looked at together.
const BATCH: usize = 2_000;

/// One asserted record on its way in.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    /// Values of match rules, by rule, with the newcomer that bears it; `None` when several do.
    newcomers: HashMap<(usize, String), Option<String>>,
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
            newcomers: HashMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// Looks at everything that is asserted of one kind, before any of it is identified: which keys are known, and
    /// which values several newcomers share.
    pub async fn prepare(&mut self, entity: Entity, asserted: &Spilled<Assertion>) -> Result<()> {
        self.newcomers.clear();
        if natural_key(entity, &Fields::new()).is_some() {
            return Ok(());
        }
        let mut reader = asserted.open()?;
        loop {
            let batch = reader.some(BATCH)?;
            if batch.is_empty() {
                return Ok(());
            }
            let keys = batch.iter().flat_map(|one| one.aliases.iter().chain([&one.key]).cloned()).collect();
            self.look_up(entity, keys).await?;
            batch.iter().for_each(|one| self.note_newcomer(one));
            self.forget();
        }
    }

    fn note_newcomer(&mut self, one: &Assertion) {
        if self.ids.contains_key(&(one.entity, one.key.clone())) {
            return;
        }
        for at in match_values(one.entity, &self.rules, &one.fields) {
            let holder = self.newcomers.entry(at).or_insert_with(|| Some(one.key.clone()));
            if holder.as_ref().is_some_and(|holder| *holder != one.key) {
                *holder = None;
            }
        }
    }

    /// Identifies some assertions of one kind, after [`Board::prepare`]. Those that cannot be placed are left out with
    /// a finding or a question.
    pub async fn identify(&mut self, entity: Entity, batch: Vec<Assertion>) -> Result<Vec<Identified>> {
        let (batch, aside) = self.resolve(entity, batch).await?;
        let mut placed = match natural_key(entity, &Fields::new()) {
            Some(_) => self.place_natural(entity, batch).await?,
            None => self.place_keyed(entity, batch).await?,
        };
        self.put_back(aside, &mut placed);
        Ok(placed)
    }

    /// Lets go of the records that were loaded; who is who stays known.
    pub fn forget(&mut self) {
        self.records.clear();
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

    /// Resolves references to what is known by now. Those to records of the same kind are set aside, because the
    /// record may stand later in the same batch: a term and its year, a school and its district.
    async fn resolve(
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
    fn put_back(&mut self, mut aside: Aside, placed: &mut [Identified]) {
        if aside.is_empty() {
            return;
        }
        for one in placed {
            let assertion = &mut one.assertion;
            let Some(mut fields) = aside.remove(&(assertion.document, assertion.key.clone())) else {
                continue;
            };
            for (_, at) in self.resolve_fields(&mut fields) {
                *self.missing.entry(at).or_default() += 1;
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
            *self.missing.entry(at).or_default() += 1;
        }
        if lost {
            self.unsettled.insert(assertion.document);
        }
        (!lost).then_some(assertion)
    }

    /// All broken references in one pass, grouped by the missing record.
    pub fn tell_missing(&mut self) {
        for ((to, key), count) in std::mem::take(&mut self.missing) {
            let message = unsent(count, to.parse().ok());
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
        let mut known: Vec<(Entity, RosterId)> = Vec::new();
        for one in &batch {
            let keys = one.aliases.iter().chain([&one.key]);
            let ids = keys.filter_map(|key| self.ids.get(&(entity, key.clone())).copied());
            known.extend(ids.chain([self.derived(entity, &one.key)]).map(|id| (entity, id)));
        }
        self.load(known).await?;
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
        let newcomers = batch.iter().filter(|one| !self.ids.contains_key(&(entity, one.key.clone())));
        let wanted: BTreeSet<(usize, String)> =
            newcomers.flat_map(|one| match_values(entity, rules, &one.fields)).collect();
        let shared = wanted.iter().filter(|at| self.newcomers.get(at) == Some(&None)).cloned().collect();
        let mut matches = Matches { shared, ..Matches::default() };
        let wanted: Vec<(usize, String)> = wanted.into_iter().collect();
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
type Aside = HashMap<(usize, String), Fields>;

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

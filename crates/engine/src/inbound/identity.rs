//! IDENTIFY: finds out who is who among the asserted records, in an order in which what is pointed at is known first.

mod recognise;
mod references;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_model::{
    ConflictKind, ConnectionId, Entity, Fields, Finding, Hash, MatchRule, Name, Resolution, RosterId,
    RosterRecord, Sync, TenantId,
};
use crosswalk_reconcile::identify::{house_rules, match_values, natural_key, scheme};
use crosswalk_store::{Spilled, Tenant};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::refs::Awaited;
use crate::Result;

pub(crate) use references::batch_of;

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
    /// The codes of what was odd in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub odd: Vec<Name>,
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
    /// What documents point at and nobody has brought yet; they enter again when it comes.
    pub awaited: HashMap<usize, BTreeSet<Awaited>>,
    ids: HashMap<(Entity, String), RosterId>,
    /// The kinds of which the roster has any record, and whether any link is known: nothing is looked for elsewhere.
    known_kinds: BTreeSet<Entity>,
    has_links: bool,
    /// Values of match rules, by rule, with the newcomer that bears it; `None` when several do.
    newcomers: HashMap<(usize, String), Option<String>>,
    missing: BTreeMap<(String, String), u64>,
}

impl<'a> Board<'a> {
    /// A board for one run of a sync.
    pub async fn new(
        tenant: &'a Tenant,
        sync: &'a Sync,
        answers: BTreeMap<Hash, Resolution>,
    ) -> Result<Self> {
        Ok(Self {
            known_kinds: tenant.roster_kinds().await?,
            has_links: tenant.has_links(sync.connection).await?,
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
            awaited: HashMap::new(),
            ids: HashMap::new(),
            newcomers: HashMap::new(),
            missing: BTreeMap::new(),
        })
    }

    /// Whether the roster has any record of a kind.
    pub(super) fn has(&self, entity: Entity) -> bool {
        self.known_kinds.contains(&entity)
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
            let chunk: Vec<(Entity, RosterId)> =
                chunk.iter().copied().filter(|(entity, _)| self.has(*entity)).collect();
            for record in self.tenant.roster_get(&chunk).await? {
                self.records.insert((record.entity, record.id), Some(record));
            }
        }
        Ok(())
    }

    /// A record as the roster holds it.
    pub fn record(&self, entity: Entity, id: RosterId) -> Option<&RosterRecord> {
        self.records.get(&(entity, id)).and_then(Option::as_ref)
    }

    /// Finds the records of keys: links first, then the identity that a key gave when it was first seen.
    async fn look_up(&mut self, entity: Entity, keys: BTreeSet<String>) -> Result<()> {
        let new: Vec<String> =
            keys.into_iter().filter(|key| !self.ids.contains_key(&(entity, key.clone()))).collect();
        let links = match self.has_links {
            true => self.tenant.links(self.connection, entity, &new).await?,
            false => Vec::new(),
        };
        self.load(links.iter().map(|link| (entity, link.roster_id))).await?;
        self.ids.extend(links.into_iter().map(|link| ((entity, link.key), link.roster_id)));
        let rest: Vec<String> =
            new.into_iter().filter(|key| !self.ids.contains_key(&(entity, key.clone()))).collect();
        if !self.has(entity) {
            return Ok(());
        }
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

/// The identifiers under which match rules will find a record later: scheme and value.
pub(crate) fn identifiers(rules: &[MatchRule], entity: Entity, fields: &Fields) -> Vec<(Name, String)> {
    let values = match_values(entity, rules, fields).into_iter();
    values.map(|(rule, value)| (scheme(&rules[rule]).into(), value)).collect()
}

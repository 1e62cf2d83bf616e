//! MAP and SELECT on the way out: what the roster wants a destination to hold.

use std::collections::{BTreeMap, HashMap};

use crosswalk_model::{
    Catalog, Crosswalk, Date, Direction, Entity, Fields, Finding, Name, RosterId, RosterRecord, Selection,
    Severity,
};
use crosswalk_reconcile::group::{belongs_to, group_of, is_people, school_of};
use crosswalk_reconcile::map::{Compiled, CompiledStream, FindingLimit, MapContext, Resolver, RosterView};
use crosswalk_reconcile::outbound::Departure;
use crosswalk_reconcile::select::{BAD_FILTER, Decision, Selector};

use super::snapshot::Snapshot;

/// Why a record has no key and fields of its own at the destination.
#[derive(Clone)]
pub(crate) enum Without {
    /// It has left, or is left out.
    Departs(Departure),
    /// A rule failed on it, so that nobody knows: it is neither written nor taken away.
    Undecided,
}

impl Without {
    /// What counts more when several maps or rules speak of a record: undecided, then gone, then left out.
    fn weight(&self) -> u8 {
        match self {
            Self::Undecided => 2,
            Self::Departs(Departure::Gone) => 1,
            Self::Departs(Departure::LeftOut(_)) => 0,
        }
    }
}

/// One record as it is wanted at the destination.
pub(crate) struct Wanted {
    /// Its key and fields, or why it has none.
    pub source: Result<(String, Fields), Without>,
    /// The name that a person knows it by.
    pub label: String,
    /// Its group.
    pub group: Name,
    /// Its school.
    pub school: Option<RosterId>,
    /// The codes of what was odd in it.
    pub odd: Vec<Name>,
    /// The date from which a later run must look again.
    pub next_effective_on: Option<Date>,
}

/// What one stream of the destination is to hold.
pub(crate) type WantedStream = HashMap<RosterId, Wanted>;

/// Everything that is wanted.
pub(crate) struct WantedAll {
    /// By stream, in the order in which they can be written.
    pub streams: Vec<(Name, WantedStream)>,
    /// What was odd.
    pub findings: Vec<Finding>,
    /// How many people were left out, by reason.
    pub left_out: BTreeMap<Name, u64>,
}

/// The streams that a mapping writes, in the order of the catalog.
pub(crate) fn streams_in_order(crosswalk: &Crosswalk, catalog: &Catalog) -> Vec<Name> {
    let mapped = |name: &Name| crosswalk.streams.iter().any(|map| map.enabled && map.to == *name);
    catalog.streams.iter().map(|stream| stream.name.clone()).filter(mapped).collect()
}

/// Maps the roster for a destination.
pub(crate) fn map_roster(
    snapshot: &Snapshot,
    crosswalk: &Crosswalk,
    selection: &Selection,
    today: Date,
    hash_key: [u8; 32],
    streams: &[Name],
) -> WantedAll {
    let context = MapContext { direction: Direction::Outbound, today, hash_key };
    let (compiled, mut findings) = Compiled::new(crosswalk, &context);
    let (selector, odd) = Selector::new(selection, today);
    findings.extend(odd);
    let limit = FindingLimit::default();
    let mut mapping = Mapping { snapshot, compiled: &compiled, selector, limit, odd: Vec::new() };
    let streams: Vec<(Name, WantedStream)> =
        streams.iter().map(|name| (name.clone(), mapping.stream(name))).collect();
    findings.extend(mapping.limit.finish());
    WantedAll { left_out: left_out(&streams), streams, findings }
}

struct Mapping<'a> {
    snapshot: &'a Snapshot,
    compiled: &'a Compiled,
    selector: Selector,
    limit: FindingLimit,
    /// What was odd in the record that was looked at last.
    odd: Vec<Name>,
}

impl Mapping<'_> {
    /// One destination stream; several maps may feed it, and the first that a record fits counts.
    fn stream(&mut self, name: &Name) -> WantedStream {
        let snapshot = self.snapshot;
        let resolver = |id: RosterId| snapshot.get(id);
        let mut wanted = WantedStream::new();
        for map in self.compiled.streams().iter().filter(|map| map.to == *name) {
            let Ok(entity) = map.from.parse::<Entity>() else { continue };
            for record in snapshot.all(entity) {
                let known = wanted.get(&record.id).map(|one: &Wanted| &one.source);
                if matches!(known, Some(Ok(_))) {
                    continue;
                }
                let source = self.source(map, entity, record, &resolver);
                if let (Some(Err(known)), Err(new)) = (known, &source)
                    && known.weight() >= new.weight()
                {
                    continue;
                }
                wanted.insert(record.id, self.wanted(source, entity, record, &resolver));
            }
        }
        wanted
    }

    fn source(
        &mut self,
        map: &CompiledStream,
        entity: Entity,
        record: &RosterRecord,
        resolver: &Resolver<'_>,
    ) -> Result<(String, Fields), Without> {
        self.odd.clear();
        match self.selector.decide(entity, record, resolver) {
            Decision::In => self.mapped(map, record, resolver),
            Decision::Out { reason } if reason == BAD_FILTER => Err(Without::Undecided),
            out if out.is_departure() => Err(Without::Departs(Departure::Gone)),
            Decision::Out { reason } => Err(Without::Departs(Departure::LeftOut(reason))),
        }
    }

    fn mapped(
        &mut self,
        map: &CompiledStream,
        record: &RosterRecord,
        resolver: &Resolver<'_>,
    ) -> Result<(String, Fields), Without> {
        let mut odd = Vec::new();
        let mapped = map.apply(&RosterView::new(record, resolver), &mut odd);
        let failed = map.is_broken() || odd.iter().any(|finding| finding.severity == Severity::Error);
        self.odd.extend(odd.iter().map(|finding| finding.code.clone()));
        self.limit.take(&mut odd);
        match mapped {
            Some(mapped) => Ok((mapped.key, mapped.fields)),
            None if failed => Err(Without::Undecided),
            None => Err(Without::Departs(Departure::LeftOut(NOT_MAPPED.into()))),
        }
    }

    fn wanted(
        &mut self,
        source: Result<(String, Fields), Without>,
        entity: Entity,
        record: &RosterRecord,
        resolver: &Resolver<'_>,
    ) -> Wanted {
        Wanted {
            source,
            label: label(record, self.snapshot),
            group: group_of(entity, &record.fields),
            school: school(record, self.snapshot),
            odd: std::mem::take(&mut self.odd),
            next_effective_on: self.selector.next_effective_on(record, resolver),
        }
    }
}

/// People who take part in no stream at all, by reason. That a map is for others is a reason only where there is no
/// better one.
fn left_out(streams: &[(Name, WantedStream)]) -> BTreeMap<Name, u64> {
    let mut people: HashMap<RosterId, &Name> = HashMap::new();
    let all = || streams.iter().flat_map(|(_, stream)| stream).filter(|(_, one)| is_people(&one.group));
    for (id, one) in all() {
        if let Err(Without::Departs(Departure::LeftOut(reason))) = &one.source {
            let known = people.entry(*id).or_insert(reason);
            if *known == NOT_MAPPED {
                *known = reason;
            }
        }
    }
    for (id, one) in all() {
        if !matches!(one.source, Err(Without::Departs(Departure::LeftOut(_)))) {
            people.remove(id);
        }
    }
    let mut counts = BTreeMap::new();
    for reason in people.into_values() {
        *counts.entry(reason.clone()).or_default() += 1;
    }
    counts
}

/// No map of a stream is for the record.
const NOT_MAPPED: &str = "not part of this mapping";

/// A record's school: its own, or that of its class or person.
fn school(record: &RosterRecord, snapshot: &Snapshot) -> Option<RosterId> {
    let own = |record: &RosterRecord| school_of(record.entity, record.id, &record.fields);
    let owner = || belongs_to(record.entity, &record.fields).and_then(|(_, id)| snapshot.get(id));
    own(record).or_else(|| owner().and_then(own))
}

/// A record's name; an enrolment is known by its person and class.
fn label(record: &crosswalk_model::RosterRecord, snapshot: &Snapshot) -> String {
    let named = |field: &str| {
        let id = record.fields.get(field).and_then(|value| value.as_roster_id());
        id.and_then(|id| snapshot.get(id)).map(|record| record.label()).unwrap_or_default()
    };
    match record.entity {
        Entity::Enrollment => format!("{} in {}", named("user"), named("class")),
        Entity::TimetableSlot => format!("{}, {}", named("class"), record.label()),
        Entity::Demographics | Entity::AttendanceMark => named("user"),
        Entity::Relationship => format!("{} for {}", named("contact"), named("pupil")),
        _ => record.label(),
    }
}

//! MAP and SELECT on the way out: what the roster wants a destination to hold.

use std::collections::{BTreeMap, HashMap};

use crosswalk_model::{
    Catalog, Crosswalk, Date, Direction, Entity, Fields, Finding, Name, RosterId, Selection,
};
use crosswalk_reconcile::group::group_of;
use crosswalk_reconcile::map::{Compiled, FindingLimit, MapContext, RosterView};
use crosswalk_reconcile::outbound::Departure;
use crosswalk_reconcile::select::{Decision, Selector};

use super::snapshot::Snapshot;

/// One record as it is wanted at the destination.
pub(crate) struct Wanted {
    /// Its key and fields, or why it does not take part.
    pub source: Result<(String, Fields), Departure>,
    /// The name that a person knows it by.
    pub label: String,
    /// Its group.
    pub group: Name,
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
    let mut mapping =
        Mapping { snapshot, compiled, selector, limit: FindingLimit::default(), left_out: BTreeMap::new() };
    let streams: Vec<(Name, WantedStream)> =
        streams.iter().map(|name| (name.clone(), mapping.stream(name))).collect();
    findings.extend(mapping.limit.finish());
    WantedAll { streams, findings, left_out: mapping.left_out }
}

struct Mapping<'a> {
    snapshot: &'a Snapshot,
    compiled: Compiled,
    selector: Selector,
    limit: FindingLimit,
    left_out: BTreeMap<Name, u64>,
}

impl Mapping<'_> {
    /// One destination stream; several maps may feed it, and the first that a record fits counts.
    fn stream(&mut self, name: &Name) -> WantedStream {
        let snapshot = self.snapshot;
        let resolver = |id: RosterId| snapshot.get(id);
        let mut wanted = WantedStream::new();
        let mut odd = Vec::new();
        for map in self.compiled.streams().iter().filter(|map| map.to == *name) {
            let Ok(entity) = map.from.parse::<Entity>() else { continue };
            for record in snapshot.all(entity) {
                if wanted.get(&record.id).is_some_and(|one: &Wanted| one.source.is_ok()) {
                    continue;
                }
                let source = match self.selector.decide(entity, record, &resolver) {
                    Decision::In => map
                        .apply(&RosterView::new(record, &resolver), &mut odd)
                        .map(|mapped| (mapped.key, mapped.fields))
                        .ok_or(Departure::LeftOut("not part of this mapping".into())),
                    out if out.is_departure() => Err(Departure::Gone),
                    Decision::Out { reason } => Err(Departure::LeftOut(reason)),
                };
                if let (Err(Departure::LeftOut(reason)), Entity::User) = (&source, entity) {
                    *self.left_out.entry(reason.clone()).or_default() += 1;
                }
                wanted.insert(
                    record.id,
                    Wanted {
                        source,
                        label: label(record, snapshot),
                        group: group_of(entity, &record.fields),
                        next_effective_on: self.selector.next_effective_on(record, &resolver),
                    },
                );
            }
        }
        self.limit.take(&mut odd);
        wanted
    }
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

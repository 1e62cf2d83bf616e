//! What might be mapped to the free fields of a stream. Records that both sides hold are compared, so that a field may
//! be found that no name betrays.

use std::collections::HashMap;

use crosswalk_connector_kit::{PresentRecord, ReadBack};
use crosswalk_model::{
    Catalog, Direction, Entity, Kind, RosterId, RosterRecord, StreamMap, Suggestion, Sync, SyncId, Value,
};
use crosswalk_reconcile::map::{Compiled, RecordView, RosterView};
use crosswalk_reconcile::suggest::{Side, suggest};
use crosswalk_store::Tenant;

use super::Desk;
use super::mapping::targets;
use crate::outbound::Snapshot;
use crate::syncs::sync;
use crate::{EngineError, Result};

/// So many records are compared at most.
const RECORDS: usize = 200;

impl Desk<'_> {
    pub(super) async fn suggest(&self, id: SyncId, stream: usize) -> Result<Vec<Suggestion>> {
        let tenant = self.engine.school()?;
        let sync = sync(&tenant, id).await?;
        let map = sync.crosswalk.streams.get(stream).ok_or(EngineError::NotFound("stream"))?;
        let catalog = self.catalog(&sync).await;
        let free = free(map, sync.direction, &catalog);
        if free.is_empty() {
            // The screens ask without being told to: a destination is not read for nothing.
            return Ok(Vec::new());
        }
        let (targets, sources) = match sync.direction {
            Direction::Outbound => self.compared(&tenant, &sync, map, &catalog, free).await?,
            Direction::Inbound => (free, told(map, &catalog)),
        };
        Ok(suggest(&targets, &sources))
    }

    /// Both sides with the values of some records that the mapping sends.
    async fn compared(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        map: &StreamMap,
        catalog: &Catalog,
        free: Vec<Side>,
    ) -> Result<(Vec<Side>, Vec<Side>)> {
        let snapshot = Snapshot::load(tenant, &sync.crosswalk).await?;
        let context = self.engine.map_context(tenant, sync.direction).await?;
        let (compiled, _) = Compiled::new(&sync.crosswalk, &context);
        let run = compiled.streams().iter().find(|one| one.from == map.from && one.to == map.to);
        let (Some(run), Ok(entity)) = (run, map.from.parse::<Entity>()) else {
            return Ok((free, Vec::new()));
        };
        let resolver = |id: RosterId| snapshot.get(id);
        let keyed = snapshot.all(entity).filter(|record| record.active).filter_map(|record| {
            let mapped = run.apply(&RosterView::new(record, &resolver), &mut Vec::new())?;
            Some((mapped.key, record))
        });
        let (keys, records): (Vec<String>, Vec<&RosterRecord>) = keyed.take(RECORDS).unzip();
        let present = self.present(sync, map, catalog, &keys).await;
        let targets = free.into_iter().map(|side| Side { values: held(&side.name, &keys, &present), ..side });
        let views: Vec<_> = records.into_iter().map(|record| RosterView::new(record, &resolver)).collect();
        let sources = paths(entity).into_iter().map(|(name, kind)| {
            let values = views.iter().map(|view| said(view.field(&name).as_deref())).collect();
            Side { values, name, kind }
        });
        Ok((targets.collect(), sources.collect()))
    }

    /// What the destination holds of some records; nothing where it cannot be asked: the names still speak.
    async fn present(
        &self,
        sync: &Sync,
        map: &StreamMap,
        catalog: &Catalog,
        keys: &[String],
    ) -> HashMap<String, PresentRecord> {
        let is_readable = catalog.stream(&map.to).is_some_and(|stream| stream.readable);
        let Ok(tenant) = self.engine.school() else { return HashMap::new() };
        let Ok(opened) = self.engine.open(tenant.id(), sync.connection).await else { return HashMap::new() };
        if !is_readable || keys.is_empty() {
            return HashMap::new();
        }
        let cancel = self.engine.supervisor().token();
        let ask = ReadBack { stream: map.to.to_string(), keys: Some(keys.to_vec()), cancel };
        let came = opened.read_back(&ask).await.unwrap_or_default();
        came.into_iter().map(|record| (record.key.clone(), record)).collect()
    }
}

/// The fields that nothing is mapped to.
fn free(map: &StreamMap, direction: Direction, catalog: &Catalog) -> Vec<Side> {
    let open = targets(map, direction, catalog).into_iter();
    let open = open.filter(|(name, ..)| !map.fields.iter().any(|field| field.to == name.as_str()));
    open.map(|(name, kind, _)| Side { name, kind, values: Vec::new() }).collect()
}

/// The fields that a source is known to have. Its samples are masked, and say nothing of how values look.
fn told(map: &StreamMap, catalog: &Catalog) -> Vec<Side> {
    let fields = catalog.stream(&map.from).into_iter().flat_map(|stream| &stream.fields);
    let side = |name: String, kind: String| Side { name, kind, values: Vec::new() };
    fields.map(|field| side(field.name.to_string(), field.kind.clone())).collect()
}

/// The fields of an entity and, one step further, those of what they point at: `school.identifier`.
fn paths(entity: Entity) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for field in entity.schema().fields {
        match field.kind {
            Kind::Map => {}
            Kind::Ref(to) => {
                let plain =
                    to.schema().fields.iter().filter(|next| !matches!(next.kind, Kind::Map | Kind::Ref(_)));
                paths.extend(plain.map(|next| (format!("{}.{}", field.name, next.name), word(next.kind))));
            }
            kind => paths.push((field.name.to_owned(), word(kind))),
        }
    }
    paths
}

fn word(kind: Kind) -> String {
    format!("{kind:?}").to_lowercase()
}

fn held(name: &str, keys: &[String], present: &HashMap<String, PresentRecord>) -> Vec<Option<String>> {
    let value = |key: &String| said(present.get(key).and_then(|record| record.fields.get(name)));
    keys.iter().map(value).collect()
}

fn said(value: Option<&Value>) -> Option<String> {
    let value = value.filter(|value| !value.is_empty())?;
    Some(value.display())
}

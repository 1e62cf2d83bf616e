//! Syncs and their mappings, in the screen's words, with live samples.

use crosswalk_contract::{
    Call, ChangeFields, Done, FieldView, MappingText, MappingView, SampleRow, StreamView, SyncCard,
};
use crosswalk_model::{
    Catalog, Crosswalk, Direction, Entity, FieldMap, Filter, RosterId, RosterRecord, StreamMap, Sync, SyncId,
    Value,
};
use crosswalk_reconcile::map::{Compiled, CompiledStream, RosterView, words};
use crosswalk_store::Tenant;

use super::{Answered, Desk, cases, privacy, reply};
use crate::outbound::Snapshot;
use crate::syncs::sync;
use crate::{EngineError, Result};

const SAMPLES: usize = 20;
/// How many records are looked through at a time for them.
const LOOKED_THROUGH: u32 = 200;

impl Desk<'_> {
    pub(super) async fn mapping(&self, call: Call) -> Answered {
        match call {
            Call::ListSyncs(_) => reply(self.list_syncs().await),
            Call::SetStandingApproval(ask) => reply(self.set_standing(ask.sync, ask.standing).await),
            Call::SetFilters(ask) => reply(self.set_filters(ask.sync, ask.filters).await),
            Call::GetMapping(ask) => reply(self.get_mapping(ask.sync).await),
            Call::ChangeFields(ask) => reply(self.change_fields(ask).await),
            Call::SuggestFields(ask) => reply(self.suggest(ask.sync, ask.stream).await),
            Call::GetMappingText(ask) => reply(self.get_text(ask.sync).await),
            Call::SetMappingText(ask) => reply(self.set_text(ask.sync, &ask.text, ask.knowingly).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn list_syncs(&self) -> Result<Vec<SyncCard>> {
        Ok(self.engine.school()?.syncs().await?.iter().map(card).collect())
    }

    async fn set_standing(&self, id: SyncId, standing: bool) -> Result<Done> {
        let change = |sync: &mut Sync| {
            sync.standing_approval = standing;
            Ok(())
        };
        self.engine.change_sync(self.actor, id, change).await?;
        self.engine.set_asks_always(id, !standing).await?;
        let sentence = if standing {
            "Plans below the guard are applied by themselves."
        } else {
            "You are asked before each plan."
        };
        Ok(Done::saying(sentence))
    }

    async fn set_filters(&self, id: SyncId, filters: Vec<Filter>) -> Result<Done> {
        let change = |sync: &mut Sync| {
            sync.selection.filters = filters;
            Ok(())
        };
        self.engine.change_sync(self.actor, id, change).await?;
        Ok(Done::saying("Saved. The next plan shows who is left out, and why."))
    }

    async fn change_fields(&self, ask: ChangeFields) -> Result<MappingView> {
        let ChangeFields { sync, stream, set, remove, knowingly } = ask;
        let change = |sync: &mut Sync| {
            let map = stream_at(sync, stream)?;
            map.fields.retain(|known| !remove.iter().any(|gone| known.to == *gone));
            set.into_iter().for_each(|field| put_field(map, field));
            Ok(())
        };
        self.change_mapping(sync, knowingly, change).await
    }

    /// Changes a sync and shows its mapping as it is then. What breaks cases is not changed, unless it is meant.
    pub(super) async fn change_mapping(
        &self,
        id: SyncId,
        knowingly: bool,
        change: impl FnOnce(&mut Sync) -> Result<()>,
    ) -> Result<MappingView> {
        let tenant = self.engine.school()?;
        let context = self.engine.map_context(&tenant, sync(&tenant, id).await?.direction).await?;
        let guarded = |sync: &mut Sync| {
            let before = sync.crosswalk.clone();
            change(sync)?;
            cases::settle(&mut sync.crosswalk)?;
            let broken = cases::broken(&before, &sync.crosswalk, &context);
            match broken.is_empty() || knowingly {
                true => Ok(()),
                false => Err(EngineError::BreaksCases(broken)),
            }
        };
        self.engine.change_sync(self.actor, id, guarded).await?;
        self.get_mapping(id).await
    }

    async fn get_text(&self, id: SyncId) -> Result<MappingText> {
        let sync = sync(&self.engine.school()?, id).await?;
        Ok(MappingText { text: toml::to_string_pretty(&sync.crosswalk).map_err(unreadable)? })
    }

    async fn set_text(&self, id: SyncId, text: &str, knowingly: bool) -> Result<MappingView> {
        let crosswalk: Crosswalk = toml::from_str(text).map_err(unreadable)?;
        self.change_mapping(id, knowingly, |sync| {
            sync.crosswalk = Crosswalk { version: sync.crosswalk.version, ..crosswalk };
            Ok(())
        })
        .await
    }

    async fn get_mapping(&self, id: SyncId) -> Result<MappingView> {
        let tenant = self.engine.school()?;
        let sync = sync(&tenant, id).await?;
        let catalog = self.catalog(&sync).await;
        let context = self.engine.map_context(&tenant, sync.direction).await?;
        let (compiled, _) = Compiled::new(&sync.crosswalk, &context);
        let mut streams = Vec::with_capacity(sync.crosswalk.streams.len());
        for map in &sync.crosswalk.streams {
            let mut view = stream_view(map, sync.direction, &catalog);
            let run = compiled.streams().iter().find(|one| one.from == map.from && one.to == map.to);
            if let (Direction::Outbound, Some(run)) = (sync.direction, run) {
                view.samples = samples(&tenant, map, run).await?;
            }
            streams.push(view);
        }
        let cases = cases::tried(&sync.crosswalk, &compiled);
        Ok(MappingView { sync: card(&sync), version: sync.crosswalk.version, streams, cases })
    }

    /// The other side's catalog; empty when the service cannot be reached, the mapping is shown all the same.
    pub(super) async fn catalog(&self, sync: &Sync) -> Catalog {
        let Ok(tenant) = self.engine.school() else { return Catalog::default() };
        match self.engine.open(tenant.id(), sync.connection).await {
            Ok(opened) => opened.discover(&self.engine.supervisor().token()).await.unwrap_or_default(),
            Err(_) => Catalog::default(),
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> EngineError {
    EngineError::MappingText(error.to_string())
}

/// A stream of a sync's mapping, by its place.
fn stream_at(sync: &mut Sync, place: usize) -> Result<&mut StreamMap> {
    sync.crosswalk.streams.get_mut(place).ok_or(EngineError::NotFound("stream"))
}

/// Puts a field's rule in the place of the former one, or after all others.
fn put_field(map: &mut StreamMap, field: FieldMap) {
    match map.fields.iter_mut().find(|known| known.to == field.to) {
        Some(known) => *known = field,
        None => map.fields.push(field),
    }
}

fn card(sync: &Sync) -> SyncCard {
    SyncCard {
        id: sync.id,
        connection: sync.connection,
        title: sync.title.clone(),
        direction: sync.direction,
        standing_approval: sync.standing_approval,
        filters: sync.selection.filters.clone(),
        honours_data_sharing: sync.selection.honour_data_sharing,
    }
}

fn stream_view(map: &StreamMap, direction: Direction, catalog: &Catalog) -> StreamView {
    let entity = match direction {
        Direction::Outbound => map.from.parse::<Entity>().ok(),
        Direction::Inbound => None,
    };
    let targets = targets(map, direction, catalog);
    let kind_of = |name: &str| targets.iter().find(|target| target.0 == name).map(|target| target.1.clone());
    let fields: Vec<FieldView> = map
        .fields
        .iter()
        .map(|field| {
            let (input, chips) = words(&field.rule);
            FieldView {
                input,
                chips,
                kind: kind_of(&field.to).unwrap_or_default(),
                sensitive: privacy::is_sensitive(entity, field),
                sent: privacy::is_sent(entity, field),
                map: field.clone(),
            }
        })
        .collect();
    let (input, chips) = words(&map.key);
    StreamView {
        from: map.from.to_string(),
        to: map.to.to_string(),
        enabled: map.enabled,
        when: map.when.clone(),
        key: std::iter::once(input).chain(chips).collect::<Vec<_>>().join(" → "),
        unmapped: targets
            .into_iter()
            .filter(|target| !fields.iter().any(|field| field.map.to == target.0))
            .collect(),
        fields,
        source_fields: source_fields(map, direction, catalog),
        samples: Vec::new(),
    }
}

/// The fields that can be written: name, kind, whether one must be.
pub(super) fn targets(
    map: &StreamMap,
    direction: Direction,
    catalog: &Catalog,
) -> Vec<(String, String, bool)> {
    match direction {
        Direction::Outbound => writable_fields(&map.to, catalog),
        Direction::Inbound => roster_fields(&map.to),
    }
}

fn writable_fields(stream: &str, catalog: &Catalog) -> Vec<(String, String, bool)> {
    let Some(stream) = catalog.stream(stream) else { return Vec::new() };
    // The key is written by the stream's own key rule.
    let open = stream.fields.iter().filter(|field| !field.read_only && field.name != stream.key);
    open.map(|field| (field.name.to_string(), field.kind.clone(), field.required)).collect()
}

fn roster_fields(entity: &str) -> Vec<(String, String, bool)> {
    let Ok(entity) = entity.parse::<Entity>() else { return Vec::new() };
    let fields = entity.schema().fields.iter();
    fields
        .map(|field| (field.name.to_owned(), format!("{:?}", field.kind).to_lowercase(), field.required))
        .collect()
}

/// The fields that can be used, with a masked sample where there is one.
fn source_fields(map: &StreamMap, direction: Direction, catalog: &Catalog) -> Vec<(String, String)> {
    match direction {
        Direction::Outbound => {
            roster_fields(&map.from).into_iter().map(|(name, kind, _)| (name, kind)).collect()
        }
        Direction::Inbound => sampled_fields(&map.from, catalog),
    }
}

fn sampled_fields(stream: &str, catalog: &Catalog) -> Vec<(String, String)> {
    let fields = catalog.stream(stream).into_iter().flat_map(|stream| &stream.fields);
    fields.map(|field| (field.name.to_string(), field.sample.clone().unwrap_or_default())).collect()
}

/// Real records before and after, masked where the field is sensitive. Page after page is looked through until enough
/// of them take part.
async fn samples(tenant: &Tenant, map: &StreamMap, run: &CompiledStream) -> Result<Vec<SampleRow>> {
    let Ok(entity) = map.from.parse::<Entity>() else { return Ok(Vec::new()) };
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = tenant.roster_page(entity, true, after, LOOKED_THROUGH).await?;
        let around = Snapshot::around(tenant, &page).await?;
        let taking_part = page.iter().filter_map(|record| sample(record, map, run, &around));
        rows.extend(taking_part.take(SAMPLES - rows.len()));
        if rows.len() == SAMPLES || page.len() < LOOKED_THROUGH as usize {
            return Ok(rows);
        }
        after = page.last().map(|record| record.id);
    }
}

/// One record before and after; `None` where it takes no part.
fn sample(
    record: &RosterRecord,
    map: &StreamMap,
    run: &CompiledStream,
    around: &Snapshot,
) -> Option<SampleRow> {
    let (resolver, mut findings) = (|id: RosterId| around.get(id), Vec::new());
    let mapped = run.apply(&RosterView::new(record, &resolver), &mut findings)?;
    let cells =
        map.fields.iter().map(|field| cell(record.entity, record, field, mapped.fields.get(&field.to)));
    let findings = findings.into_iter().map(|finding| finding.message).collect();
    Some(SampleRow { id: record.id, label: record.label(), cells: cells.collect(), findings })
}

fn cell(entity: Entity, record: &RosterRecord, field: &FieldMap, after: Option<&Value>) -> (String, String) {
    let before = match &field.rule.input {
        crosswalk_model::Input::Field(name) => {
            record.fields.get(name).map(Value::display).unwrap_or_default()
        }
        crosswalk_model::Input::Fields(names) => names
            .iter()
            .filter_map(|name| record.fields.get(name))
            .map(Value::display)
            .collect::<Vec<_>>()
            .join(" · "),
        _ => String::new(),
    };
    let after = after.map(Value::display).unwrap_or_default();
    if privacy::is_sensitive(Some(entity), field) {
        (masked(&before), masked(&after))
    } else {
        (before, after)
    }
}

/// The first characters of a long text, the rest as dots: `20•• ••`.
pub(super) fn masked(text: &str) -> String {
    super::mask::dots(text)
}

//! Where a value came from and who let it pass: the message as it was stored, the run, the plan and its approval.

use std::collections::BTreeSet;
use std::sync::Arc;

use crosswalk_contract::LineageStep;
use crosswalk_model::{
    Change, Delivery, DeliveryId, Direction, Document, Outcome, Plan, RosterId, RosterRecord, Run,
    SourceRecord, StreamMap, Sync,
};
use crosswalk_reconcile::map::{Compiled, SourceView, explain};
use crosswalk_store::{DocumentRow, Tenant};
use tokio_util::sync::CancellationToken;

use super::changes::kinds;
use super::lineage::told;
use super::{Desk, say};
use crate::Result;
use crate::inbound::{read_again, refs_of};
use crate::outbound::pointed_at;

/// How many runs are looked through for the one that wrote a value.
const RUNS: u32 = 20;

/// A source, and the record that it speaks of.
pub(super) struct Source<'a> {
    pub tenant: &'a Tenant,
    pub sync: &'a Sync,
    pub record: &'a RosterRecord,
    /// What the source is called.
    pub name: &'a str,
}

impl Desk<'_> {
    /// The message or the read, the raw value where it is kept, each step to the roster's value, and the run that took
    /// it in.
    pub(super) async fn raw_story(&self, source: &Source<'_>, field: &str) -> Result<Vec<LineageStep>> {
        let own = source.record.asserted.iter().find(|one| one.connection == Some(source.sync.connection));
        let Some(key) = own.map(|one| one.key.as_str()) else { return Ok(Vec::new()) };
        for row in source.rows(key).await? {
            let mut steps = match row.origin.as_ref().and_then(|origin| origin.delivery) {
                Some(delivery) => self.pushed_story(source, delivery, &row, (key, field)).await?,
                None => self.read_story(source, &row).await?,
            };
            if steps.is_empty() {
                continue;
            }
            if let Some(run) = row.last_run {
                steps.extend(self.run_step(source.tenant, source.tenant.run(run).await?).await?);
            }
            return Ok(steps);
        }
        Ok(Vec::new())
    }

    /// What was pushed: nothing when the record does not stand in that message.
    async fn pushed_story(
        &self,
        source: &Source<'_>,
        delivery: DeliveryId,
        row: &DocumentRow,
        (key, field): (&str, &str),
    ) -> Result<Vec<LineageStep>> {
        let Some(delivery) = source.tenant.delivery(delivery).await? else { return Ok(Vec::new()) };
        let mut steps = vec![self.delivery_step(&delivery, source.name)];
        match self.document(source, &delivery, row).await? {
            Some(document) => match source.said(&document, key) {
                Some((map, said)) => {
                    steps.extend(self.steps_of(source, map, said, &document, field).await?);
                }
                None => return Ok(Vec::new()),
            },
            None => steps.push(self.purged(source, &delivery).await?),
        }
        Ok(steps)
    }

    /// What was read of a source that is asked, such as files: its words are not kept, but when they were last new.
    async fn read_story(&self, source: &Source<'_>, row: &DocumentRow) -> Result<Vec<LineageStep>> {
        let own = source.record;
        let run = match row.last_run {
            Some(run) if refs_of(row).any(|one| one.at() == (own.entity, own.id)) => {
                source.tenant.run(run).await?
            }
            _ => None,
        };
        let step = |run: Run| LineageStep {
            title: format!("{} was read", source.name),
            detail: format!("{}, {}", row.stream, say::ago(run.started_at, self.engine.clock().now())),
            raw: None,
            at: Some(run.started_at),
        };
        Ok(run.map(step).into_iter().collect())
    }

    fn delivery_step(&self, delivery: &Delivery, name: &str) -> LineageStep {
        let when = say::ago(delivery.received_at, self.engine.clock().now());
        LineageStep {
            title: format!("{name} pushed it"),
            detail: format!("{}, {when}", delivery.kind),
            raw: None,
            at: Some(delivery.received_at),
        }
    }

    /// Reads the stored message again and finds the document.
    async fn document(
        &self,
        source: &Source<'_>,
        delivery: &Delivery,
        row: &DocumentRow,
    ) -> Result<Option<Document>> {
        if delivery.body.is_none() {
            return Ok(None);
        }
        let opened: Arc<dyn crosswalk_connector_kit::Connection> =
            self.engine.open(source.tenant.id(), source.sync.connection).await?.into();
        let documents = read_again(source.tenant, opened, delivery.clone(), CancellationToken::new()).await?;
        let own = |one: &Document| one.head.stream == row.stream && one.head.key == row.key;
        Ok(documents.into_iter().find(own))
    }

    /// What stands in the place of a raw message that is no longer kept.
    async fn purged(&self, source: &Source<'_>, delivery: &Delivery) -> Result<LineageStep> {
        let at = source.tenant.purged_at(delivery.id).await?;
        let on = at.map(|at| format!(" on {}", self.engine.civil(at))).unwrap_or_default();
        Ok(LineageStep {
            title: "The raw message".into(),
            detail: format!("Raw purged{on}; only what it led to is kept."),
            raw: None,
            at,
        })
    }

    async fn steps_of(
        &self,
        source: &Source<'_>,
        map: &StreamMap,
        said: &SourceRecord,
        document: &Document,
        field: &str,
    ) -> Result<Vec<LineageStep>> {
        let context = self.engine.map_context(source.tenant, Direction::Inbound).await?;
        let (compiled, _) = Compiled::new(&source.sync.crosswalk, &context);
        let stream = compiled.streams().iter().find(|one| one.from == map.from && one.to == map.to);
        let spec = source.record.entity.field(field);
        let sensitive = spec.is_none_or(|spec| spec.class.sensitive());
        let is_head = std::ptr::eq(said, &document.head);
        let view = if is_head { SourceView::head(said) } else { SourceView::child(said, &document.head.key) };
        Ok(told(stream.map(|stream| explain(stream, field, &view)).unwrap_or_default(), sensitive))
    }

    /// The plan of a run, and whose word let it pass.
    async fn run_step(&self, tenant: &Tenant, run: Option<Run>) -> Result<Option<LineageStep>> {
        let Some(run) = run else { return Ok(None) };
        let Some(plan) = run.plan else { return Ok(None) };
        let approval = tenant.approvals(plan).await?.pop();
        let plan = tenant.plan(plan).await?;
        let sentence = plan.map(|plan| plan.summary.sentence).unwrap_or_default();
        let by = approval.map(|approval| format!("Approved by {}.", approval.by.label));
        Ok(Some(LineageStep {
            title: sentence,
            detail: by.unwrap_or_else(|| "Nothing needed to be approved.".into()),
            raw: None,
            at: run.ended_at,
        }))
    }

    /// The last run that wrote a record at a destination.
    pub(super) async fn written_by(
        &self,
        tenant: &Tenant,
        sync: &Sync,
        target: &str,
        id: RosterId,
    ) -> Result<Option<LineageStep>> {
        for run in tenant.runs(Some(sync.id), None, RUNS).await?.into_iter().filter(|run| run.applied > 0) {
            let Some(plan) = run.plan else { continue };
            let Some(plan) = tenant.plan(plan).await? else { continue };
            let Some(place) = place_of(tenant, &plan, target, id).await? else { continue };
            if tenant.outcome_ranges(plan.id).await?.get(place).is_some_and(Outcome::confirmed) {
                return self.run_step(tenant, Some(run)).await;
            }
        }
        Ok(None)
    }
}

impl Source<'_> {
    /// The documents in which the record itself stands.
    pub(super) async fn own_rows(&self) -> Result<Vec<DocumentRow>> {
        let own = self.record.asserted.iter().find(|one| one.connection == Some(self.sync.connection));
        match own {
            Some(own) => self.rows(&own.key).await,
            None => Ok(Vec::new()),
        }
    }

    /// The documents in which the record may stand: its own, or that of somebody it belongs to.
    async fn rows(&self, key: &str) -> Result<Vec<DocumentRow>> {
        let mut keys = vec![key.to_owned()];
        for owner in self.tenant.roster_get(&pointed_at(self.record)).await? {
            let own = owner.asserted.iter().find(|one| one.connection == Some(self.sync.connection));
            keys.extend(own.map(|one| one.key.clone()));
        }
        let streams: BTreeSet<_> = self.sync.crosswalk.streams.iter().map(|map| &map.from).collect();
        let mut rows = Vec::new();
        for key in keys {
            for stream in &streams {
                let found = self.tenant.documents(self.sync.connection, stream, std::slice::from_ref(&key));
                rows.extend(found.await?);
            }
        }
        Ok(rows)
    }

    /// What a document says of the record, and the map that reads it.
    fn said<'d>(&self, document: &'d Document, key: &str) -> Option<(&StreamMap, &'d SourceRecord)> {
        let maps = || self.sync.crosswalk.streams.iter().filter(|map| map.to == self.record.entity.as_str());
        let said = std::iter::once(&document.head).chain(&document.children).filter(|said| said.key == key);
        said.into_iter().find_map(|said| Some((maps().find(|map| map.from == said.stream)?, said)))
    }
}

/// Where in a plan the change of one record stands. Only segments with changes of its target are opened.
async fn place_of(tenant: &Tenant, plan: &Plan, target: &str, id: RosterId) -> Result<Option<u32>> {
    let kinds = kinds(tenant, plan).await?;
    let is_wanted = |place: &usize| kinds.kinds.get(*place).is_some_and(|kind| kind.target == target);
    let mut first = 0;
    for (n, segment) in (0u32..).zip(&plan.segments) {
        let inside = kinds.segments.get(n as usize);
        if inside.is_some_and(|inside| inside.iter().any(|(place, _)| is_wanted(place))) {
            let changes = tenant.segment(plan, n).await?;
            let own = |change: &Change| change.roster_id == id && change.target == target;
            if let Some(at) = (first..).zip(&changes).find_map(|(at, change)| own(change).then_some(at)) {
                return Ok(Some(at));
            }
        }
        first += segment.count;
    }
    Ok(None)
}

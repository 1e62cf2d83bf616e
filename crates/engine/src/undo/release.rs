//! Letting pins go: what is pinned at a destination is left to the next run; what is said by hand in the roster is
//! taken back by a plan of its own.

use std::collections::BTreeMap;

use crosswalk_model::{
    Actor, Change, ChangeOp, Direction, Entity, FieldDiff, Fields, Pin, Plan, RosterId, RosterRecord, Run,
    RunId, RunKind, Sync, SyncId, Value, content_hash,
};
use crosswalk_reconcile::group::{group_of, school_of};
use crosswalk_reconcile::hand::without;
use crosswalk_reconcile::merge::Precedence;
use crosswalk_reconcile::reason;
use crosswalk_store::Tenant;
use serde_json::json;

use super::{TakenBack, holds};
use crate::syncs::{precedence, sync};
use crate::{Engine, EngineError, Result};

/// What came of letting pins go.
pub(crate) struct Released {
    /// How many records they were of.
    pub records: u64,
    /// The runs whose plans take back what was said by hand; none at a destination.
    pub runs: Vec<Run>,
}

impl Engine {
    /// Lets the pins of some records go, or all of a sync.
    pub(crate) async fn release_pins(
        &self,
        actor: &Actor,
        id: SyncId,
        records: &[RosterId],
    ) -> Result<Released> {
        let tenant = self.school()?;
        let sync = sync(&tenant, id).await?;
        let meant = |pin: &Pin| records.is_empty() || records.contains(&pin.roster_id);
        let pins: Vec<Pin> = tenant.pins(id).await?.into_iter().filter(meant).collect();
        if pins.is_empty() {
            return Err(EngineError::NotFound("pin"));
        }
        match sync.direction {
            Direction::Outbound => self.release_at_destination(&tenant, actor, &sync, &pins).await,
            Direction::Inbound => {
                let (engine, actor) = (self.clone(), actor.clone());
                let work = async move { engine.release_in_roster(&tenant, &actor, &sync, pins).await };
                self.aside(work).await
            }
        }
    }

    async fn release_at_destination(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        sync: &Sync,
        pins: &[Pin],
    ) -> Result<Released> {
        let mut work = tenant.begin().await?;
        let mut records = 0;
        for pin in pins {
            records += u64::from(work.remove_pins(sync.id, &pin.target, pin.roster_id).await? > 0);
        }
        let details = json!({ "sync": sync.title, "count": records });
        self.audit(&mut work, actor, "pins.released", details).await?;
        work.commit().await?;
        Ok(Released { records, runs: Vec::new() })
    }

    /// One plan for each undo that said something by hand.
    async fn release_in_roster(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        sync: &Sync,
        pins: Vec<Pin>,
    ) -> Result<Released> {
        let place = self.lanes().place(sync.id, &self.supervisor().token())?;
        let mut by_run: BTreeMap<RunId, Vec<(Entity, RosterId)>> = BTreeMap::new();
        for pin in pins {
            if let Ok(entity) = pin.target.parse::<Entity>() {
                let of = by_run.entry(pin.run).or_default();
                if !of.contains(&(entity, pin.roster_id)) {
                    of.push((entity, pin.roster_id));
                }
            }
        }
        let mut released = Released { records: 0, runs: Vec::new() };
        for (run, ids) in by_run {
            released.records += ids.len() as u64;
            released.runs.push(self.take_back_word(tenant, actor, sync, run, &ids).await?);
        }
        drop(place);
        Ok(released)
    }

    async fn take_back_word(
        &self,
        tenant: &Tenant,
        actor: &Actor,
        sync: &Sync,
        run: RunId,
        ids: &[(Entity, RosterId)],
    ) -> Result<Run> {
        let of = undo_plan(tenant, run).await?;
        let ranks = precedence(&tenant.syncs().await?);
        let records = tenant.roster_get(ids).await?;
        let changes: Vec<Change> =
            records.iter().filter_map(|record| released(record, sync, &ranks)).collect();
        let baseline = crate::inbound::baseline(tenant).await?;
        let order = Entity::ALL.iter().map(|entity| entity.as_str().into()).collect();
        let taken = TakenBack { holds: holds(sync, &baseline, &changes), changes, order, stays: Vec::new() };
        let own = self.new_run(tenant, sync, RunKind::Undo, actor.clone()).await?;
        self.seal_undo(tenant, sync, own, &of, taken).await
    }
}

async fn undo_plan(tenant: &Tenant, run: RunId) -> Result<Plan> {
    let run = tenant.run(run).await?.ok_or(EngineError::NotFound("run"))?;
    let plan = run.plan.ok_or(EngineError::NotFound("plan"))?;
    crate::apply::plan(tenant, plan).await
}

/// The change after which a record is again as its sources say.
fn released(record: &RosterRecord, sync: &Sync, precedence: Precedence<'_>) -> Option<Change> {
    let hand = record.by_hand()?;
    let (sources, spoken) = without(record, precedence);
    let fields = hand.against.keys().map(|field| FieldDiff {
        field: field.clone(),
        before: record.fields.get(field).cloned(),
        after: Some(sources.get(field).cloned().unwrap_or(Value::Null)),
    });
    let (op, why) = match (record.active, spoken) {
        (true, false) => (ChangeOp::Deactivate, reason::undone()),
        (false, true) => (ChangeOp::Update, reason::back_by_undo()),
        _ => (ChangeOp::Update, reason::undone()),
    };
    let own = record.asserted.iter().find(|one| one.connection == Some(sync.connection));
    Some(Change {
        op,
        target: record.entity.as_str().into(),
        roster_id: record.id,
        key: own.map(|one| one.key.clone()).unwrap_or_default(),
        foreign_id: None,
        label: record.label(),
        group: group_of(record.entity, &record.fields),
        fields: fields.collect(),
        reason: why,
        expects: Some(content_hash(&record.fields)),
        next_effective_on: None,
        result: Fields::new(),
        pins: Vec::new(),
        school: school_of(record.entity, record.id, &record.fields),
        findings: Vec::new(),
    })
}

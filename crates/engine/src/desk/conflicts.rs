//! Conflicts, in the screen's words, and their answers.

use std::collections::BTreeMap;

use crosswalk_contract::{Call, ConflictView, Done, EventKind, StartedRun};
use crosswalk_model::{
    Conflict, ConflictId, ConflictKind, ConflictState, Direction, FieldPolicy, Resolution, RunKind, Sync,
    SyncId,
};
use crosswalk_store::{ConflictFilter, Tenant, Work};
use serde_json::json;

use super::mask::Masks;
use super::{Answered, Desk, reply};
use crate::people::{entity_of, person_of};
use crate::{EngineError, Result};

const MOST: u32 = 1000;

impl Desk<'_> {
    pub(super) async fn conflicts(&self, call: Call) -> Answered {
        match call {
            Call::ListConflicts(ask) => reply(self.list_conflicts(ask.open).await),
            Call::GetConflictSides(ask) => reply(self.conflict_sides(ask.id).await),
            Call::Resolve(ask) => reply(self.resolve(&ask.ids, &ask.resolution, ask.make_rule).await),
            Call::Reopen(ask) => reply(self.reopen(ask.id).await),
            Call::PlanResolutions(ask) => reply(self.plan_resolutions(ask.sync).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn list_conflicts(&self, open: bool) -> Result<Vec<ConflictView>> {
        let tenant = self.engine.school()?;
        let mut conflicts = tenant.conflicts(ConflictFilter::Open, None, None, MOST).await?;
        if !open {
            conflicts.extend(tenant.conflicts(ConflictFilter::Settled, None, None, MOST).await?);
        }
        let (sides, syncs) = (self.sides(&tenant).await?, tenant.syncs().await?);
        let shown = |conflict: &Conflict| {
            let masks = Masks(syncs.iter().find(|sync| sync.id == conflict.sync));
            let (conflict, masked) = masks.conflict(conflict);
            ConflictView { masked, ..view(conflict, &sides) }
        };
        Ok(conflicts.iter().map(shown).collect())
    }

    /// What the two sides of each sync are called.
    pub(super) async fn sides(&self, tenant: &Tenant) -> Result<BTreeMap<SyncId, (String, String)>> {
        let rows = tenant.connections().await?;
        let title = |sync: &Sync| {
            let row = rows.iter().find(|row| row.id == sync.connection);
            row.map(|row| row.title.clone()).unwrap_or_default()
        };
        let side = |sync: &Sync| match sync.direction {
            Direction::Inbound => (title(sync), "Roster".to_owned()),
            Direction::Outbound => ("Roster".to_owned(), title(sync)),
        };
        Ok(tenant.syncs().await?.iter().map(|sync| (sync.id, side(sync))).collect())
    }

    async fn resolve(&self, ids: &[ConflictId], resolution: &Resolution, make_rule: bool) -> Result<Done> {
        let tenant = self.engine.school()?;
        let mut settled = Vec::new();
        for id in ids {
            let mut conflict = tenant.conflict(*id).await?.ok_or(EngineError::NotFound("conflict"))?;
            conflict.state = ConflictState::Settled {
                resolution: resolution.clone(),
                by: self.actor.clone(),
                at: self.engine.clock().now(),
            };
            settled.push(conflict);
        }
        let mut work = tenant.begin().await?;
        work.put_conflicts(&settled).await?;
        for conflict in &settled {
            let details = json!({ "conflict": conflict.id, "rule": make_rule });
            self.note(&mut work, &tenant, conflict, "conflict.settled", details).await?;
        }
        work.commit().await?;
        if make_rule {
            self.make_rules(&settled, resolution).await?;
        }
        self.engine.events().tell(EventKind::Conflicts);
        Ok(Done::saying(format!("{} settled. The next plan carries it out.", settled.len())))
    }

    /// Notes in the audit what was done to a question, under the person whom it is about.
    pub(super) async fn note(
        &self,
        work: &mut Work,
        tenant: &Tenant,
        conflict: &Conflict,
        action: &str,
        details: serde_json::Value,
    ) -> Result<()> {
        let sync = tenant.sync(conflict.sync).await?;
        let subject = match entity_of(sync.as_ref(), &conflict.target) {
            Some(entity) => person_of(tenant, entity, conflict.roster_id).await?,
            None => None,
        };
        self.engine.audit_about(work, self.actor, action, subject, details).await
    }

    /// An answer that stands for all later questions of its kind becomes the field's policy.
    async fn make_rules(&self, settled: &[Conflict], resolution: &Resolution) -> Result<()> {
        let policy = match resolution {
            Resolution::TakeSource => FieldPolicy::SourceWins,
            Resolution::TakeDestination => FieldPolicy::DestinationWins,
            _ => return Ok(()),
        };
        for conflict in settled {
            let ConflictKind::Field { field, .. } = &conflict.kind else { continue };
            let (target, field) = (conflict.target.clone(), field.clone());
            self.engine
                .change_sync(self.actor, conflict.sync, |sync| {
                    let maps = sync.crosswalk.streams.iter_mut().filter(|map| map.to == target);
                    maps.flat_map(|map| &mut map.fields)
                        .filter(|map| map.to == field)
                        .for_each(|map| map.policy = policy);
                    Ok(())
                })
                .await?;
        }
        Ok(())
    }

    async fn reopen(&self, id: ConflictId) -> Result<Done> {
        let tenant = self.engine.school()?;
        let mut conflict = tenant.conflict(id).await?.ok_or(EngineError::NotFound("conflict"))?;
        conflict.state = ConflictState::Open;
        let mut work = tenant.begin().await?;
        work.put_conflict(&conflict).await?;
        let details = json!({ "conflict": id });
        self.note(&mut work, &tenant, &conflict, "conflict.reopened", details).await?;
        work.commit().await?;
        self.engine.events().tell(EventKind::Conflicts);
        Ok(Done::saying("Open again."))
    }

    /// Carries out what was settled. For questions of identity the waiting records are read again.
    async fn plan_resolutions(&self, sync: SyncId) -> Result<StartedRun> {
        self.start_run(sync, RunKind::Preview).await
    }
}

pub(super) fn view(conflict: Conflict, sides: &BTreeMap<SyncId, (String, String)>) -> ConflictView {
    let (source, destination) = sides.get(&conflict.sync).cloned().unwrap_or_default();
    let detail = detail(&conflict, &destination);
    ConflictView { conflict, source, destination, detail, masked: false }
}

/// What is asked, in a few words.
fn detail(conflict: &Conflict, destination: &str) -> String {
    match &conflict.kind {
        ConflictKind::Field { field, .. } => format!("{field} · {destination}"),
        ConflictKind::Vanished => format!("no longer in {destination}"),
        ConflictKind::Identity { candidates } => format!("{} people could be meant", candidates.len()),
        ConflictKind::ReusedKey { .. } => format!("the key “{}” belonged to somebody else", conflict.key),
    }
}

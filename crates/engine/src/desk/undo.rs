//! Undo and pins, in the screen's words.

use std::collections::BTreeMap;

use crosswalk_contract::{Call, PinList, PinRow, PinsReleased, UndoPlanned, UndoRun};
use crosswalk_model::{Direction, Entity, Name, Pin, RosterId, Sync, SyncId};
use crosswalk_reconcile::sentence::counted;
use crosswalk_store::Tenant;

use super::mask::dots;
use super::{Answered, Desk, reply};
use crate::people::entity_of;
use crate::{EngineError, Result};

/// How many records are listed.
const MOST: usize = 500;

impl Desk<'_> {
    pub(super) async fn undo(&self, call: Call) -> Answered {
        match call {
            Call::UndoRun(ask) => reply(self.undo_run(ask).await),
            Call::ListPins(ask) => reply(self.list_pins(ask.sync, ask.record).await),
            Call::ReleasePins(ask) => reply(self.release_pins(ask.sync, &ask.records).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn undo_run(&self, ask: UndoRun) -> Result<UndoPlanned> {
        let run = self.engine.undo_run(self.actor, ask.id, ask.selected).await?;
        let plan = run.plan.ok_or(EngineError::NotFound("plan"))?;
        Ok(UndoPlanned { run: run.id, plan, sentence: run.note })
    }

    async fn list_pins(&self, sync: Option<SyncId>, record: Option<RosterId>) -> Result<PinList> {
        let tenant = self.engine.school()?;
        let mut list = PinList::default();
        for own in tenant.syncs().await?.iter().filter(|own| sync.is_none_or(|id| own.id == id)) {
            let mut pins = tenant.pins(own.id).await?;
            pins.retain(|pin| record.is_none_or(|id| pin.roster_id == id));
            let records = by_record(pins);
            list.total += records.len() as u64;
            let room = MOST.saturating_sub(list.rows.len());
            for pins in records.into_values().take(room) {
                list.rows.extend(self.pin_row(&tenant, own, &pins).await?);
            }
        }
        list.rows.sort_by_key(|row| std::cmp::Reverse(row.at));
        Ok(list)
    }

    async fn pin_row(&self, tenant: &Tenant, sync: &Sync, pins: &[Pin]) -> Result<Option<PinRow>> {
        let Some(pin) = pins.last() else { return Ok(None) };
        let entity = entity_of(Some(sync), &pin.target);
        let found = match entity {
            Some(entity) => tenant.roster_get(&[(entity, pin.roster_id)]).await?.pop(),
            None => None,
        };
        let fields: Vec<Name> = pins.iter().filter_map(|pin| pin.mark.field.clone()).collect();
        let until = match sync.direction {
            Direction::Inbound => "when the source says something else",
            Direction::Outbound => "when the roster says something else",
        };
        let (on, by) = (self.engine.civil(pin.at), &pin.by.label);
        Ok(Some(PinRow {
            sync: sync.id,
            title: sync.title.clone(),
            target: pin.target.clone(),
            record: pin.roster_id,
            label: found.map(|record| label(entity, record.label())).unwrap_or_default(),
            entity,
            fields,
            sentence: format!("Kept as it was undone on {on} by {by}; takes part again {until}."),
            run: pin.run,
            at: pin.at,
        }))
    }

    async fn release_pins(&self, sync: SyncId, records: &[RosterId]) -> Result<PinsReleased> {
        let released = self.engine.release_pins(self.actor, sync, records).await?;
        let count = counted("records", released.records);
        let plans: Vec<_> = released.runs.into_iter().filter_map(|run| run.plan).collect();
        let sentence = if plans.is_empty() {
            format!("Released: {count}. The next run treats them as the roster says.")
        } else {
            format!("A plan waits that takes back what is said by hand of {count}.")
        };
        Ok(PinsReleased { sentence, plans })
    }
}

/// The pins of each record, in the order of the records.
fn by_record(pins: Vec<Pin>) -> BTreeMap<(Name, RosterId), Vec<Pin>> {
    let mut records: BTreeMap<(Name, RosterId), Vec<Pin>> = BTreeMap::new();
    for pin in pins {
        records.entry((pin.target.clone(), pin.roster_id)).or_default().push(pin);
    }
    records
}

/// The word by which a record is listed; dots where it is made of private fields alone.
fn label(entity: Option<Entity>, label: String) -> String {
    if entity.is_some_and(super::mask::hides_label) { dots(&label) } else { label }
}

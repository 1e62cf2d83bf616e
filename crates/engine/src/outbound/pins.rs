//! Pins of a destination: read for every comparison, ended by the next confirmed write, begun by an undo.

use std::collections::{HashMap, HashSet};

use crosswalk_model::{
    Actor, Change, ChangeOp, Finding, Name, Pin, Plan, RosterId, Severity, SyncId, Timestamp,
};
use crosswalk_reconcile::map::FindingLimit;
use crosswalk_reconcile::outbound::Pins;
use crosswalk_reconcile::reason::brings_back;
use crosswalk_store::{Tenant, Work};

use crate::Result;

/// The code of what is kept as it was undone.
pub(crate) const PINNED: &str = "pinned";

type At = (Name, RosterId);

/// The pins of one sync by stream and record.
#[derive(Default)]
pub(crate) struct PinBoard {
    pins: HashMap<At, Pins>,
    /// Which fields they are of; `None` for the record itself.
    fields: HashMap<At, HashSet<Option<Name>>>,
    none: Pins,
}

impl PinBoard {
    /// Loads them.
    pub async fn load(tenant: &Tenant, sync: SyncId) -> Result<Self> {
        let mut board = Self::default();
        tenant.pins(sync).await?.into_iter().for_each(|pin| board.add(pin));
        Ok(board)
    }

    fn add(&mut self, pin: Pin) {
        let at = (pin.target, pin.roster_id);
        self.fields.entry(at.clone()).or_default().insert(pin.mark.field.clone());
        self.pins.entry(at).or_default().add(pin.mark);
    }

    /// Those of one record.
    pub fn of(&self, stream: &Name, id: RosterId) -> &Pins {
        if self.pins.is_empty() {
            &self.none
        } else {
            self.pins.get(&(stream.clone(), id)).unwrap_or(&self.none)
        }
    }

    /// Whether the key of a record is pinned.
    pub fn holds_key(&self, stream: &Name, key_field: &str, id: RosterId) -> bool {
        let fields = self.fields.get(&(stream.clone(), id));
        fields.is_some_and(|fields| fields.iter().flatten().any(|field| field == key_field))
    }

    /// What was written takes part again; what an undo wrote is held.
    pub async fn note<'c>(
        &mut self,
        work: &mut Work,
        plan: &Plan,
        confirmed: impl Iterator<Item = &'c Change>,
        (by, at): (&Actor, Timestamp),
    ) -> Result<()> {
        let mut begun = Vec::new();
        for change in confirmed {
            for field in self.ended_by(change) {
                work.remove_pin(plan.sync, &change.target, change.roster_id, field.as_ref()).await?;
            }
            let (target, roster_id) = (change.target.clone(), change.roster_id);
            begun.extend(change.pins.iter().map(|mark| Pin {
                target: target.clone(),
                roster_id,
                mark: mark.clone(),
                run: plan.run,
                by: by.clone(),
                at,
            }));
        }
        Ok(work.put_pins(plan.sync, &begun).await?)
    }

    /// The pins that a change ends: of the fields that it writes, and of the record where it makes or ends it.
    fn ended_by(&mut self, change: &Change) -> Vec<Option<Name>> {
        let Some(pinned) = self.fields.get_mut(&(change.target.clone(), change.roster_id)) else {
            return Vec::new();
        };
        let whole = change.op == ChangeOp::Create || change.op.removes() || brings_back(change);
        let written = |field: &Option<Name>| match field {
            None => whole,
            Some(name) => change.fields.iter().any(|diff| diff.field == *name),
        };
        let ended: Vec<Option<Name>> = pinned.iter().filter(|field| written(field)).cloned().collect();
        pinned.retain(|field| !ended.contains(field));
        ended
    }
}

/// Tells what is kept of a record as it was undone.
pub(crate) fn tell(into: &mut FindingLimit, stream: &Name, key: &str, kept: &[Option<Name>]) {
    if kept.is_empty() {
        return;
    }
    let fields: Vec<&str> = kept.iter().flatten().map(AsRef::as_ref).collect();
    let what = if fields.is_empty() { "It".to_owned() } else { format!("“{}”", fields.join("”, “")) };
    let message =
        format!("{what} is kept as it was undone, and takes part again when the source changes it.");
    let told = Finding::warning(PINNED, stream.clone(), key, message);
    into.add(Finding { severity: Severity::Note, ..told });
}

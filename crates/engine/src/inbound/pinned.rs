//! What an undo says by hand in the roster, and the list of it that is kept beside the roster.

use std::collections::BTreeMap;

use crosswalk_model::{
    Actor, ByHand, Change, ChangeOp, ConnectionId, Entity, Name, Plan, RosterId, RosterRecord, Timestamp,
};
use crosswalk_store::{Link, Work};

use crate::{Engine, Result};

/// An undo is said by hand, by whoever approved it.
pub(super) fn by_hand(engine: &Engine, plan: &Plan, by: &Actor) -> Option<ByHand> {
    plan.undoes.map(|_| ByHand {
        sync: plan.sync,
        run: plan.run,
        by: by.clone(),
        at: engine.clock().now(),
        against: BTreeMap::new(),
        in_use: None,
    })
}

/// What is said by hand of a record that was written, before and after.
pub(super) struct Pinned {
    entity: Entity,
    id: RosterId,
    before: Option<ByHand>,
    after: Option<ByHand>,
}

impl Pinned {
    /// `None` where nothing is said by hand.
    pub(super) fn of(before: Option<&RosterRecord>, after: &RosterRecord) -> Option<Self> {
        let before = before.and_then(RosterRecord::by_hand).cloned();
        let after_hand = after.by_hand().cloned();
        let any = before.is_some() || after_hand.is_some();
        any.then_some(Self { entity: after.entity, id: after.id, before, after: after_hand })
    }
}

/// The list of pins follows what is said by hand in the roster.
pub(super) async fn keep_pins(work: &mut Work, pinned: &[Pinned]) -> Result<()> {
    for one in pinned {
        let target: Name = one.entity.as_str().into();
        for hand in one.before.iter().chain(&one.after) {
            work.remove_pins(hand.sync, &target, one.id).await?;
        }
        if let Some(hand) = &one.after {
            work.put_pins(hand.sync, &hand.pins(&target, one.id)).await?;
        }
    }
    Ok(())
}

/// A key that an undo gave back leads to its record again.
pub(super) fn link_back(
    change: &Change,
    entity: Entity,
    connection: ConnectionId,
    at: Timestamp,
) -> Option<Link> {
    matches!(change.op, ChangeOp::Relink { .. }).then(|| Link {
        connection,
        entity,
        key: change.key.clone(),
        roster_id: change.roster_id,
        valid_from: at,
        valid_to: None,
        redirect: None,
    })
}

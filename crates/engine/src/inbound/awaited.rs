//! What was waited for has come: documents that pointed at records which nobody had brought yet are taken in again, so
//! that nobody has to send them once more.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crosswalk_model::{Actor, DeliveryId, RunKind};

use super::identity::Board;
use super::lane::Burst;
use super::refs::{Awaited, awaited_of};
use crate::Result;

/// How many documents are looked at together.
const TOGETHER: usize = 2_000;

impl Burst<'_> {
    /// Takes in again the deliveries with documents for which something has come.
    pub async fn bring_in(&mut self) -> Result<()> {
        let waiting = self.waiting().await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let awaited: BTreeSet<Awaited> = waiting.values().flatten().cloned().collect();
        let mut board = Board::new(self.tenant, self.sync, BTreeMap::new()).await?;
        let come = board.come(&awaited).await?;
        let held = self.held().await?;
        let again = waiting.into_iter().filter(|(id, wants)| !held.contains(id) && !wants.is_disjoint(&come));
        let again: Vec<DeliveryId> = again.map(|(id, _)| id).collect();
        if !again.is_empty() {
            self.again(&again, Vec::new(), &Actor::delivery(), RunKind::Full).await?;
        }
        Ok(())
    }

    /// What the documents of each delivery wait for.
    async fn waiting(&self) -> Result<BTreeMap<DeliveryId, BTreeSet<Awaited>>> {
        let mut waiting: BTreeMap<DeliveryId, BTreeSet<Awaited>> = BTreeMap::new();
        for (stream, documents) in self.known.iter() {
            let keys: Vec<String> = documents.unsettled().map(str::to_owned).collect();
            for some in keys.chunks(TOGETHER) {
                for row in self.tenant.documents(self.sync.connection, stream, some).await? {
                    let awaited: Vec<Awaited> = awaited_of(&row).collect();
                    let delivery = row.origin.and_then(|origin| origin.delivery);
                    if let (Some(delivery), false) = (delivery, awaited.is_empty()) {
                        waiting.entry(delivery).or_default().extend(awaited);
                    }
                }
            }
        }
        Ok(waiting)
    }

    /// Deliveries on which a person has not decided yet.
    async fn held(&self) -> Result<HashSet<DeliveryId>> {
        let mut held = HashSet::new();
        for plan in self.tenant.open_plans(self.sync.id).await? {
            let pending = self.engine.pending(self.tenant, &plan).await?;
            held.extend(pending.iter().flat_map(|pending| pending.deliveries()).copied());
        }
        Ok(held)
    }
}

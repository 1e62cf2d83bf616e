//! Outbound runs that nobody presses a button for.

use crosswalk_model::{Actor, ActorKind, Direction, RunKind};

use crate::Engine;

impl Engine {
    /// Runs every outbound sync that is not paused; where nobody has approved a run yet, a plan waits afterwards.
    pub(crate) async fn run_outbound_by_itself(&self) {
        let Ok(tenant) = self.school() else { return };
        let syncs = match tenant.syncs().await {
            Ok(syncs) => syncs,
            Err(error) => return tracing::error!(error = %error, "The syncs could not be read"),
        };
        let actor = Actor { kind: ActorKind::Delivery, label: "roster changed".into() };
        for sync in syncs.into_iter().filter(|sync| sync.direction == Direction::Outbound && !sync.paused) {
            if let Err(error) = self.start_outbound(&actor, sync.id, RunKind::Full).await {
                tracing::warn!(sync.id = %sync.id, error = %error, "A run could not be started");
            }
        }
    }
}

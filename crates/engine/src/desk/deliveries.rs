//! Deliveries and the listener, in the screen's words.

use std::collections::HashMap;

use crosswalk_contract::{Call, DeliveryRow, Done, ListDeliveries, ListenerView, Page};
use crosswalk_model::{ConnectionId, Delivery, DeliveryId, DeliveryState, Timestamp};
use crosswalk_store::{DeliveryFilter, Tenant};
use serde_json::json;

use super::{Answered, Desk, reply};
use crate::{EngineError, Result};

const PAGE: u32 = 50;

impl Desk<'_> {
    pub(super) async fn deliveries(&self, call: Call) -> Answered {
        match call {
            Call::ListDeliveries(ask) => reply(self.list_deliveries(ask).await),
            Call::ReplayDelivery(ask) => reply(self.replay(ask.id).await),
            Call::GetListener(ask) => reply(self.listener(ask.connection).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn list_deliveries(&self, ask: ListDeliveries) -> Result<Page<DeliveryRow>> {
        let tenant = self.engine.school()?;
        let rows = tenant.connections().await?;
        let titles: HashMap<ConnectionId, String> = rows.into_iter().map(|row| (row.id, row.title)).collect();
        let before = ask.cursor.and_then(|cursor| cursor.parse().ok());
        let filter = DeliveryFilter {
            connection: ask.connection,
            state: ask.state,
            since: ask.since,
            ..DeliveryFilter::default()
        };
        let deliveries = tenant.deliveries(&filter, before, PAGE).await?;
        let full = deliveries.len() as u32 == PAGE;
        let next = full.then(|| deliveries.last().map(|delivery| delivery.id.to_string())).flatten();
        let from = |delivery: Delivery| DeliveryRow {
            from: titles.get(&delivery.connection).cloned().unwrap_or_default(),
            delivery,
        };
        Ok(Page { rows: deliveries.into_iter().map(from).collect(), next })
    }

    /// Puts a stored delivery back into its lane.
    pub(super) async fn replay(&self, id: DeliveryId) -> Result<Done> {
        let tenant = self.engine.school()?;
        let delivery = tenant.delivery(id).await?.ok_or(EngineError::NotFound("delivery"))?;
        if delivery.body.is_none() || delivery.size == 0 {
            return Err(EngineError::NotFound("stored body"));
        }
        tenant.set_delivery(id, DeliveryState::Waiting, None, "Waits to be taken in again.").await?;
        let mut work = tenant.begin().await?;
        self.engine.audit(&mut work, self.actor, "delivery.replayed", json!({ "delivery": id })).await?;
        work.commit().await?;
        self.engine.lanes().comes_late(delivery.connection);
        self.engine.wake_lane();
        Ok(Done::saying("It is being taken in again."))
    }

    async fn listener(&self, id: ConnectionId) -> Result<ListenerView> {
        let tenant = self.engine.school()?;
        let row = self.engine.connection_row(&tenant, id).await?;
        let path = row.path.clone().ok_or(EngineError::NotPushed)?;
        let at = self.engine.listening();
        let host = at.as_ref().map_or_else(|| "(not listening)".to_owned(), |at| at.address.clone());
        let recent = recent(&tenant, id).await?;
        Ok(ListenerView {
            address: format!("{host}{path}"),
            port: at.as_ref().map_or(0, |at| at.port),
            username: row.settings.get("username").cloned().unwrap_or_default(),
            tls: at.as_ref().is_some_and(|at| at.tls),
            fingerprint: at.as_ref().and_then(|at| at.fingerprint.clone()),
            last_check: last(&recent, |delivery| delivery.kind == "check" && delivery.answered == 200),
            last_push: last(&recent, |delivery| delivery.state != DeliveryState::Answered),
            last_full: last(&recent, |delivery| delivery.kind == "full"),
            advice: advice(&recent, at.is_some()),
        })
    }
}

async fn recent(tenant: &Tenant, connection: ConnectionId) -> Result<Vec<Delivery>> {
    let filter = DeliveryFilter { connection: Some(connection), ..DeliveryFilter::default() };
    Ok(tenant.deliveries(&filter, None, 500).await?)
}

fn last(recent: &[Delivery], which: impl Fn(&Delivery) -> bool) -> Option<Timestamp> {
    recent.iter().find(|delivery| which(delivery)).map(|delivery| delivery.received_at)
}

/// What stands in the way, the newest first.
fn advice(recent: &[Delivery], listening: bool) -> Vec<String> {
    let mut advice = Vec::new();
    if !listening {
        advice.push("The listener is not running. Restart Crosswalk; if it goes on, another program may use the port.".into());
    }
    match recent.first() {
        None => advice.push("Nothing has come yet. Type the address below into KAMAR and press “Check & Enable”.".into()),
        Some(newest) if newest.answered >= 400 => advice.push(format!(
            "The last attempt was turned away: {} KAMAR switches the service off then; mend it and press “Check & Enable” there.",
            newest.verdict
        )),
        Some(_) if last(recent, |delivery| delivery.kind == "full").is_none() => {
            advice.push("No full has come yet. In KAMAR press “Run Now”, then Update; its red box only says that it has started.".into());
        }
        Some(_) => {}
    }
    advice
}

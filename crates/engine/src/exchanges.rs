//! What a run asks of services and what comes back: heard while it works, and kept with the run.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crosswalk_connector_kit::http::{Witness, witnessed};
use crosswalk_model::{Exchange, RunId, Timestamp};
use crosswalk_store::{KEPT_FAILED, KEPT_GOOD, Tenant, Work};

use crate::{Engine, Result};

/// The exchanges of a run that are not stored yet. No more are held than will be kept.
pub(crate) struct Heard {
    engine: Engine,
    run: RunId,
    held: Mutex<VecDeque<(Timestamp, Exchange)>>,
}

impl Heard {
    /// Nothing heard yet.
    pub fn of(engine: &Engine, run: RunId) -> Arc<Self> {
        Arc::new(Self { engine: engine.clone(), run, held: Mutex::default() })
    }

    /// Does the work of a run, hears its exchanges, and keeps them however it ends. That they could not be kept does
    /// not stop a run.
    pub async fn during<W: Future>(self: &Arc<Self>, tenant: &Tenant, work: W) -> W::Output {
        let done = witnessed(self.clone(), work).await;
        if let Err(error) = self.keep(tenant).await {
            tracing::warn!(run.id = %self.run, error = %error, "The exchanges of a run could not be kept");
        }
        done
    }

    async fn keep(&self, tenant: &Tenant) -> Result<()> {
        if self.held().is_empty() {
            return Ok(());
        }
        let mut work = tenant.begin().await?;
        self.keep_with(&mut work).await?;
        Ok(work.commit().await?)
    }

    /// Keeps what was heard so far in a transaction of the run's.
    pub async fn keep_with(&self, work: &mut Work) -> Result<()> {
        let held: Vec<_> = self.held().drain(..).collect();
        Ok(work.put_exchanges(self.run, &held).await?)
    }

    fn held(&self) -> MutexGuard<'_, VecDeque<(Timestamp, Exchange)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Witness for Heard {
    fn note(&self, exchange: Exchange) {
        let at = self.engine.clock().now();
        hold(&mut self.held(), (at, exchange));
    }
}

/// Holds one more, and lets go of the oldest of its kind that would not be kept.
fn hold(held: &mut VecDeque<(Timestamp, Exchange)>, one: (Timestamp, Exchange)) {
    let failed = one.1.is_failed();
    let most = if failed { KEPT_FAILED } else { KEPT_GOOD };
    let alike = |(_, exchange): &(Timestamp, Exchange)| exchange.is_failed() == failed;
    if held.iter().filter(|one| alike(one)).count() >= most
        && let Some(oldest) = held.iter().position(alike)
    {
        held.remove(oldest);
    }
    held.push_back(one);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::Side;

    fn exchange(number: usize, status: u16) -> (Timestamp, Exchange) {
        let exchange = Exchange {
            method: "GET".into(),
            address: number.to_string(),
            attempt: 1,
            status: Some(status),
            problem: None,
            took_ms: 0,
            request_id: None,
            sent: Side::default(),
            came: Side::default(),
        };
        (Timestamp::UNIX_EPOCH, exchange)
    }

    #[test]
    fn no_more_are_held_than_are_kept() {
        let mut held = VecDeque::new();
        hold(&mut held, exchange(0, 500));
        (1..=1000).for_each(|number| hold(&mut held, exchange(number, 200)));
        assert_eq!(held.len(), KEPT_GOOD + 1);
        assert_eq!((held[0].1.address.as_str(), held[1].1.address.as_str()), ("0", "951"));
        (0..1000).for_each(|number| hold(&mut held, exchange(number, 404)));
        assert_eq!(held.len(), KEPT_GOOD + KEPT_FAILED);
    }
}

//! What becomes of a house after its trouble is over: KAMAR sends again what it has not got rid of, and a person does
//! what the screens offer, a few times at most. Then everything must be as if nothing had happened.

use crosswalk_contract::*;
use crosswalk_model::*;

use crate::remote::Trouble;
use crate::trial::Trial;
use crate::words::Say;

/// How often a person tries.
const TRIES: usize = 4;

impl Trial {
    /// Goes on until nothing is left to do. Nothing fails any more, so that any trouble is one too many.
    pub async fn finish(&mut self) -> Result<(), String> {
        let mut last = String::new();
        for _ in 0..TRIES {
            match self.once().await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(Trouble::Ended | Trouble::Hangs) => return Err("it ends or hangs by itself".into()),
                Err(trouble) => last = format!("{trouble}"),
            }
        }
        Err(format!("it does not come to its end: {last}"))
    }

    /// Whether nothing was left to do.
    async fn once(&mut self) -> Result<bool, Trouble> {
        self.set_up().await?;
        let pushed = self.push().await;
        self.say(&Say::Settle).await?;
        // The house looks at the clock, and finds what was left half-way.
        self.say(&Say::Pass(120)).await?;
        self.take_in_again().await?;
        let mut idle = pushed;
        for sync in self.outbound() {
            let Some(plan) = self.plan(sync).await? else {
                idle = false;
                continue;
            };
            if plan.card.state != PlanState::Empty {
                idle = false;
                self.approve(&plan).await?;
            }
        }
        Ok(idle)
    }

    /// *Take in again*, on every delivery that waits.
    async fn take_in_again(&mut self) -> Result<(), Trouble> {
        for delivery in self.deliveries().await? {
            if delivery.state == DeliveryState::Waiting {
                self.ask(ReplayDelivery { id: delivery.id }).await?;
            }
        }
        self.say(&Say::Settle).await.map(drop)
    }

    /// Every delivery.
    pub async fn deliveries(&mut self) -> Result<Vec<Delivery>, Trouble> {
        let (mut all, mut cursor) = (Vec::new(), None);
        loop {
            let page =
                self.ask(ListDeliveries { connection: None, state: None, since: None, cursor }).await?;
            all.extend(page.rows.into_iter().map(|row| row.delivery));
            cursor = page.next;
            if cursor.is_none() {
                return Ok(all);
            }
        }
    }
}

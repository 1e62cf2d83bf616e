//! One delivery on its way into the inbox.

use crosswalk_model::{ConnectionId, Delivery, DeliveryId, DeliveryState, Timestamp};
use tokio::sync::oneshot;

use crate::blobs::{Content, SpooledBody};
use crate::db::{Args, args, tag};
use crate::{Result, StoreError, Tenant};

/// A delivery that is to be accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// To which connection.
    pub connection: ConnectionId,
    /// When its last byte came; kept in whole microseconds.
    pub received_at: Timestamp,
    /// The message's own time; orders the lane.
    pub stamp: i64,
    /// What the source calls it.
    pub kind: String,
    /// The media type it came with.
    pub content_type: String,
    /// What is answered: the HTTP status.
    pub answered: u16,
    /// What becomes of it.
    pub state: DeliveryState,
    /// A sentence for the screen.
    pub verdict: String,
}

/// A row to write and whom to tell.
pub(super) struct Letter {
    pub(super) row: Args,
    pub(super) done: oneshot::Sender<Result<()>>,
}

impl Letter {
    /// Tells the one who waits; that nobody waits any more is no error.
    pub(super) fn tell(self, result: Result<()>) {
        let _nobody_waits = self.done.send(result);
    }
}

const INLINE_BODY: (&str, &str) = ("deliveries", "inline_body");

impl Tenant {
    /// Accepts a delivery: it is on the disk when this returns, and only then may its sender be told so.
    ///
    /// # Errors
    /// [`StoreError::Full`] and [`StoreError::Unavailable`]: the sender must be told to come again.
    pub async fn accept(&self, new: NewDelivery, body: SpooledBody) -> Result<Delivery> {
        if body.tenant != self.id {
            return Err(StoreError::not_found("The body"));
        }
        let _while_the_body_is_not_written_down = self.desk().bodies.read().await;
        let blob = body.blob();
        let inline = match body.content {
            Content::Small(bytes) => Some(self.seal(INLINE_BODY, &[new.id.0.as_bytes()], &bytes)?),
            Content::Large(staged) => {
                blocking(move || staged.publish()).await?;
                None
            }
        };
        let delivery = new.accepted(blob.hash, blob.size)?;
        let (done, told) = oneshot::channel();
        let row = row(self, &delivery, inline)?;
        self.desk().sender.send(Letter { row, done }).await.map_err(|_| closed())?;
        told.await.map_err(|_| closed())??;
        Ok(delivery)
    }

    pub(super) fn open_inline(&self, id: DeliveryId, sealed: &[u8]) -> Result<Vec<u8>> {
        self.unseal(INLINE_BODY, &[id.0.as_bytes()], sealed)
    }
}

impl NewDelivery {
    fn accepted(self, hash: crosswalk_model::Hash, size: u64) -> Result<Delivery> {
        let received_at = Timestamp::from_microsecond(self.received_at.as_microsecond());
        Ok(Delivery {
            id: self.id,
            connection: self.connection,
            received_at: received_at.map_err(|_| StoreError::corrupt("an instant"))?,
            stamp: self.stamp,
            kind: self.kind,
            content_type: self.content_type,
            size,
            body: Some(hash),
            answered: self.answered,
            state: self.state,
            run: None,
            verdict: self.verdict,
        })
    }
}

pub(super) const HEAD: &str = "INSERT INTO deliveries
    (tenant_id, id, connection_id, received_at, stamp, kind, content_type, size, answered, state, run_id, verdict,
     hash, inline_body)";

fn row(tenant: &Tenant, delivery: &Delivery, inline: Option<Vec<u8>>) -> Result<Args> {
    Ok(args![
        tenant.id,
        delivery.id,
        delivery.connection,
        delivery.received_at,
        delivery.stamp,
        &delivery.kind,
        &delivery.content_type,
        i64::try_from(delivery.size).unwrap_or(i64::MAX),
        u32::from(delivery.answered),
        tag(&delivery.state)?,
        delivery.run,
        &delivery.verdict,
        delivery.body,
        inline,
    ])
}

fn closed() -> StoreError {
    StoreError::Unavailable { detail: "the inbox is closed".to_owned() }
}

/// Runs what waits for the disk where waiting is allowed.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let detail = "the work was broken off".to_owned();
    tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Unavailable { detail })?
}

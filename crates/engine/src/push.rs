//! Pushes: from the listener's door to the committed delivery.
//!
//! The server asks for a [`PushRoute`], greets, spools, and hands over; the answer it gets back may be sent as it is.
//! Only after the commit is there an answer that says yes.

mod refusals;
mod routes;

use std::sync::Arc;

use crosswalk_connector_kit::{Answer, Body, Connection, PushRequest, Refusal, Verified};
use crosswalk_model::{ConnectionId, DeliveryId, DeliveryState, Sync, TenantId};
use crosswalk_store::{NewDelivery, Spool, SpooledBody};

pub(crate) use refusals::Refusals;
pub(crate) use routes::Routes;

use crate::{Engine, EngineError, Result};

/// Bodies up to this many bytes stay in memory while they come: their spool waits for no disk.
pub const SMALL_BODY: usize = crosswalk_store::INLINE;

/// The head of a request.
#[derive(Clone, Debug, Default)]
pub struct PushHead {
    /// The HTTP method, upper case.
    pub method: String,
    /// The value of `Content-Type`, or empty.
    pub content_type: String,
    /// The value of `Authorization`.
    pub authorization: Option<String>,
}

/// A connection that listens at the path of a request.
pub struct PushRoute {
    engine: Engine,
    tenant: TenantId,
    connection: ConnectionId,
    opened: Arc<dyn Connection>,
    rest: String,
}

/// A spooled body as the connector reads it.
struct Spooled<'a>(&'a SpooledBody);

impl Body for Spooled<'_> {
    fn len(&self) -> u64 {
        self.0.blob().size
    }

    fn open(&self) -> std::io::Result<Box<dyn std::io::Read + Send>> {
        Ok(Box::new(self.0.reader().map_err(std::io::Error::other)?))
    }
}

impl Engine {
    /// The connection that listens at a path, if any. A path that nobody listens at is to be answered with 404.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn route(&self, path: &str) -> Result<Option<PushRoute>, EngineError> {
        let wanted = path.trim_end_matches('/');
        for way in routes::ways(self).await?.iter() {
            if let Some(rest) = way.rest(wanted) {
                let opened = way.opened(self).await?;
                let (tenant, connection, rest) = (way.to.tenant, way.to.connection, rest.to_owned());
                return Ok(Some(PushRoute { engine: self.clone(), tenant, connection, opened, rest }));
            }
        }
        Ok(None)
    }
}

impl PushRoute {
    fn push(&self) -> Result<&dyn crosswalk_connector_kit::Push> {
        self.opened.push().ok_or(EngineError::NotPushed)
    }

    /// Turns away what need not be read, before the body is.
    ///
    /// # Errors
    /// The answer to send.
    pub async fn greet(&self, head: &PushHead) -> Result<(), Answer> {
        let push = self.push().map_err(|_| plain_answer(404, "Nothing listens here."))?;
        let authorization = head.authorization.as_deref();
        let greeting = push.greet(&head.method, &self.rest, &head.content_type, authorization);
        let Err(refusal) = greeting else { return Ok(()) };
        Err(self.note_refusal(head, refusal, None).await)
    }

    /// Opens the spool: bodies up to [`SMALL_BODY`] stay in memory, larger ones become an encrypted file. The writes
    /// and the end of a larger one block; call them where blocking is allowed.
    pub fn spool(&self) -> Spool {
        self.engine.store().tenant(self.tenant).blobs().spool()
    }

    /// What a sender gets whose body was cut off, was too large, or could not be spooled; nothing of it is kept.
    pub fn sorry(&self, head: &PushHead) -> Answer {
        self.push()
            .map_or_else(|_| plain_answer(503, "Try again later."), |push| push.sorry(&head.content_type))
    }

    /// Verifies, commits and words the answer. The body is complete.
    pub async fn receive(&self, head: &PushHead, body: SpooledBody) -> Answer {
        let verified = match self.verify(head, &Spooled(&body)) {
            Ok(verified) => verified,
            Err(refusal) => {
                let kept = refusal.keep_body.then_some(body);
                return self.note_refusal(head, refusal, kept).await;
            }
        };
        match self.commit(&verified, body).await {
            Ok(answer) => answer,
            Err(error) => {
                tracing::error!(connection.id = %self.connection, error = %error, "A push could not be stored");
                self.sorry(head)
            }
        }
    }

    fn verify(&self, head: &PushHead, body: &Spooled<'_>) -> Result<Verified, Refusal> {
        let request = PushRequest {
            method: &head.method,
            path: &self.rest,
            content_type: &head.content_type,
            authorization: head.authorization.as_deref(),
            body,
        };
        match self.push() {
            Ok(push) => push.verify(&request),
            Err(_) => Err(not_pushed()),
        }
    }

    async fn commit(&self, verified: &Verified, body: SpooledBody) -> Result<Answer> {
        let answer = self.answer(verified).await?;
        let state = if verified.carries_records { DeliveryState::Waiting } else { DeliveryState::Answered };
        let verdict = if verified.carries_records { "Stored, waits to be taken in." } else { "Answered." };
        let delivery = NewDelivery {
            id: DeliveryId(self.engine.clock().id()),
            connection: self.connection,
            received_at: self.engine.clock().now(),
            stamp: verified.stamp,
            kind: verified.kind.clone(),
            content_type: verified.content_type.clone(),
            answered: answer.status,
            state,
            verdict: verdict.into(),
        };
        self.accept(delivery, body).await?;
        self.engine.refusals().forget(self.connection);
        Ok(answer)
    }

    /// A message that asks what to send, such as KAMAR's check, is answered by the mapping in force.
    async fn answer(&self, verified: &Verified) -> Result<Answer> {
        let push = self.push()?;
        if verified.carries_records {
            return Ok(push.answer(verified));
        }
        let sync = self.sync().await?;
        Ok(sync.map_or_else(|| push.answer(verified), |sync| push.answer_for(verified, &sync.crosswalk)))
    }

    async fn note_refusal(&self, head: &PushHead, refusal: Refusal, kept: Option<SpooledBody>) -> Answer {
        let stored = kept.is_some();
        let before = match self.unnoted(&refusal, stored) {
            Some(before) => before,
            None => return refusal.answer,
        };
        tracing::warn!(connection.id = %self.connection, code = refusal.code, stored, "A push was no good message");
        let delivery = NewDelivery {
            id: DeliveryId(self.engine.clock().id()),
            connection: self.connection,
            received_at: self.engine.clock().now(),
            stamp: 0,
            kind: refusal.code.to_owned(),
            content_type: head.content_type.clone(),
            answered: refusal.answer.status,
            state: if kept.is_some() { DeliveryState::Unreadable } else { DeliveryState::Answered },
            verdict: with_others(refusal.message, before),
        };
        if let Err(error) = self.keep(delivery, kept).await {
            tracing::error!(error = %error, "A refused push could not be noted");
        }
        if !stored && let Err(error) = self.forget_old_refusals(refusal.code).await {
            tracing::error!(error = %error, "Old notes of refused pushes could not be removed");
        }
        refusal.answer
    }

    /// How many were refused in the same way before it without being noted; `None` when this one is not noted either.
    fn unnoted(&self, refusal: &Refusal, stored: bool) -> Option<u64> {
        if stored {
            return Some(0);
        }
        self.engine.refusals().count(self.connection, refusal.code, self.engine.clock().now())
    }

    async fn forget_old_refusals(&self, code: &str) -> Result<()> {
        let tenant = self.engine.store().tenant(self.tenant);
        Ok(tenant.forget_refused(self.connection, code, refusals::KEPT).await?)
    }

    /// The sync that takes in what is pushed here, if there is one.
    async fn sync(&self) -> Result<Option<Sync>> {
        let syncs = self.engine.store().tenant(self.tenant).syncs().await?;
        Ok(syncs.into_iter().find(|sync| sync.connection == self.connection))
    }

    async fn keep(&self, delivery: NewDelivery, body: Option<SpooledBody>) -> Result<()> {
        let body = match body {
            Some(body) => body,
            None => self.engine.store().tenant(self.tenant).blobs().spooled(&[])?,
        };
        self.accept(delivery, body).await
    }

    /// Commits a delivery and tells of it.
    async fn accept(&self, delivery: NewDelivery, body: SpooledBody) -> Result<()> {
        let stored = self.engine.store().tenant(self.tenant).accept(delivery, body).await?;
        self.engine.delivered(self.tenant, &stored);
        Ok(())
    }
}

/// What is said of a refusal, and of those before it that were not noted one by one.
fn with_others(message: String, others: u64) -> String {
    if others == 0 {
        return message;
    }
    format!("{message} {others} more were refused like this within the hour, and not noted one by one.")
}

fn not_pushed() -> Refusal {
    Refusal {
        code: "not_pushed",
        message: "This connection is not pushed to.".into(),
        answer: plain_answer(404, "Nothing listens here."),
        keep_body: false,
    }
}

fn plain_answer(status: u16, words: &str) -> Answer {
    Answer { status, content_type: "text/plain; charset=utf-8".into(), body: words.as_bytes().to_vec() }
}

//! Pushes: what a source sends to the listener, and how a connector deals with it.
//!
//! The server spools the body; the connector verifies the request, the engine commits it, the connector words the
//! answer, and only after the answer is the body interpreted.

use std::io::Read;

use crosswalk_model::{Crosswalk, Timestamp};

use crate::{DocumentSink, KitError};

/// A stored body that can be read as often as needed.
pub trait Body: Send + Sync {
    /// Its length in bytes.
    fn len(&self) -> u64;

    /// Whether nothing was sent.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads it from the beginning.
    ///
    /// # Errors
    /// When the spool cannot be read.
    fn open(&self) -> std::io::Result<Box<dyn Read + Send>>;
}

impl Body for Vec<u8> {
    fn len(&self) -> u64 {
        Vec::len(self) as u64
    }

    fn open(&self) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(std::io::Cursor::new(self.clone())))
    }
}

/// A request as it came in; nothing in it is believed yet.
pub struct PushRequest<'a> {
    /// The HTTP method, upper case.
    pub method: &'a str,
    /// The path below the connection's own, such as `` or `/emergency`.
    pub path: &'a str,
    /// The value of `Content-Type`, or empty.
    pub content_type: &'a str,
    /// The value of `Authorization`, if there was one.
    pub authorization: Option<&'a str>,
    /// The body.
    pub body: &'a dyn Body,
}

/// A request whose sender is known. Only [`Push::verify`] makes one, and only its body is ever interpreted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What the source calls the message, such as `full`.
    pub kind: String,
    /// The message's own time as a number that grows; orders the lane.
    pub stamp: i64,
    /// The media type for reading it again, such as `application/json`.
    pub content_type: String,
    /// Whether there is anything to interpret; a check has nothing.
    pub carries_records: bool,
    /// What the answer must repeat from the message, such as its date and version.
    pub echo: Vec<(String, String)>,
}

/// A request that is turned away, and the answer it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A stable code for the deliveries page, such as `wrong_password`.
    pub code: &'static str,
    /// What the deliveries page says.
    pub message: String,
    /// What the sender gets.
    pub answer: Answer,
    /// Whether the body is worth keeping for a look: complete but malformed.
    pub keep_body: bool,
}

/// An answer to a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What came of interpreting a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interpreted {
    /// Whether there was anything that the roster models.
    pub modelled: bool,
    /// A sentence for the deliveries page, such as `1,812 pupils, 231 staff, 255 subjects`.
    pub sentence: String,
}

/// What a pushed connection adds to [`crate::Connection`].
pub trait Push: Send + Sync {
    /// The path at which it listens, with a leading slash.
    fn path(&self) -> &str;

    /// Turns away at once what need not be read: a bad method or bad credentials in the headers. Called before the
    /// body is spooled; a request without its credentials in the headers may still be verified from its body.
    fn greet(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        authorization: Option<&str>,
    ) -> Result<(), Refusal>;

    /// Tells whether the sender is who it should be, and what the message is, without reading more than needed.
    fn verify(&self, request: &PushRequest<'_>) -> Result<Verified, Refusal>;

    /// Words the answer to a stored message.
    fn answer(&self, verified: &Verified) -> Answer;

    /// The same, where the answer asks the source for data: it asks for what this mapping needs and for no more.
    fn answer_for(&self, verified: &Verified, crosswalk: &Crosswalk) -> Answer {
        let _ = crosswalk;
        self.answer(verified)
    }

    /// Words the answer when the message could not be stored, so that the sender tries again.
    fn sorry(&self, content_type: &str) -> Answer;

    /// Reads a stored body into documents. One odd record never stops the rest.
    ///
    /// # Errors
    /// [`KitError::Unexpected`] when the body as a whole cannot be read; it says where.
    fn interpret(
        &self,
        verified: &Verified,
        body: &dyn Body,
        received_at: Timestamp,
        sink: &mut dyn DocumentSink,
    ) -> Result<Interpreted, KitError>;
}

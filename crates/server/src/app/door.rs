//! Where the host gets its one-time codes, and what other processes of the same person show to get one.

use std::sync::Arc;

use base64::engine::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crosswalk_engine::Engine;
use crosswalk_model::Hash;
use subtle::ConstantTimeEq;

use super::sessions::Sessions;

/// The door of one served application. Cheap to clone.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

struct Inner {
    origin: String,
    token: String,
    sessions: Sessions,
    engine: Engine,
}

/// Tokens do not print.
impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").field("origin", &self.0.origin).finish_non_exhaustive()
    }
}

impl Door {
    /// A door at an origin; time and randomness are those of the engine.
    pub fn new(origin: String, engine: Engine) -> Self {
        let token = URL_SAFE_NO_PAD.encode(engine.clock().random());
        Self(Arc::new(Inner { origin, token, sessions: Sessions::default(), engine }))
    }

    /// Where it is: `http://127.0.0.1:4710`.
    pub fn origin(&self) -> &str {
        &self.0.origin
    }

    /// What another process of the same person shows to be let in. It belongs into a file that only this person can
    /// read.
    pub fn token(&self) -> &str {
        &self.0.token
    }

    /// An address that opens the screens once.
    pub fn address(&self) -> String {
        let clock = self.0.engine.clock();
        let code = self.0.sessions.code(clock.now(), clock.random());
        format!("{}/enter?code={code}", self.0.origin)
    }

    /// Turns a code into a session's text.
    pub(super) fn enter(&self, code: &str) -> Option<String> {
        let clock = self.0.engine.clock();
        self.0.sessions.enter(code, clock.now(), clock.random())
    }

    pub(super) fn knows(&self, session: &str) -> bool {
        self.0.sessions.knows(session, self.0.engine.clock().now())
    }

    /// Compared by hash, so that neither the length nor a beginning that is right can be told from the time it takes.
    pub(super) fn trusts(&self, token: &str) -> bool {
        let (own, shown) = (Hash::of(self.0.token.as_bytes()), Hash::of(token.as_bytes()));
        own.0.ct_eq(&shown.0).into()
    }

    /// Browsers keep the cookies of all ports of a host together: the name tells the doors apart.
    pub(super) fn cookie(&self) -> String {
        let port = self.0.origin.rsplit(':').next().unwrap_or_default();
        format!("crosswalk-{port}")
    }
}

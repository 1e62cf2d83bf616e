//! The rate limit: so many requests in a window.

use axum::response::Response;
use jiff::Timestamp;

use crate::clock;

/// A fixed window.
pub struct Limits {
    /// Requests in a window.
    limit: u32,
    /// Length of a window in seconds.
    window: i64,
    began: Timestamp,
    used: u32,
}

/// Where the window stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Requests in a window.
    pub limit: u32,
    /// Requests left.
    pub remaining: u32,
    /// Seconds until the next window.
    pub reset: i64,
    /// Whether this request is one too many.
    pub exceeded: bool,
}

impl Limits {
    /// A limit for windows of so many seconds, the first of which begins now.
    pub fn of(limit: u32, window: i64) -> Self {
        Self { limit, window, began: clock::now(), used: 0 }
    }

    /// Counts a request.
    pub fn count(&mut self) -> Standing {
        let now = clock::now();
        if now.as_second() - self.began.as_second() >= self.window {
            (self.began, self.used) = (now, 0);
        }
        self.used = self.used.saturating_add(1);
        Standing {
            limit: self.limit,
            remaining: self.limit.saturating_sub(self.used),
            reset: (self.window - (now.as_second() - self.began.as_second())).max(1),
            exceeded: self.used > self.limit,
        }
    }
}

impl Standing {
    /// Puts the headers on an answer.
    pub fn mark(self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.insert("ratelimit-limit", self.limit.into());
        headers.insert("ratelimit-remaining", self.remaining.into());
        headers.insert("ratelimit-reset", self.reset.into());
    }
}

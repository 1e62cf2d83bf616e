//! What travels, as text: pure, so that it is tested without a browser.

use super::trouble;
use crosswalk_contract::{Ask, Envelope, Event, Problem};
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicU64, Ordering};

static REQUESTS: AtomicU64 = AtomicU64::new(1);

/// The call in its envelope, with the next request number.
pub fn wrap(ask: impl Ask) -> Option<String> {
    let request = REQUESTS.fetch_add(1, Ordering::Relaxed).to_string();
    let envelope = Envelope { request, call: ask.into() };
    serde_json::to_string(&envelope).ok()
}

/// The reply in a text, if it is one of that shape.
pub fn open<R: DeserializeOwned>(text: &str) -> Option<R> {
    serde_json::from_str(text).ok()
}

/// The problem in the body of an answer with this HTTP status; a body that is none is worded here.
pub fn problem(status: u16, body: &str) -> Problem {
    serde_json::from_str(body).unwrap_or_else(|_| match status {
        401 | 403 => trouble::session_over(),
        502..=504 => trouble::unreachable(),
        _ => trouble::not_understood(),
    })
}

/// An event as it travels.
pub fn event(text: &str) -> Option<Event> {
    serde_json::from_str(text).ok()
}

/// The numbers of the events so far.
#[derive(Default)]
pub struct Numbers {
    last: Option<u64>,
}

impl Numbers {
    /// Takes the next number, and tells whether one was missed. A smaller one means that the engine started anew.
    pub fn miss(&mut self, number: u64) -> bool {
        let missed = self.last.is_some_and(|last| number != last + 1);
        self.last = Some(number);
        missed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_contract::{GetOverview, Status};

    #[test]
    fn an_envelope_bears_call_and_number() {
        let [first, second] = [wrap(GetOverview {}).unwrap(), wrap(GetOverview {}).unwrap()];
        let sent: Envelope = serde_json::from_str(&first).unwrap();
        assert_eq!(sent.call, GetOverview {}.into());
        assert_ne!(sent.request, serde_json::from_str::<Envelope>(&second).unwrap().request);
    }

    #[test]
    fn a_problem_is_read_or_worded() {
        let told = Problem::not_found("plan");
        let cases = [
            (404, serde_json::to_string(&told).unwrap(), "not_found"),
            (401, "<html>".to_owned(), "session.over"),
            (502, String::new(), "engine.unreachable"),
            (500, "panic".to_owned(), "engine.not_understood"),
        ];
        for (status, body, code) in cases {
            assert_eq!(problem(status, &body).code, code);
        }
    }

    #[test]
    fn a_reply_of_another_shape_is_none() {
        assert_eq!(open::<Status>("[]"), None);
    }

    #[test]
    fn gaps_and_new_beginnings_are_noticed() {
        let mut numbers = Numbers::default();
        let missed: Vec<_> = [7, 8, 10, 11, 1, 2].map(|number| numbers.miss(number)).into();
        assert_eq!(missed, [false, false, true, false, true, false]);
    }
}

//! One-time codes and the sessions that they become. Only hashes are kept, and only in memory: a restart ends all.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use crosswalk_model::{Hash, Timestamp};

/// How long a code works, in seconds: long enough to carry it from the terminal to the browser.
const CODE: i64 = 15 * 60;
/// How long a session lasts since it was last used, in seconds.
const SESSION: i64 = 12 * 60 * 60;
/// Codes and sessions that are kept at once; the oldest make room.
const MOST: usize = 64;

/// The codes and sessions of one door. Instants and randomness are passed in.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    codes: Mutex<HashMap<Hash, i64>>,
    sessions: Mutex<HashMap<Hash, i64>>,
}

impl Sessions {
    /// A new code that works once.
    pub(crate) fn code(&self, now: Timestamp, random: [u8; 32]) -> String {
        let text = URL_SAFE_NO_PAD.encode(&random[..24]);
        keep(&self.codes, &text, now, CODE);
        text
    }

    /// Turns a code into a session; gives the text for the cookie. The code is used up.
    pub(crate) fn enter(&self, code: &str, now: Timestamp, random: [u8; 32]) -> Option<String> {
        let until = lock(&self.codes).remove(&Hash::of(code.as_bytes()))?;
        if until <= now.as_second() {
            return None;
        }
        let text = URL_SAFE_NO_PAD.encode(random);
        keep(&self.sessions, &text, now, SESSION);
        Some(text)
    }

    /// Whether a cookie's text is that of a session; using it makes it last.
    pub(crate) fn knows(&self, text: &str, now: Timestamp) -> bool {
        let mut sessions = lock(&self.sessions);
        let Some(until) = sessions.get_mut(&Hash::of(text.as_bytes())) else { return false };
        let is_good = *until > now.as_second();
        if is_good {
            *until = now.as_second() + SESSION;
        }
        is_good
    }
}

fn keep(place: &Mutex<HashMap<Hash, i64>>, text: &str, now: Timestamp, seconds: i64) {
    let mut kept = lock(place);
    kept.retain(|_, until| *until > now.as_second());
    if kept.len() >= MOST {
        let oldest = kept.iter().min_by_key(|(_, until)| **until).map(|(hash, _)| *hash);
        oldest.and_then(|hash| kept.remove(&hash));
    }
    kept.insert(Hash::of(text.as_bytes()), now.as_second() + seconds);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn a_code_works_once() {
        let sessions = Sessions::default();
        let code = sessions.code(at(0), [1; 32]);
        let session = sessions.enter(&code, at(10), [2; 32]).unwrap();
        assert!(sessions.knows(&session, at(11)));
        assert_eq!(sessions.enter(&code, at(12), [3; 32]), None);
        assert!(!sessions.knows(&code, at(12)));
    }

    #[test]
    fn a_code_expires_and_is_used_up_by_a_late_try() {
        let sessions = Sessions::default();
        let code = sessions.code(at(0), [1; 32]);
        assert_eq!(sessions.enter(&code, at(CODE), [2; 32]), None);
        assert_eq!(sessions.enter(&code, at(1), [2; 32]), None);
    }

    #[test]
    fn a_session_lasts_while_it_is_used() {
        let sessions = Sessions::default();
        let code = sessions.code(at(0), [1; 32]);
        let session = sessions.enter(&code, at(0), [2; 32]).unwrap();
        assert!(sessions.knows(&session, at(SESSION - 1)));
        assert!(sessions.knows(&session, at(2 * SESSION - 2)));
        assert!(!sessions.knows(&session, at(4 * SESSION)));
    }

    #[test]
    fn what_nobody_was_given_opens_nothing() {
        let sessions = Sessions::default();
        sessions.code(at(0), [1; 32]);
        for guess in ["", "AQEBAQ", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB "] {
            assert_eq!(sessions.enter(guess, at(1), [2; 32]), None, "{guess}");
            assert!(!sessions.knows(guess, at(1)), "{guess}");
        }
    }

    #[test]
    fn only_so_many_are_kept() {
        let sessions = Sessions::default();
        let codes: Vec<_> = (0..100u8).map(|n| sessions.code(at(n.into()), [n; 32])).collect();
        assert_eq!(lock(&sessions.codes).len(), MOST);
        assert_eq!(sessions.enter(&codes[0], at(101), [0; 32]), None);
        assert!(sessions.enter(&codes[99], at(101), [0; 32]).is_some());
    }

    #[test]
    fn nothing_of_a_code_is_kept_or_printed() {
        let sessions = Sessions::default();
        let code = sessions.code(at(0), [1; 32]);
        assert!(!format!("{sessions:?}").contains(&code));
    }
}

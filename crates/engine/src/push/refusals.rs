//! How many refusals are noted. Whoever does not know the password must not be able to fill the disk with notes: of each
//! kind some are noted, and from then on they are counted, and noted at every power of ten.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crosswalk_model::{ConnectionId, Timestamp};
use jiff::SignedDuration;

/// So many of a kind are noted one by one within an hour.
const NOTED: u64 = 20;
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// So many notes of a kind are kept for a connection.
pub(super) const KEPT: u32 = 200;

/// What was refused lately, by connection and kind.
#[derive(Default)]
pub(crate) struct Refusals(Mutex<HashMap<(ConnectionId, &'static str), Count>>);

#[derive(Clone, Copy)]
struct Count {
    since: Timestamp,
    seen: u64,
}

impl Refusals {
    /// Counts one more; whether it is to be noted, and with how many before it that were not.
    pub fn count(&self, connection: ConnectionId, code: &'static str, now: Timestamp) -> Option<u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry((connection, code)).or_insert(Count { since: now, seen: 0 });
        if now.duration_since(count.since) >= HOUR {
            *count = Count { since: now, seen: 0 };
        }
        count.seen += 1;
        let unnoted = count.seen.saturating_sub(NOTED);
        (unnoted == 0 || is_round(unnoted)).then(|| unnoted.saturating_sub(1))
    }

    /// Begins anew, since a push was taken: what is refused after it is news.
    pub fn forget(&self, connection: ConnectionId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|(known, _), _| *known != connection);
    }
}

fn is_round(number: u64) -> bool {
    number >= 10 && 10_u64.pow(number.ilog10()) == number
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_flood_is_counted_and_not_noted() {
        let (refusals, one) = (Refusals::default(), ConnectionId(Uuid::from_u128(1)));
        let now: Timestamp = "2026-03-02T01:00:00Z".parse().unwrap();
        let noted: Vec<u64> =
            (0..100_000).filter_map(|_| refusals.count(one, "wrong_password", now)).collect();
        assert_eq!(noted, [vec![0; 20], vec![9, 99, 999, 9_999]].concat());
        // Another kind, another connection, another hour, and after a push that was taken.
        assert_eq!(refusals.count(one, "empty_body", now), Some(0));
        assert_eq!(refusals.count(ConnectionId(Uuid::from_u128(2)), "wrong_password", now), Some(0));
        assert_eq!(refusals.count(one, "wrong_password", now), None);
        assert_eq!(refusals.count(one, "wrong_password", now + HOUR), Some(0));
        for _ in 0..50 {
            refusals.count(one, "wrong_password", now + HOUR);
        }
        refusals.forget(one);
        assert_eq!(refusals.count(one, "wrong_password", now + HOUR), Some(0));
    }
}

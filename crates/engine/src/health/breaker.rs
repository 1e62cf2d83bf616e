//! The circuit breaker of a connection: how long runs that start by themselves keep away from it.
//!
//! What may pass by itself is tried again after a minute, two, four, and so on, up to four hours. From the third
//! failure in a row on the connection *rests*, which is told. What only a person can mend, such as a refused sign-in,
//! rests at once and until somebody has done something: knocking with a wrong password locks accounts.

use crosswalk_model::{Breaker, Timestamp};
use jiff::SignedDuration;

/// The first pause; it doubles with each failure.
const FIRST: SignedDuration = SignedDuration::from_secs(60);

/// The longest pause.
const LONGEST: SignedDuration = SignedDuration::from_hours(4);

/// From so many failures on a connection rests.
const RESTS_AFTER: u32 = 3;

/// After one more failure. `may_pass` says whether trying again can help.
pub(crate) fn failed(before: &Breaker, now: Timestamp, may_pass: bool) -> Breaker {
    let failures = before.failures.saturating_add(1);
    let try_at = may_pass.then(|| now.checked_add(pause(failures)).unwrap_or(now));
    Breaker { failures, since: before.since.or(Some(now)), try_at }
}

fn pause(failures: u32) -> SignedDuration {
    let doubled = 2i32.checked_pow(failures.saturating_sub(1)).unwrap_or(i32::MAX);
    FIRST.checked_mul(doubled).map_or(LONGEST, |pause| pause.min(LONGEST))
}

/// Whether a run may start by itself.
pub(crate) fn may_try(breaker: &Breaker, now: Timestamp) -> bool {
    breaker.failures == 0 || breaker.try_at.is_some_and(|at| at <= now)
}

/// Whether the connection rests.
pub(crate) fn rests(breaker: &Breaker) -> bool {
    breaker.failures >= RESTS_AFTER || (breaker.failures > 0 && breaker.try_at.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
    }

    #[test]
    fn pauses_double_up_to_four_hours() {
        let mut breaker = Breaker::default();
        assert!(may_try(&breaker, at(0)) && !rests(&breaker));
        let mut now = 0;
        for (failures, minutes) in [1, 2, 4, 8, 16, 32, 64, 128, 240, 240].into_iter().enumerate() {
            breaker = failed(&breaker, at(now), true);
            assert_eq!(rests(&breaker), failures + 1 >= 3, "{failures}");
            assert!(
                !may_try(&breaker, at(now + minutes - 1)) && may_try(&breaker, at(now + minutes)),
                "{failures}"
            );
            now += minutes;
        }
        assert_eq!(breaker.since, Some(at(0)));
        let many = Breaker { failures: u32::MAX, ..breaker };
        assert!(may_try(&failed(&many, at(0), true), at(240)), "however often, there is a way out");
    }

    #[test]
    fn what_only_a_person_can_mend_waits_for_one() {
        let breaker = failed(&Breaker::default(), at(0), false);
        assert!(rests(&breaker) && !may_try(&breaker, at(1_000_000)));
        assert!(
            may_try(&failed(&breaker, at(5), true), at(10)),
            "another failure that may pass is tried again"
        );
    }
}

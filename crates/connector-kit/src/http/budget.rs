//! The retry budget: when a service is in trouble, trying everything again makes the trouble worse.

use std::sync::atomic::{AtomicU32, Ordering};

const FULL: u32 = 100;
const RETRY: u32 = 5;
const REFUND: u32 = 2;

/// Every retry costs, every good answer gives a little back; when it is empty, nothing is tried again.
pub(super) struct Budget(AtomicU32);

impl Budget {
    pub(super) fn full() -> Self {
        Self(AtomicU32::new(FULL))
    }

    /// Pays for one retry, if there is enough.
    pub(super) fn pay(&self) -> bool {
        let pay = |left: u32| left.checked_sub(RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// A good answer came.
    pub(super) fn refund(&self) {
        let refund = |left: u32| Some((left + REFUND).min(FULL));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, refund);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_run_out_and_good_answers_bring_them_back() {
        let budget = Budget::full();
        assert_eq!((0..100).filter(|_| budget.pay()).count(), 20);
        budget.refund();
        budget.refund();
        assert!(!budget.pay());
        budget.refund();
        assert!(budget.pay());
        (0..1000).for_each(|_| budget.refund());
        assert_eq!((0..100).filter(|_| budget.pay()).count(), 20);
    }
}

//! The armed script of this process. Debug builds only.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Fault, Point, Report, Rule, Script, Stage};

static ARMED: AtomicBool = AtomicBool::new(false);
static STAGE: AtomicU8 = AtomicU8::new(0);
static CLOCK: AtomicI64 = AtomicI64::new(0);
static STATE: Mutex<State> = Mutex::new(State { rules: Vec::new(), seen: Vec::new(), raised: Vec::new() });

/// What is remembered of operations is bounded; nobody counts further.
const MOST: usize = 1_000_000;

struct State {
    /// Each rule, and how many operations counted for it.
    rules: Vec<(Rule, u64)>,
    seen: Vec<(Stage, Point)>,
    raised: Vec<(Stage, Point, Fault)>,
}

impl State {
    /// What happens to this operation.
    fn next(&mut self, stage: Stage, point: Point) -> Option<Fault> {
        if self.seen.len() < MOST {
            self.seen.push((stage, point));
        }
        let mut wanted = None;
        for (rule, number) in self.rules.iter_mut().filter(|(rule, _)| rule.counts(stage, point)) {
            *number += 1;
            let hits = rule.hits(*number) && fits(point, rule.fault);
            wanted = wanted.or(hits.then_some(rule.fault));
        }
        self.raised.extend(wanted.map(|fault| (stage, point, fault)));
        wanted
    }
}

/// Faults that go on concern what they can concern: a full disk says nothing of a request.
fn fits(point: Point, fault: Fault) -> bool {
    matches!(fault, Fault::Clock(_)) || point.faults().contains(&fault)
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn pass(point: Point) -> Result<(), Fault> {
    if !ARMED.load(Ordering::Acquire) {
        return Ok(());
    }
    let stage = stage();
    let wanted = state().next(stage, point);
    match wanted {
        None => Ok(()),
        Some(Fault::Kill) => end(stage, point),
        Some(Fault::Clock(seconds)) => {
            CLOCK.fetch_add(seconds, Ordering::AcqRel);
            Ok(())
        }
        Some(fault) => Err(fault),
    }
}

/// No destructor runs and nothing is flushed: what is not on the disk by now is lost.
fn end(stage: Stage, point: Point) -> ! {
    let _nobody_may_listen = writeln!(std::io::stderr(), "ended by a fault: {stage} {point}");
    std::process::abort()
}

pub(crate) fn arm(script: Script) {
    let mut state = state();
    state.rules = script.rules.into_iter().map(|rule| (rule, 0)).collect();
    state.seen.clear();
    state.raised.clear();
    CLOCK.store(0, Ordering::Release);
    ARMED.store(true, Ordering::Release);
}

pub(crate) fn disarm() -> Report {
    ARMED.store(false, Ordering::Release);
    let mut state = state();
    state.rules.clear();
    Report { seen: std::mem::take(&mut state.seen), raised: std::mem::take(&mut state.raised) }
}

pub(crate) fn clock_is_off_by() -> i64 {
    CLOCK.load(Ordering::Acquire)
}

fn stage() -> Stage {
    let place = usize::from(STAGE.load(Ordering::Relaxed));
    // 0 is no stage; the others stand in their order.
    place.checked_sub(1).and_then(|place| Stage::ALL.get(place).copied()).unwrap_or_default()
}

pub(crate) fn set_stage(next: Stage) -> Stage {
    let before = stage();
    let place = Stage::ALL.iter().position(|one| *one == next).map_or(0, |place| place + 1);
    STAGE.store(u8::try_from(place).unwrap_or(0), Ordering::Relaxed);
    before
}

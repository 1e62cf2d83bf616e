//! What a case may cost.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The longest that any case may take.
const LONGEST: Duration = Duration::from_secs(1);
/// The most memory that the whole run may have needed at once. Inputs are below 300 KiB each; the largest value that a
/// message may hold is 16 MiB.
const MOST: u64 = 400 << 20;

/// One case at a time, so that the time of the process is the time of the case.
static TURN: Mutex<()> = Mutex::new(());

/// Runs a case; one that was slow may try again, because other work on the computer slows it too.
pub fn watched(name: &str, seed: u64, mut case: impl FnMut()) {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let watch = Instant::now();
    let fastest = (0..3).find_map(|_| {
        let begun = worked(watch);
        case();
        (worked(watch) - begun < LONGEST).then_some(())
    });
    assert!(fastest.is_some(), "{name}, seed {seed}, takes longer than {LONGEST:?}");
}

/// How long the processors have worked for us, where the system tells it; elsewhere how late it is.
fn worked(watch: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/self/stat").ok();
    // Behind the program's name in brackets: the twelfth and thirteenth, in hundredths of a second.
    let ticks = told.as_deref().and_then(|told| told.rsplit_once(") ")).map(|(_, rest)| rest);
    let ticks = ticks
        .map(|rest| rest.split(' ').skip(11).take(2).map(|text| text.parse::<u64>().unwrap()).sum::<u64>());
    ticks.map_or_else(|| watch.elapsed(), |ticks| Duration::from_millis(ticks * 10))
}

/// Checks how much memory was needed at the highest, where the system tells it.
pub fn memory(name: &str) {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return };
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: u64 = peak.unwrap().trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes << 10 < MOST, "{name} needed {} MB", kilobytes >> 10);
}

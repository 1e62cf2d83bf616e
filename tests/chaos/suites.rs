//! The suites, one after another; the cases of each side by side.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinSet;

use crate::case::Case;
use crate::choose;
use crate::options::Options;
use crate::report::Report;
use crate::sweep::{self, Outcome, Reference};
use crate::verdict::Verdict;
use crate::{away, extracts, guard, inbox, network};

/// Runs what was asked for.
pub async fn run(options: &Options) -> Result<Report> {
    let mut report = Report::default();
    if options.wants("sweep") || options.only.is_some() {
        sweeping(options, &mut report).await?;
    }
    if options.wants("network") {
        network(options, &mut report).await?;
    }
    if options.wants("inbox") {
        let (pushes, kills) = if options.quick { (300, 3) } else { (10_000, 50) };
        let storm = inbox::storm(pushes, kills, options.seeds.unwrap_or(1)).await?;
        report.suite("--suite inbox", "inbox", "kill", storm.kills, &storm.verdict);
        report.figures.insert("pushes of the storm".into(), storm.pushes as f64);
        report.figures.insert("99 % of their answers within ms (debug build)".into(), storm.p99_ms.round());
    }
    if options.wants("away") {
        let (hours, verdict) = away::down(if options.quick { 6 } else { 48 }).await?;
        report.suite("--suite away", "send", "down", hours, &verdict);
    }
    if options.wants("extracts") {
        for (kind, faults, verdict) in extracts::bad(if options.quick { 1 } else { 10 }).await? {
            report.suite("--suite extracts", "extract", kind, faults, &verdict);
        }
    }
    if options.wants("guard") {
        let verdict = guard::plans(10_000, options.seeds.unwrap_or(1));
        report.figures.insert("random plans against the guard".into(), 10_000.0);
        report.suite("--suite guard", "plan", "guard", 0, &verdict);
    }
    Ok(report)
}

async fn network(options: &Options, report: &mut Report) -> Result<()> {
    let count = if options.quick { 4 } else { 60 * options.seeds.unwrap_or(1) };
    progress(&format!("{count} schedules of the network"));
    let (mut waiting, mut running) = (0..count, JoinSet::new());
    loop {
        while running.len() < options.jobs.max(1)
            && let Some(seed) = waiting.next()
        {
            running.spawn(async move { (seed, network::schedule(seed).await) });
        }
        let Some(joined) = running.join_next().await else { return Ok(()) };
        let (seed, outcome) = joined?;
        let (faults, verdict) = outcome?;
        report.suite(&format!("--suite network (seed {seed})"), "send", "network", faults, &verdict);
    }
}

async fn sweeping(options: &Options, report: &mut Report) -> Result<()> {
    let reference = Arc::new(Reference::count(2026).await?);
    for (phase, seen) in &reference.phases {
        report.figures.insert(format!("operations of the phase {}", phase.name()), seen.len() as f64);
    }
    let cases = match (&options.only, options.quick) {
        (Some(case), _) => vec![case.clone()],
        (None, true) => choose::sample(&reference, options.seeds.unwrap_or(1)),
        (None, false) => choose::every(&reference, options.seeds.unwrap_or(1)),
    };
    let cases = choose::mixed(cases);
    progress(&format!("{} cases of the reference sync", cases.len()));
    let end = options.minutes.map(|minutes| Instant::now() + Duration::from_secs(60 * minutes));
    let (mut waiting, mut running) = (cases.into_iter(), JoinSet::new());
    let mut done = 0u64;
    loop {
        let is_time = end.is_none_or(|end| Instant::now() < end);
        while is_time
            && running.len() < options.jobs.max(1)
            && let Some(case) = waiting.next()
        {
            let reference = reference.clone();
            running.spawn(async move { (case.clone(), one(&case, &reference).await) });
        }
        let Some(joined) = running.join_next().await else { return Ok(()) };
        let (case, outcome) = joined?;
        report.note(&format!("--only {case}"), outcome.hit, &outcome.verdict);
        if !outcome.verdict.is_good() {
            progress(&format!("WRONG  --only {case}\n       {}", outcome.verdict.words.join("\n       ")));
        }
        done += 1;
        if done.is_multiple_of(50) {
            progress(&format!("{done} cases, {} faults, {} wrong", report.faults, report.failures.len()));
        }
    }
}

async fn one(case: &Case, reference: &Reference) -> Outcome {
    match sweep::run(case, reference).await {
        Ok(outcome) => outcome,
        Err(error) => Outcome { hit: None, verdict: Verdict::unresumed(format!("{error:#}")) },
    }
}

/// One line on the way.
pub fn progress(line: &str) {
    use std::io::Write;
    let _a_closed_terminal_is_no_reason_to_stop = writeln!(std::io::stderr(), "{line}");
}

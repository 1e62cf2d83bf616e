//! Steps one after another, each with its time; the first that fails stops them all.

use crate::say;
use anyhow::Result;
use std::time::{Duration, Instant};

/// The steps that were taken so far.
#[derive(Default)]
pub struct Steps {
    taken: Vec<Taken>,
}

struct Taken {
    name: &'static str,
    time: Duration,
    passed: bool,
}

impl Steps {
    /// Takes a step, unless an earlier one failed. The problem is said where it happens.
    pub fn take(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) {
        if self.failed().is_some() {
            return;
        }
        say::line(&format!("\n== {name}"));
        let start = Instant::now();
        let result = step();
        if let Err(problem) = &result {
            say::trouble(&format!("{problem:#}"));
        }
        self.taken.push(Taken { name, time: start.elapsed(), passed: result.is_ok() });
    }

    /// The step that failed.
    pub fn failed(&self) -> Option<&'static str> {
        self.taken.iter().find(|step| !step.passed).map(|step| step.name)
    }

    /// The table of steps, and the closing sentence.
    pub fn report(&self) -> String {
        let rows = self.taken.iter().map(|step| {
            let sign = if step.passed { "passed" } else { "FAILED" };
            format!("  {:<28} {:>12}  {sign}\n", step.name, say::time(step.time))
        });
        let total = say::time(self.taken.iter().map(|step| step.time).sum());
        let close = match self.failed() {
            None => format!("Every step passed, in {total}."),
            Some(name) => format!("The step \"{name}\" failed, after {total}. Nothing after it was run."),
        };
        format!("\n{}\n{close}", rows.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn a_failure_stops_what_follows_and_is_named() {
        let mut steps = Steps::default();
        steps.take("one", || Ok(()));
        steps.take("two", || bail!("broken"));
        steps.take("three", || panic!("must not be taken"));
        assert_eq!(steps.failed(), Some("two"));
        let report = steps.report();
        assert!(report.contains("The step \"two\" failed") && !report.contains("three"), "{report}");
    }

    #[test]
    fn all_passed_is_said_so() {
        let mut steps = Steps::default();
        steps.take("one", || Ok(()));
        assert!(steps.report().contains("Every step passed"));
    }
}

//! Cases: in which phase of the reference sync which operation fails, and how. A case is a line of text, which
//! repeats it.

use std::str::FromStr;

use anyhow::{Context, Result, bail};
use crosswalk_faults::{Fault, Rule};

/// The phases of the reference sync. In each, operations count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// The first start, on a folder that does not exist.
    First,
    /// KAMAR checks, pushes everything, and all of it is taken in.
    Push,
    /// Both plans are made.
    Plan,
    /// Both plans are approved and applied.
    Apply,
    /// The house is opened again.
    Open,
}

impl Phase {
    /// Every one, in the order of the reference sync.
    pub const ALL: [Self; 5] = [Self::First, Self::Push, Self::Plan, Self::Apply, Self::Open];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Push => "push",
            Self::Plan => "plan",
            Self::Apply => "apply",
            Self::Open => "open",
        }
    }
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Where the script is armed.
    pub phase: Phase,
    /// What fails.
    pub rule: Rule,
    /// Which school.
    pub seed: u64,
}

impl Case {
    /// The n-th operation of a phase.
    pub fn nth(phase: Phase, n: u64, times: u64, fault: Fault) -> Self {
        Self { phase, rule: Rule { times, ..Rule::nth(n, fault) }, seed: 2026 }
    }
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "phase={},seed={},{}", self.phase.name(), self.seed, self.rule)
    }
}

impl FromStr for Case {
    type Err = anyhow::Error;

    /// `phase=apply,n=37,fault=SQLITE_BUSY`; stage, at, times and seed may be named too.
    fn from_str(text: &str) -> Result<Self> {
        let (mut phase, mut seed, mut rule) = (None, 2026, Vec::new());
        for part in text.split(',') {
            match part.split_once('=').context("a part of a case is name=value")? {
                ("phase", name) => phase = Phase::ALL.into_iter().find(|phase| phase.name() == name),
                ("seed", number) => seed = number.parse()?,
                _ => rule.push(part),
            }
        }
        let Some(phase) = phase else { bail!("name a phase: first, push, plan, apply or open") };
        Ok(Self { phase, rule: rule.join(",").parse()?, seed })
    }
}

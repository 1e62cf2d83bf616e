//! What is to fail, as a line of text that a test hands over and prints where it found something.

use std::str::FromStr;

use crate::{Fault, Point, Stage};

/// The n-th operation of a kind fails, and perhaps those after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Only operations of this stage count.
    pub stage: Option<Stage>,
    /// Only operations count whose name begins so: `db.commit`, or `db` for all of the kind; empty for every one.
    pub at: String,
    /// Which of them fails first; the first is 1.
    pub n: u64,
    /// How many fail, one after the other.
    pub times: u64,
    /// How.
    pub fault: Fault,
}

/// Several rules. An operation fails by the first that wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The rules.
    pub rules: Vec<Rule>,
}

/// A line that is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRule(pub String);

impl std::fmt::Display for BadRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "this is no rule: {}", self.0)
    }
}

impl std::error::Error for BadRule {}

impl Rule {
    /// The n-th operation of all fails once.
    pub fn nth(n: u64, fault: Fault) -> Self {
        Self { stage: None, at: String::new(), n, times: 1, fault }
    }

    /// Whether an operation counts for it.
    pub fn counts(&self, stage: Stage, point: Point) -> bool {
        self.stage.is_none_or(|own| own == stage) && point.name().starts_with(&self.at)
    }

    /// Whether the operation with this number fails.
    pub fn hits(&self, number: u64) -> bool {
        number >= self.n && number - self.n < self.times
    }

    fn set(&mut self, name: &str, text: &str) -> Option<()> {
        match name {
            "stage" => self.stage = Some(Stage::ALL.into_iter().find(|stage| stage.name() == text)?),
            "at" => text.clone_into(&mut self.at),
            "n" => self.n = text.parse().ok()?,
            "times" => self.times = text.parse().ok()?,
            "fault" => self.fault = Fault::named(text)?,
            _ => return None,
        }
        Some(())
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(stage) = self.stage {
            write!(f, "stage={stage},")?;
        }
        if !self.at.is_empty() {
            write!(f, "at={},", self.at)?;
        }
        write!(f, "n={},times={},fault={}", self.n, self.times, self.fault)
    }
}

impl FromStr for Rule {
    type Err = BadRule;

    /// `stage=send,at=db.commit,n=3,times=2,fault=SQLITE_FULL`; only the fault must be there.
    fn from_str(line: &str) -> Result<Self, BadRule> {
        let bad = || BadRule(line.to_owned());
        let mut rule = Self::nth(1, Fault::Kill);
        let mut is_named = false;
        for part in line.split(',') {
            let (name, text) = part.trim().split_once('=').ok_or_else(bad)?;
            rule.set(name, text).ok_or_else(bad)?;
            is_named |= name == "fault";
        }
        is_named.then_some(rule).ok_or_else(bad)
    }
}

impl std::fmt::Display for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rules: Vec<String> = self.rules.iter().map(Rule::to_string).collect();
        f.write_str(&rules.join(";"))
    }
}

impl FromStr for Script {
    type Err = BadRule;

    /// Rules with semicolons between them; nothing at all only counts.
    fn from_str(text: &str) -> Result<Self, BadRule> {
        let lines = text.split(';').map(str::trim).filter(|line| !line.is_empty());
        Ok(Self { rules: lines.map(str::parse).collect::<Result<_, _>>()? })
    }
}

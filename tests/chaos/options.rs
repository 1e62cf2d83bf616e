//! What was asked for.

use anyhow::{Context, Result, bail};

use crate::case::Case;
use crate::house::Opening;

/// What this process is.
pub enum Role {
    /// A house that is tormented.
    House(Opening),
    /// The one that torments.
    Driver(Options),
}

/// What the driver does.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A sample within a minute and a half.
    pub quick: bool,
    /// Figures for machines.
    pub json: bool,
    /// Rounds: how many different faults each operation meets, and how many schedules there are.
    pub seeds: Option<u64>,
    /// One case only.
    pub only: Option<Case>,
    /// Some suites only, by their names.
    pub suites: Vec<String>,
    /// After so many minutes no further case of the sweep begins.
    pub minutes: Option<u64>,
    /// How many cases run side by side.
    pub jobs: usize,
}

/// Reads the arguments.
pub fn read(arguments: Vec<String>) -> Result<Role> {
    if arguments.first().is_some_and(|first| first == "house") {
        return house(&arguments[1..]).map(Role::House);
    }
    let mut options = Options { jobs: 2, ..Options::default() };
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{argument} wants a value"));
        match argument.as_str() {
            "--quick" => options.quick = true,
            "--json" => options.json = true,
            "--seeds" => options.seeds = Some(value()?.parse()?),
            "--only" => options.only = Some(value()?.parse()?),
            "--suite" => options.suites.push(value()?),
            "--minutes" => options.minutes = Some(value()?.parse()?),
            "--jobs" => options.jobs = value()?.parse()?,
            _ => bail!(
                "{argument}: known are --quick --json --seeds N --only CASE --suite NAME --minutes N --jobs N"
            ),
        }
    }
    Ok(Role::Driver(options))
}

fn house(words: &[String]) -> Result<Opening> {
    let [folder, today, seconds, unattended, script @ ..] = words else { bail!("a house wants four words") };
    Ok(Opening {
        folder: folder.into(),
        today: today.parse()?,
        seconds: seconds.parse()?,
        unattended: unattended.parse()?,
        script: script.first().cloned(),
    })
}

impl Options {
    /// Whether a suite is wanted.
    pub fn wants(&self, suite: &str) -> bool {
        self.only.is_none() && (self.suites.is_empty() || self.suites.iter().any(|one| one == suite))
    }
}

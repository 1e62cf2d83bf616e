//! Chaos: builds the program that torments the house, and starts it.

use crate::{daemon, house::House, process, setup, setup::Needs};
use anyhow::Result;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// With whatever was asked for; it has its own exit code. A sample is built as the tests are, a whole run with the
/// optimiser: thousands of houses are started.
pub fn chaos(house: &House, arguments: &[String]) -> Result<ExitCode> {
    setup::setup(house, Needs { window: false, tests: false })?;
    let sample = arguments.iter().any(|argument| argument == "--quick");
    daemon::start(Command::new(build(house, if sample { "dev" } else { "chaos" })?).args(arguments))
}

/// The sample that belongs to every test run.
pub fn quick(house: &House) -> Result<()> {
    process::run(Command::new(build(house, "dev")?).arg("--quick"))
}

/// With debug assertions in either profile: a release has no faults.
fn build(house: &House, profile: &str) -> Result<PathBuf> {
    let arguments =
        ["build", "--package", "crosswalk-tests", "--bin", "crosswalk-chaos", "--profile", profile];
    process::run(&mut process::cargo(house, &arguments))?;
    Ok(house.program_of(if profile == "dev" { "debug" } else { profile }, "crosswalk-chaos", None))
}

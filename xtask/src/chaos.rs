//! Chaos: builds the program that torments the house, and starts it.

use crate::{daemon, house::House, process, setup, setup::Needs};
use anyhow::Result;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// With whatever was asked for; it has its own exit code.
pub fn chaos(house: &House, arguments: &[String]) -> Result<ExitCode> {
    setup::setup(house, Needs { window: false, tests: false })?;
    daemon::start(Command::new(build(house)?).args(arguments))
}

/// The sample that belongs to every test run.
pub fn quick(house: &House) -> Result<()> {
    process::run(Command::new(build(house)?).arg("--quick"))
}

/// Always as a debug build: a release has no faults.
fn build(house: &House) -> Result<PathBuf> {
    let arguments = ["build", "--package", "crosswalk-tests", "--bin", "crosswalk-chaos"];
    process::run(&mut process::cargo(house, &arguments))?;
    Ok(house.program("crosswalk-chaos", false, None))
}

//! Tasks that `crosswalkd` does itself: this only builds it and passes the arguments on.

use crate::{house::House, process, screens, screens::Profile, setup, setup::Needs};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus};

/// The whole job in one process tree, as a story.
pub fn demo(house: &House, arguments: &[String]) -> Result<ExitCode> {
    release(house, "demo", arguments)
}

/// The measurements.
pub fn bench(house: &House, arguments: &[String]) -> Result<ExitCode> {
    release(house, "bench", arguments)
}

fn release(house: &House, verb: &str, arguments: &[String]) -> Result<ExitCode> {
    setup::setup(house, Needs { window: false, tests: false })?;
    let program = build(house, true)?;
    start(Command::new(program).arg(verb).args(arguments))
}

/// Builds `crosswalkd` and says where it lies.
pub fn build(house: &House, release: bool) -> Result<PathBuf> {
    // The program carries the screens; any will do for a story without a window.
    if !house.dist().join("index.html").is_file() {
        screens::screens(house, Profile::Dev, true)?;
    }
    let mut arguments = vec!["build", "--package", "crosswalk-daemon", "--bin", "crosswalkd"];
    if release {
        arguments.push("--release");
    }
    process::run(&mut process::cargo(house, &arguments))?;
    Ok(house.program("crosswalkd", release, None))
}

/// Starts a program of ours with the person's own terminal, and ends with its exit code.
pub fn start(command: &mut Command) -> Result<ExitCode> {
    let status = command.status();
    let status =
        status.with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
    Ok(code(status))
}

fn code(status: ExitStatus) -> ExitCode {
    // A program that was stopped by a signal has no code of its own.
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}

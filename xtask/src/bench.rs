//! Measures the screens: a release of them and of the house, in a real browser.

use crate::{daemon, house::House, process, screens, screens::Profile, setup, setup::Needs, stage};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// What is asked for with it is handed on; the first word only chose this task.
pub const CHOOSES: &str = "--screens";

/// Builds what is handed out, and lets the program that drives the browser print its figures.
pub fn screens(house: &House, arguments: &[String]) -> Result<ExitCode> {
    setup::setup(house, Needs { window: false, tests: true })?;
    screens::screens(house, Profile::Screens, false)?;
    let program = build(house)?;
    let rest = arguments.iter().filter(|argument| *argument != CHOOSES);
    let mut command = Command::new(program);
    command.args(rest).arg("--packed").arg(packed(house)?.to_string());
    daemon::start(command.envs(stage::found_programs(house)))
}

fn build(house: &House) -> Result<PathBuf> {
    let arguments =
        ["build", "--release", "--package", "crosswalk-tests", "--bin", "crosswalk-screens-bench"];
    process::run(&mut process::cargo(house, &arguments))?;
    Ok(house.program("crosswalk-screens-bench", true, None))
}

/// How many bytes the wasm file has as Tauri packs it into the application.
fn packed(house: &House) -> Result<usize> {
    let files = screens::bundled(house)?;
    let wasm = files.into_iter().find(|(name, _)| name.ends_with(".wasm"));
    let (_, bytes) = wasm.context("the bundle holds no wasm file")?;
    let mut packing = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    packing.write_all(&bytes)?;
    Ok(packing.into_inner().len())
}

//! What Rust's own installers bring: the wasm target and, for the tests, the window's driver.

use crate::{house::House, process, say};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target of the screens.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Adds the wasm target where the compiler has none.
pub fn wasm_target() -> Result<()> {
    let folder = process::read(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    let help = "the screens need the compiler's wasm32-unknown-unknown target; rustup adds it";
    process::run(Command::new("rustup").args(["target", "add", WASM])).context(help)
}

/// Where the window's driver is installed.
pub fn tauri_driver_path(house: &House) -> PathBuf {
    house.tools().join("bin").join(if cfg!(windows) { "tauri-driver.exe" } else { "tauri-driver" })
}

/// Installs `tauri-driver`, through which the tests drive the real window, for this checkout alone.
pub fn tauri_driver(house: &House) -> Result<()> {
    if tauri_driver_path(house).is_file() {
        return Ok(());
    }
    if process::run(&mut install(house, true)).is_ok() {
        return Ok(());
    }
    say::line("With its own lock file it does not build here; once more with the newest that fits.");
    process::run(&mut install(house, false)).context("the tests of the window need tauri-driver")
}

fn install(house: &House, is_locked: bool) -> Command {
    let mut command = process::cargo(house, &["install", "tauri-driver", "--version", "^2", "--root"]);
    // Its own target folder: it shares nothing with ours and need not stand in the way of a build.
    command.arg(house.tools()).env("CARGO_TARGET_DIR", house.tools().join("build"));
    if is_locked {
        command.arg("--locked");
    }
    command
}

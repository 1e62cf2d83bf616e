//! Builds what is handed out. Installers are made only where Tauri's own tool is installed.

use crate::{house::House, process, say, screens, screens::Profile};
use anyhow::Result;

/// The screens, the application and `crosswalkd` in release, for this system or another target.
pub fn dist(house: &House, target: Option<&str>) -> Result<()> {
    screens::screens(house, Profile::Screens, false)?;
    build(house, &["--package", "crosswalk-daemon", "--bin", "crosswalkd"], target)?;
    build(house, &["--package", "crosswalk", "--bin", "crosswalk", "--features", "custom-protocol"], target)?;
    bundle(house, target)?;
    for name in ["crosswalk", "crosswalkd"] {
        say::line(&format!("Built {}", house.program(name, true, target).display()));
    }
    Ok(())
}

fn build(house: &House, what: &[&str], target: Option<&str>) -> Result<()> {
    let mut command = process::cargo(house, &["build", "--release"]);
    command.args(what).args(target.iter().flat_map(|triple| ["--target", triple]));
    process::run(&mut command)
}

fn bundle(house: &House, target: Option<&str>) -> Result<()> {
    if process::read(&mut process::cargo(house, &["tauri", "--version"])).is_err() {
        say::line(
            "No installer was made: that needs Tauri's tool (cargo install tauri-cli --version ^2 --locked).",
        );
        return Ok(());
    }
    let mut command = process::cargo(house, &["tauri", "build"]);
    process::run(command.args(target.iter().flat_map(|triple| ["--target", triple])))
}

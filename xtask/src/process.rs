//! Calling other programs: always named before, always with a plain sentence when they fail.

use crate::{house::House, say};
use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Cargo in the root of the checkout, building into the same target folder as this program.
pub fn cargo(house: &House, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(&house.root).env("CARGO_TARGET_DIR", &house.target);
    for (name, _) in std::env::vars_os() {
        if is_about_this_package(&name) {
            command.env_remove(name);
        }
    }
    command
}

/// `cargo run` tells a program about its own package. Some build scripts watch these variables, and would run again
/// whenever a person and a task call Cargo in turn.
fn is_about_this_package(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let starts = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    starts.iter().any(|start| name.starts_with(start))
        || name == "CARGO_CRATE_NAME"
        || name == "CARGO_PRIMARY_PACKAGE"
}

/// Runs a command to its end and fails when it fails. It gets no standard input.
pub fn run(command: &mut Command) -> Result<()> {
    say::command(command);
    let status = command.stdin(Stdio::null()).status();
    let status =
        status.with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
    if !status.success() {
        bail!("`{}` failed ({status})", say::typed(command));
    }
    Ok(())
}

/// Runs a command quietly and gives what it printed; a failure carries what it said about it.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output();
    let output =
        output.with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", say::typed(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Where a program lies on the search path, if it does.
pub fn find(name: &str) -> Option<PathBuf> {
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// Whether a setting of the surroundings is present and not empty.
pub fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cargo_run_added_is_taken_away() {
        assert!(is_about_this_package(OsStr::new("CARGO_PKG_NAME")));
        assert!(is_about_this_package(OsStr::new("CARGO_MANIFEST_DIR")));
        assert!(!is_about_this_package(OsStr::new("CARGO_HOME")));
        assert!(!is_about_this_package(OsStr::new("CARGO_INCREMENTAL")));
    }

    #[test]
    fn a_failure_says_which_command_and_what_it_said() {
        let problem = read(Command::new("cargo").arg("--no-such-flag")).unwrap_err().to_string();
        assert!(problem.contains("cargo --no-such-flag") && problem.contains("no-such-flag"), "{problem}");
    }
}

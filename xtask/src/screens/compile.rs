//! Has Cargo compile the screens to wasm, in a target folder of their own.

use crate::{house::House, process};
use anyhow::Result;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// How the screens are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Soon built, large.
    Dev,
    /// Small, as handed out.
    Screens,
}

impl Profile {
    /// The profile for a build that is or is not handed out.
    pub fn of(release: bool) -> Self {
        if release { Self::Screens } else { Self::Dev }
    }

    /// As Cargo names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Screens => "screens",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Screens => "screens",
        }
    }
}

/// Compiles the screens and says where the wasm file lies.
pub fn compile(house: &House, profile: Profile) -> Result<PathBuf> {
    process::run(&mut cargo(house, &["build", "--bin", "crosswalk-ui", "--profile", profile.name()]))?;
    Ok(house.screens_target().join(TARGET).join(profile.folder()).join("crosswalk-ui.wasm"))
}

/// Lints the screens for the target on which they run.
pub fn lint(house: &House) -> Result<()> {
    process::run(cargo(house, &["clippy"]).args(["--", "-D", "warnings"]))
}

fn cargo(house: &House, arguments: &[&str]) -> Command {
    let mut command = process::cargo(house, arguments);
    command
        .args(["--package", "crosswalk-ui", "--target", TARGET])
        .env("CARGO_TARGET_DIR", house.screens_target());
    // What is handed out tells nobody in which folder it was built, and two computers build the same bytes.
    // Our own files need no other name: Cargo calls them by their path below the root.
    let own = std::env::var_os("RUSTFLAGS");
    let flags = own.into_iter().chain(cargo_home().as_deref().and_then(remap)).collect::<Vec<OsString>>();
    command.env("RUSTFLAGS", flags.join(&OsString::from(" ")));
    command
}

/// RUSTFLAGS are split at blanks: a folder with a blank in its name keeps its name.
fn remap(folder: &Path) -> Option<OsString> {
    let folder = folder.to_str().filter(|folder| !folder.contains(' '))?;
    Some(format!("--remap-path-prefix={folder}=cargo").into())
}

fn cargo_home() -> Option<PathBuf> {
    let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os(home)?).join(".cargo")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_a_blank_is_left_out() {
        assert_eq!(remap(Path::new("/a/b")), Some("--remap-path-prefix=/a/b=cargo".into()));
        assert_eq!(remap(Path::new("/my files/c")), None);
    }
}

//! Where things are: the root of the checkout and the folder that Cargo builds into.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The places of the house.
pub struct House {
    /// The root of the checkout.
    pub root: PathBuf,
    /// What Cargo builds into, for every command that a task calls.
    pub target: PathBuf,
}

impl House {
    /// The checkout from which this program was called, and the target folder in which it lies itself.
    pub fn here() -> Result<Self> {
        // Cargo says which checkout it is. What was true when this program was built need not be:
        // where checkouts share a target folder, Cargo takes a program of the one for that of the other.
        let own = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let own = own.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
        let root = own.parent().context("xtask has no folder above it")?;
        let program = std::env::current_exe().context("cannot tell where this program lies")?;
        // <target>/<profile>/xtask: asking Cargo again could give another answer than the one it used for this program.
        let target = program.ancestors().nth(2).context("this program lies in no target folder")?;
        Ok(Self { root: root.to_owned(), target: target.to_owned() })
    }

    /// The folder of the screens' sources.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// What the browser and the window load.
    pub fn dist(&self) -> PathBuf {
        self.ui().join("dist")
    }

    /// The screens are built apart, so that their lock and their features do not fight with the rest.
    pub fn screens_target(&self) -> PathBuf {
        self.target.join("screens")
    }

    /// Programs that only the tests need, installed for this checkout alone.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// A program of ours as Cargo leaves it.
    pub fn program(&self, name: &str, release: bool, target: Option<&str>) -> PathBuf {
        self.program_of(if release { "release" } else { "debug" }, name, target)
    }

    /// The same from the folder of a profile.
    pub fn program_of(&self, profile: &str, name: &str, target: Option<&str>) -> PathBuf {
        let windows = target.map_or(cfg!(windows), |triple| triple.contains("windows"));
        let folder = target.map_or_else(|| self.target.clone(), |triple| self.target.join(triple));
        let name = if windows { format!("{name}.exe") } else { name.to_owned() };
        folder.join(profile).join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_program_for_windows_lies_in_its_own_folder() {
        let house = House { root: "r".into(), target: "t".into() };
        let found = house.program("crosswalk", true, Some("x86_64-pc-windows-gnu"));
        assert_eq!(found, Path::new("t").join("x86_64-pc-windows-gnu").join("release").join("crosswalk.exe"));
    }
}

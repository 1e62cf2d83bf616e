//! wasm-bindgen as a library, so that no global tool must match the lock file.

use super::Profile;
use crate::house::House;
use anyhow::{Context, Result, bail};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// What wasm-bindgen makes of the compiled screens.
pub struct Bundle {
    /// The JavaScript module that loads the wasm file.
    pub js: Vec<u8>,
    /// The wasm file.
    pub wasm: Vec<u8>,
    /// Small modules that crates bring along; their names already carry a hash.
    pub snippets: Vec<(String, Vec<u8>)>,
}

/// Makes the bundle in a folder of its own and reads it back.
pub fn bindgen(house: &House, profile: Profile, wasm: &Path) -> Result<Bundle> {
    let folder = house.screens_target().join("bundle");
    // What an earlier build left there must not be taken for this one's.
    let _ = std::fs::remove_dir_all(&folder);
    let is_small = profile == Profile::Screens;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name("crosswalk").typescript(false);
    bindgen.remove_name_section(is_small).remove_producers_section(is_small);
    bindgen.web(true)?.generate(&folder).context("wasm-bindgen could not bundle the screens")?;
    Ok(Bundle {
        js: std::fs::read(folder.join("crosswalk.js"))?,
        wasm: std::fs::read(folder.join("crosswalk_bg.wasm"))?,
        snippets: super::files::tree(&folder.join("snippets"), "snippets")?,
    })
}

/// wasm-bindgen refuses a wasm file that was compiled with another version of itself, in words that help nobody.
pub fn check_versions(root: &Path) -> Result<()> {
    let lock = std::fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let [runtime, bundler] =
        ["wasm-bindgen", "wasm-bindgen-cli-support"].map(|name| locked_version(&lock, name));
    if runtime.is_none() || runtime != bundler {
        let [runtime, bundler] = [runtime, bundler].map(|version| version.unwrap_or("none"));
        bail!(
            "Cargo.lock holds wasm-bindgen {runtime} but wasm-bindgen-cli-support {bundler}; they must be the same: \
             cargo update --package wasm-bindgen-cli-support --precise {runtime}"
        );
    }
    Ok(())
}

fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = lock.split_once(&format!("\nname = \"{name}\"\nversion = \""))?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n\n\
                        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.129\"\n";

    #[test]
    fn versions_are_those_of_the_very_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-cli-support"), Some("0.2.129"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-macro"), None);
    }

    #[test]
    fn different_versions_are_refused_with_the_command_that_mends_it() {
        let folder = std::env::temp_dir().join(format!("crosswalk-lock-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("Cargo.lock"), LOCK).unwrap();
        let problem = check_versions(&folder).unwrap_err().to_string();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(problem.contains("--precise 0.2.130"), "{problem}");
    }
}

//! Finds out what is missing, installs what it may, and names the rest in a sentence.

mod debian;
mod tools;
mod words;

pub use tools::tauri_driver_path;

use crate::{house::House, process, say};
use anyhow::Result;

/// What the next task needs beside the compiler.
#[derive(Clone, Copy)]
pub struct Needs {
    /// The libraries of the window.
    pub window: bool,
    /// The programs that the tests start.
    pub tests: bool,
}

/// Sets up what is missing. Nothing is done twice: a second call only looks.
pub fn setup(house: &House, needs: Needs) -> Result<()> {
    system(needs)?;
    tools::wasm_target()?;
    if needs.tests && cfg!(target_os = "linux") {
        tools::tauri_driver(house)?;
    }
    Ok(())
}

fn system(needs: Needs) -> Result<()> {
    if cfg!(target_os = "linux") {
        if process::find("apt-get").is_some() && process::find("dpkg-query").is_some() {
            return debian::install_missing(needs);
        }
        words::other_linux(needs).iter().for_each(|sentence| say::line(sentence));
    } else if cfg!(windows) {
        words::windows(needs).iter().for_each(|sentence| say::line(sentence));
    } else if cfg!(target_os = "macos") {
        words::macos(needs).iter().for_each(|sentence| say::line(sentence));
    }
    Ok(())
}

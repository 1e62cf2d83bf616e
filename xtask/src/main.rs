//! Every task of the house, on every operating system: `cargo xtask --help` names them.
//!
//! It is not a build system: Cargo builds, this only calls it in the right order with the right surroundings.
//! It knows no rule of the business and imports none of our crates.
//! Start at `tasks.rs`, which names the tasks; `screens/` makes the wasm bundle, `setup/` installs what is missing,
//! `stage/` starts what the tests need (a PostgreSQL, a display, a keyring) and takes it down again.

mod bench;
mod chaos;
mod daemon;
mod dist;
mod house;
mod pictures;
mod process;
mod run;
mod say;
mod screens;
mod setup;
mod stage;
mod steps;
mod tasks;
mod test;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match tasks::perform(tasks::Tasks::parse()) {
        Ok(code) => code,
        Err(problem) => {
            say::trouble(&format!("{problem:#}"));
            ExitCode::FAILURE
        }
    }
}

//! Chaos: what becomes of Crosswalk when it is killed, starved and lied to. `cargo xtask chaos` builds and starts it.
//!
//! A house runs in a process of its own and is pushed to, asked and ended from here, where the simulated town lives;
//! after each case an independent oracle says what the clouds must hold. Start with `sweep.rs` (the n-th operation
//! fails) and `verdict.rs` (what is looked at). What repeats a failure is printed: `--only phase=apply,n=37,…`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod away;
mod case;
mod choose;
mod extracts;
mod finish;
mod guard;
mod house;
mod inbox;
mod network;
mod options;
mod remote;
mod report;
mod setup;
mod suites;
mod sweep;
mod trial;
mod verdict;
mod words;

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use options::{Options, Role};

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<ExitCode> {
    match options::read(std::env::args().skip(1).collect())? {
        Role::House(opening) => {
            house::live(opening).await?;
            // Whatever still runs ends with the process.
            std::process::exit(0);
        }
        Role::Driver(options) => drive(&options).await,
    }
}

async fn drive(options: &Options) -> Result<ExitCode> {
    let start = Instant::now();
    let report = suites::run(options).await?.took(start.elapsed());
    let text = if options.json { serde_json::to_string_pretty(&report)? } else { report.told() };
    writeln!(std::io::stdout(), "{text}")?;
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

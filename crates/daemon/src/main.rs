//! `crosswalkd`: Crosswalk without a window.

mod cli;
mod commands;
mod say;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use crosswalk_daemon::log;
use mimalloc::MiMalloc;
use tracing_subscriber::EnvFilter;

/// Records are made of many small parts; this allocator takes much less time for them than the C library's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What is logged, in the words of `tracing-subscriber`: `CROSSWALK_LOG=debug`.
const FILTER: &str = "CROSSWALK_LOG";

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let usual = if cli.is_lasting() { "info" } else { "error" };
    let filter = EnvFilter::try_from_env(FILTER).unwrap_or_else(|_| EnvFilter::new(usual));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(log::writer).init();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            say::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(cli: cli::Cli) -> anyhow::Result<ExitCode> {
    commands::perform(cli).await
}

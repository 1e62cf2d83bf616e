//! The commands, one file each.

mod audit;
mod backup;
mod bench;
mod check;
mod demo;
mod desk;
mod history;
mod import;
mod key;
mod open;
mod person;
mod plan;
mod serve;
mod undo;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use crosswalk_daemon::host::data_folder;

use crate::cli::{Audit, Cli, Command, Data};

/// Performs one command.
pub async fn perform(cli: Cli) -> Result<ExitCode> {
    match cli.command {
        Command::Serve(command) => serve::serve(*command).await,
        Command::Demo(command) => demo::demo(&command).await,
        Command::Bench(command) => bench::bench(&command).await,
        Command::BenchHouse(command) => bench::house(&command).await,
        Command::Open(data) => open::open(&data).await,
        Command::Check(command) => check::check(&command).await,
        Command::Plan(command) => plan::plan(&command).await,
        Command::Apply(command) => plan::apply(&command).await,
        Command::Undo(command) => undo::undo(&command).await,
        Command::History(command) => history::history(&command).await,
        Command::Import(command) => import::import(&command).await,
        Command::Export(command) => person::export(&command).await,
        Command::Erase(command) => person::erase(&command).await,
        Command::Bundle(command) => backup::bundle(&command).await,
        Command::Backup(command) => backup::back_up(&command).await,
        Command::Restore(command) => backup::restore(&command).await,
        Command::Audit(Audit::Verify(data)) => audit::verify(&data).await,
        Command::Key(command) => key::key(&command),
    }
}

impl Data {
    /// The data folder.
    pub fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| data_folder(|name| std::env::var_os(name)))
    }

    /// The file with the data key, where one outside the folder was named.
    pub fn named_key_file(&self) -> Option<PathBuf> {
        self.key_file.clone().or_else(|| std::env::var_os("CROSSWALK_KEY_FILE").map(PathBuf::from))
    }

    /// The file with the data key.
    pub fn key_file(&self) -> PathBuf {
        self.named_key_file().unwrap_or_else(|| crosswalk_daemon::keys::key_file(&self.folder()))
    }

    /// The address of PostgreSQL, if the tables are there.
    #[expect(clippy::disallowed_methods, reason = "the binary reads its own surroundings")]
    pub fn postgres(&self) -> Option<String> {
        self.postgres.clone().or_else(|| std::env::var("CROSSWALK_POSTGRES").ok())
    }
}

//! `crosswalkd history NAME`

use std::process::ExitCode;

use anyhow::Result;
use crosswalk_contract::{Configured, ListConnections, ListSyncs, ListVersions, RestoreVersion, VersionRow};

use super::check::pick;
use super::desk::Desk;
use crate::cli::History;
use crate::say;

/// Lists versions, or goes back to one.
pub async fn history(command: &History) -> Result<ExitCode> {
    let desk = Desk::open(&command.data).await?;
    let told = told(&desk, command).await;
    desk.close().await;
    told?.iter().for_each(|line| say::line(line));
    Ok(ExitCode::SUCCESS)
}

async fn told(desk: &Desk, command: &History) -> Result<Vec<String>> {
    let of = named(desk, &command.name).await?;
    match command.restore {
        Some(version) => Ok(vec![desk.ask(RestoreVersion { of, version }).await?.sentence]),
        None => Ok(desk.ask(ListVersions { of }).await?.iter().map(line).collect()),
    }
}

async fn named(desk: &Desk, name: &str) -> Result<Configured> {
    let syncs = desk.ask(ListSyncs {}).await?;
    let connections = desk.ask(ListConnections {}).await?;
    let syncs =
        syncs.iter().map(|card| (Configured::Sync(card.id), card.id.to_string(), card.title.as_str()));
    let connections = connections
        .iter()
        .map(|card| (Configured::Connection(card.id), card.id.to_string(), card.title.as_str()));
    pick(connections.chain(syncs), name, "sync or connection")
}

fn line(row: &VersionRow) -> String {
    let what = if row.changed.is_empty() { "first".to_owned() } else { row.changed.join(", ") };
    let now = if row.present { "  (present)" } else { "" };
    format!("{:>4}  {}  {}: {what}{now}", row.version, row.at.strftime("%Y-%m-%d %H:%M UTC"), row.by)
}

//! The connection that the files belong to: the one that was used before, or a new one.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use crosswalk_contract::{
    ConnectionCard, FormKind, GetConnection, ListConnections, ListConnectors, SaveConnection,
};
use crosswalk_model::SyncId;

use super::files::Files;
use crate::cli::Import;
use crate::commands::check::pick;
use crate::commands::desk::Desk;

/// Saves a connection that reads these files; gives its sync.
pub(super) async fn saved(desk: &Desk, command: &Import, files: &Files, school: &str) -> Result<SyncId> {
    let connections = desk.ask(ListConnections {}).await?;
    let before = known(&connections, command.into.as_deref(), files)?;
    let mut settings = match before {
        Some(card) => desk.ask(GetConnection { id: card.id }).await?.settings,
        None => first(desk, files, school).await?,
    };
    settings.extend(files.settings());
    settings.extend(command.school_code.clone().map(|code| ("school_code".to_owned(), code)));
    settings.extend(command.set.iter().cloned());
    if files.connector() == "csv_files" && !settings.contains_key("school_code") {
        bail!("The school's number (MoE number, URN) is needed once. Name it: --school-code 0099.");
    }
    let save = SaveConnection {
        id: before.map(|card| card.id),
        connector: files.connector().to_owned(),
        title: before.map_or_else(|| files.title().to_owned(), |card| card.title.clone()),
        settings,
        secrets: BTreeMap::new(),
    };
    desk.ask(save).await?.card.sync.context("The connection has no sync.")
}

/// The connection that is meant; none when there is none of its kind yet.
fn known<'c>(
    connections: &'c [ConnectionCard],
    named: Option<&str>,
    files: &Files,
) -> Result<Option<&'c ConnectionCard>> {
    let mut own = connections.iter().filter(|card| card.connector == files.connector());
    if let Some(name) = named {
        let listed = own.map(|card| (card, card.id.to_string(), card.title.as_str()));
        return pick(listed, name, "connection for such files").map(Some);
    }
    match (own.next(), own.next()) {
        (Some(_), Some(_)) => bail!("Several connections read such files. Name one: --into \"TITLE\"."),
        (only, _) => Ok(only),
    }
}

/// What the form of a new connection begins with.
async fn first(desk: &Desk, files: &Files, school: &str) -> Result<BTreeMap<String, String>> {
    let connectors = desk.ask(ListConnectors {}).await?;
    let card = connectors.into_iter().find(|card| card.key == files.connector());
    let fields = card.context("This build has no connector for such files.")?.fields;
    let has_school = fields.iter().any(|field| field.key == "school_name");
    let plain = fields.into_iter().filter(|field| field.kind != FormKind::Secret);
    let mut settings: BTreeMap<String, String> =
        plain.filter_map(|field| Some((field.key, field.default?))).collect();
    if has_school {
        settings.insert("school_name".into(), school.to_owned());
    }
    Ok(settings)
}

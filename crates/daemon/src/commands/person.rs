//! `crosswalkd export` and `crosswalkd erase`

use std::process::ExitCode;

use anyhow::{Result, bail};
use crosswalk_contract::{ErasePerson, ExportPerson, Hit, Search};
use crosswalk_model::{Entity, RosterId};

use super::desk::Desk;
use crate::cli::{Erase, Named};
use crate::say;

/// Prints everything that is kept of a person.
pub async fn export(command: &Named) -> Result<ExitCode> {
    let desk = Desk::open(&command.data).await?;
    let told = match who(&desk, &command.name).await {
        Ok(id) => desk.ask(ExportPerson { id }).await,
        Err(error) => Err(error),
    };
    desk.close().await;
    say::line(&serde_json::to_string_pretty(&told?)?);
    Ok(ExitCode::SUCCESS)
}

/// Erases a person.
pub async fn erase(command: &Erase) -> Result<ExitCode> {
    let desk = Desk::open(&command.data).await?;
    let told = match who(&desk, &command.name).await {
        Ok(id) => desk.ask(ErasePerson { id, name: command.confirm.clone() }).await,
        Err(error) => Err(error),
    };
    desk.close().await;
    let erasure = told?;
    say::line(&erasure.sentence);
    for told in &erasure.told {
        say::line(&format!("  {}: {} {}", told.recipient, told.stream, told.key));
    }
    Ok(ExitCode::SUCCESS)
}

/// The one person who is meant.
async fn who(desk: &Desk, name: &str) -> Result<RosterId> {
    if let Ok(id) = name.parse() {
        return Ok(id);
    }
    let hits = desk.ask(Search { text: name.to_owned() }).await?;
    let people: Vec<Hit> = hits.into_iter().filter(|hit| hit.entity == Entity::User).collect();
    match people.as_slice() {
        [one] => Ok(one.id),
        [] => bail!("Nobody in the roster is called {name}."),
        several => {
            for hit in several {
                say::error(&format!("{}  {}  {}", hit.id, hit.label, hit.detail));
            }
            bail!("Several people are called so. Name one by the id in front.")
        }
    }
}

//! `crosswalkd check CONNECTION`

use std::process::ExitCode;

use anyhow::{Result, bail};
use crosswalk_contract::{CheckConnection, ListConnections, Mood};

use super::desk::Desk;
use crate::cli::Named;
use crate::say;

/// Tries a connection and prints how each stage went.
pub async fn check(command: &Named) -> Result<ExitCode> {
    let desk = Desk::open(&command.data).await?;
    let code = tried(&desk, &command.name).await;
    desk.close().await;
    code
}

async fn tried(desk: &Desk, name: &str) -> Result<ExitCode> {
    let connections = desk.ask(ListConnections {}).await?;
    let named = connections.iter().map(|card| (card.id, card.id.to_string(), card.title.as_str()));
    let id = pick(named, name, "connection")?;
    let lines = desk.ask(CheckConnection { id }).await?;
    for line in &lines {
        say::line(&format!("{:<8} {}: {}", word(line.mood), line.name, line.message));
    }
    let failed = lines.iter().any(|line| line.mood == Mood::Bad);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn word(mood: Mood) -> &'static str {
    match mood {
        Mood::Good => "passed",
        Mood::Waiting => "look",
        Mood::Bad => "failed",
        Mood::Quiet => "skipped",
    }
}

/// The one thing that is meant: by its id, its title, or a part of its title that no other has.
pub(super) fn pick<'a, T>(
    all: impl Iterator<Item = (T, String, &'a str)>,
    name: &str,
    kind: &str,
) -> Result<T> {
    let wanted = name.to_lowercase();
    let mut titles = Vec::new();
    let mut close = Vec::new();
    for (thing, id, title) in all {
        if id == name || title.to_lowercase() == wanted {
            return Ok(thing);
        }
        if title.to_lowercase().contains(&wanted) {
            close.push(thing);
        }
        titles.push(title);
    }
    match (close.pop(), close.is_empty()) {
        (Some(thing), true) => Ok(thing),
        _ => bail!("No single {kind} is called “{name}”. There are: {}.", titles.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::pick;

    #[test]
    fn the_one_that_is_meant_is_found() {
        let all = || {
            [(1, "a1".to_owned(), "KAMAR"), (2, "b2".into(), "Te Kete Ako"), (3, "c3".into(), "KAMAR old")]
        };
        for (name, found) in [("kamar", 1), ("kete", 2), ("c3", 3), ("old", 3)] {
            assert_eq!(pick(all().into_iter(), name, "connection").unwrap(), found, "{name}");
        }
        let error = pick(all().into_iter(), "kama", "connection").unwrap_err().to_string();
        assert!(error.contains("Te Kete Ako"), "{error}");
    }
}

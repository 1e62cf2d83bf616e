//! `crosswalkd demo`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use crosswalk_daemon::story::{self, Summary, Wishes};
use crosswalk_engine::{Clock, SystemClock};

use crate::cli::Demo;
use crate::say;

/// Tells the story; fails when it did not end as it should.
pub async fn demo(command: &Demo) -> Result<ExitCode> {
    let place = Place::of(command.keep.as_deref())?;
    let wishes = Wishes { pupils: command.pupils, seed: command.seed, folder: place.folder.clone() };
    let aloud = !command.json;
    let mut tell = |sentence: &str| {
        if aloud {
            say::line(sentence);
        }
    };
    let summary = story::tell(&wishes, &mut tell).await?;
    let faults = summary.faults();
    if command.json {
        say::line(&serde_json::to_string(&summary)?);
    } else {
        say::line(&moral(&summary, &faults));
    }
    faults.iter().chain(&summary.differences).for_each(|fault| say::error(fault));
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn moral(summary: &Summary, faults: &[String]) -> String {
    let seconds = summary.elapsed_ms as f64 / 1000.0;
    let (received, applied) = (summary.received, summary.applied);
    let end = if faults.is_empty() { "All is as it should be." } else { "Not all is as it should be:" };
    format!("{received} messages received, {applied} changes applied, {seconds:.1} seconds. {end}")
}

/// The folder of the story; one that nobody wants to keep goes with it.
struct Place {
    folder: PathBuf,
    is_kept: bool,
}

impl Place {
    fn of(keep: Option<&Path>) -> Result<Self> {
        let Some(folder) = keep else {
            let folder = std::env::temp_dir().join(format!("crosswalk-demo-{}", SystemClock.id()));
            return Ok(Self { folder, is_kept: false });
        };
        let is_used = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        if is_used {
            bail!("{} is not empty. The story begins in an empty folder.", folder.display());
        }
        std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        Ok(Self { folder: folder.to_owned(), is_kept: true })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.is_kept {
            let _what_is_left_is_invented = std::fs::remove_dir_all(&self.folder);
        }
    }
}

//! `crosswalkd backup`, `crosswalkd restore` and `crosswalkd bundle`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use crosswalk_contract::{MakeBackup, MakeBundle};
use crosswalk_daemon::restore::{self, Order, must_be_typed};
use crosswalk_engine::SystemClock;
use crosswalk_model::Secret;

use super::desk::Desk;
use crate::cli::{Backup, Bundle, Restore};
use crate::say;

/// Makes a backup and checks it.
pub async fn back_up(command: &Backup) -> Result<ExitCode> {
    let file = whole(&command.file)?;
    let passphrase = if command.passphrase { Some(typed("Type a passphrase, then Enter.")?) } else { None };
    let desk = Desk::open(&command.data).await?;
    let file = Some(file.display().to_string());
    let made = desk.ask(MakeBackup { file, passphrase }).await;
    desk.close().await;
    let made = made?;
    say::line(&format!("The backup was made, read back and checked: {} ({} bytes).", made.file, made.bytes));
    say::line(&format!("It holds {}.", made.sentence));
    say::line(
        "The recovery key opens it (`crosswalkd key recovery`). Keep that elsewhere: without it a backup is of no use.",
    );
    Ok(ExitCode::SUCCESS)
}

/// Restores a backup.
pub async fn restore(command: &Restore) -> Result<ExitCode> {
    if command.data.postgres().is_some() {
        bail!(
            "A backup is restored into a folder. For PostgreSQL use pg_restore and copy the data folder back."
        );
    }
    let mut order = Order {
        file: whole(&command.file)?,
        folder: whole(&command.data.folder())?,
        key_file: command.data.named_key_file(),
        replace: command.replace,
        typed: None,
    };
    let mut restored = restore::restore(&order, &SystemClock).await;
    if restored.as_ref().is_err_and(must_be_typed) {
        order.typed = Some(typed("Type the recovery key or the passphrase of the backup, then Enter.")?);
        restored = restore::restore(&order, &SystemClock).await;
    }
    let restored = restored?;
    say::line(&restored.sentence);
    if let Some(former) = restored.former {
        say::line(&format!("The former data lies in {}. Delete it when it is not needed.", former.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes a support bundle.
pub async fn bundle(command: &Bundle) -> Result<ExitCode> {
    let file = whole(&command.file)?.display().to_string();
    let desk = Desk::open(&command.data).await?;
    let made = desk.ask(MakeBundle { file }).await;
    desk.close().await;
    let made = made?;
    say::line(&format!("{} {}", made.sentence, made.file));
    Ok(ExitCode::SUCCESS)
}

/// The engine that makes it may run in another folder.
fn whole(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).with_context(|| path.display().to_string())
}

fn typed(ask: &str) -> Result<Secret> {
    say::error(ask);
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    if line.trim().is_empty() {
        bail!("Nothing was typed.");
    }
    Ok(Secret::new(line.trim()))
}

//! `crosswalkd open`

use std::process::ExitCode;

use anyhow::{Result, bail};
use crosswalk_daemon::host::let_in;
use crosswalk_store::DataFolder;

use crate::cli::Data;
use crate::say;

/// Prints a fresh address of the screens.
pub async fn open(data: &Data) -> Result<ExitCode> {
    let folder = data.folder();
    match DataFolder::lock(&folder) {
        Ok(_) => bail!("No Crosswalk runs on {}. Start it with `crosswalkd serve`.", folder.display()),
        Err(owned) => say::line(&let_in(&folder, owned.address.as_deref()).await?),
    }
    Ok(ExitCode::SUCCESS)
}

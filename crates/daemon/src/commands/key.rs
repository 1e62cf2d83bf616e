//! `crosswalkd key recovery` and `crosswalkd key restore`

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use crosswalk_daemon::keys;

use crate::cli::Key;
use crate::say;

/// Left beside the key once its recovery key was printed.
const SHOWN: &str = "recovery-shown";

/// Prints the recovery key once, or makes the key file again.
pub fn key(command: &Key) -> Result<ExitCode> {
    match command {
        Key::Recovery { data, again } => {
            let folder = data.folder();
            let shown = folder.join(SHOWN);
            if shown.exists() && !again {
                bail!("The recovery key was printed before. `--again` prints it once more.");
            }
            say::line(&keys::recovery(&data.key_file())?);
            std::fs::write(&shown, "").with_context(|| shown.display().to_string())?;
            say::error(
                "Write it down and keep it where this computer is not. Whoever has it can read the data.",
            );
        }
        Key::Restore(data) => {
            let mut typed = String::new();
            std::io::stdin().read_to_string(&mut typed)?;
            keys::restore(&data.key_file(), &typed)?;
            say::line("The key file is back.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

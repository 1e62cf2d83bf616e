//! `crosswalkd audit verify`

use std::process::ExitCode;

use anyhow::Result;
use crosswalk_contract::VerifyAudit;

use super::desk::Desk;
use crate::cli::Data;
use crate::say;

/// Checks every link of the audit chain.
pub async fn verify(data: &Data) -> Result<ExitCode> {
    let desk = Desk::open(data).await?;
    let verdict = desk.ask(VerifyAudit {}).await;
    desk.close().await;
    let verdict = verdict?;
    say::line(&verdict.sentence);
    Ok(if verdict.intact { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! `crosswalkd import FILE …`: files in, by the same plan and the same guard as a live source.

mod connection;
mod files;

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use crosswalk_contract::{CreateSchool, GetPlan, GetStatus, PlanView, RunView, StartRun};
use crosswalk_model::{PlanState, RunKind};

use super::desk::Desk;
use super::plan::{applied, print};
use crate::cli::{Apply, Import};
use crate::say;
use files::Files;

/// Findings that are printed; the screens show all.
const FINDINGS: usize = 10;

/// Reads files, prints what they would change, asks, and applies it.
pub async fn import(command: &Import) -> Result<ExitCode> {
    let files = Files::of(&command.files)?;
    let desk = Desk::open(&command.data).await?;
    let code = imported(&desk, command, &files).await;
    desk.close().await;
    code
}

async fn imported(desk: &Desk, command: &Import, files: &Files) -> Result<ExitCode> {
    let school = school(desk, command.school.as_deref()).await?;
    let sync = connection::saved(desk, command, files, &school).await?;
    let started = desk.ask(StartRun { sync, kind: RunKind::Preview }).await?;
    let run = desk.wait(started.run).await?;
    let plan = run.row.run.plan.with_context(|| run.row.run.note.clone())?;
    let plan = desk.ask(GetPlan { id: plan }).await?;
    report(&run, &plan);
    if plan.card.state == PlanState::Empty {
        return Ok(ExitCode::SUCCESS);
    }
    let Some(reason) = word(command, &plan)? else {
        say::line("Nothing was changed.");
        say::line(&format!("To apply the plan later: crosswalkd apply {}", plan.card.id));
        return Ok(ExitCode::FAILURE);
    };
    applied(desk, &Apply { plan: plan.card.id, reason, data: command.data.clone() }).await
}

/// The school that the files are of; the first import may name a new one.
async fn school(desk: &Desk, named: Option<&str>) -> Result<String> {
    match (desk.ask(GetStatus {}).await?.school, named) {
        (Some(school), _) => Ok(school),
        (None, Some(name)) => {
            desk.ask(CreateSchool { name: name.to_owned() }).await?;
            Ok(name.to_owned())
        }
        (None, None) => bail!("There is no school yet. Name it: --school \"Kōwhai Bay College\"."),
    }
}

fn report(run: &RunView, plan: &PlanView) {
    print(plan);
    let found = &run.findings;
    if found.is_empty() {
        return;
    }
    say::line("What was odd in the files:");
    for finding in found.iter().take(FINDINGS) {
        say::line(&format!("  {}", finding.message));
    }
    if found.len() > FINDINGS {
        say::line("  … The screens show all of them, under Runs.");
    }
}

/// Whether the plan is to be applied, and why, where the guard holds it. Nobody at the terminal is a no.
fn word(command: &Import, plan: &PlanView) -> Result<Option<Option<String>>> {
    let is_held = !plan.holds.is_empty();
    if command.yes {
        if is_held && command.reason.is_none() {
            say::line("The guard holds this plan. Look at it; if it is right, say why: --reason \"…\".");
            return Ok(None);
        }
        return Ok(Some(command.reason.clone()));
    }
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    say::line("Apply it? Type yes:");
    if !matches!(line()?.as_str(), "yes" | "y") {
        return Ok(None);
    }
    if !is_held || command.reason.is_some() {
        return Ok(Some(command.reason.clone()));
    }
    say::line("The guard holds this plan. Why is it right?");
    Ok(Some(line()?).filter(|reason| !reason.is_empty()).map(Some))
}

fn line() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

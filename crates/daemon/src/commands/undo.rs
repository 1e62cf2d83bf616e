//! `crosswalkd undo RUN`

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::Result;
use crosswalk_contract::{GetPlan, PlanView, UndoRun};
use crosswalk_model::{PlanState, Selected};

use super::desk::Desk;
use super::plan::{applied, print};
use crate::cli::{Apply, Undo};
use crate::say;

/// What is printed of what stays; the screens show more.
const STAYS: usize = 20;

/// Makes the plan that undoes a run, prints it, asks, and applies it.
pub async fn undo(command: &Undo) -> Result<ExitCode> {
    let desk = Desk::open(&command.data).await?;
    let code = undone(&desk, command).await;
    desk.close().await;
    code
}

async fn undone(desk: &Desk, command: &Undo) -> Result<ExitCode> {
    let planned = desk.ask(UndoRun { id: command.run, selected: Selected::All }).await?;
    let plan = desk.ask(GetPlan { id: planned.plan }).await?;
    print(&plan);
    tell_what_stays(&plan);
    if plan.card.state == PlanState::Empty {
        return Ok(ExitCode::FAILURE);
    }
    let may_go = plan.holds.is_empty() || command.reason.is_some();
    if !may_go {
        say::line("The guard holds this plan. Look at it; if it is right, say why: --reason \"…\".");
    }
    if command.plan_only || !may_go || !(command.yes || agreed()?) {
        say::line(&format!("Nothing was changed. To apply the plan: crosswalkd apply {}", plan.card.id));
        return Ok(if command.plan_only { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    let (reason, data) = (command.reason.clone(), command.data.clone());
    applied(desk, &Apply { plan: plan.card.id, reason, data }).await
}

fn tell_what_stays(plan: &PlanView) {
    if plan.not_undone.is_empty() {
        return;
    }
    say::line("What stays as it is:");
    for finding in plan.not_undone.iter().take(STAYS) {
        say::line(&format!("  {} {}: {}", finding.stream, finding.key, finding.message));
    }
    if plan.not_undone.len() > STAYS {
        say::line("  … The screens show more of them, beside the plan.");
    }
}

/// Whether somebody at the terminal says yes; nobody there is a no.
fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    say::line("Undo it? Type yes:");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim(), "yes" | "y"))
}

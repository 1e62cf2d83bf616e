//! `crosswalkd plan SYNC` and `crosswalkd apply PLAN`

use std::process::ExitCode;

use anyhow::{Context, Result};
use crosswalk_contract::{ApprovePlan, GetPlan, ListSyncs, PlanView, StartRun};
use crosswalk_model::{RunKind, RunState, Selected};

use super::check::pick;
use super::desk::Desk;
use crate::cli::{Apply, Named};
use crate::say;

/// Makes a plan and prints it.
pub async fn plan(command: &Named) -> Result<ExitCode> {
    let desk = Desk::open(&command.data).await?;
    let code = made(&desk, &command.name).await;
    desk.close().await;
    code
}

async fn made(desk: &Desk, name: &str) -> Result<ExitCode> {
    let syncs = desk.ask(ListSyncs {}).await?;
    let named = syncs.iter().map(|card| (card.id, card.id.to_string(), card.title.as_str()));
    let sync = pick(named, name, "sync")?;
    let started = desk.ask(StartRun { sync, kind: RunKind::Preview }).await?;
    let run = desk.wait(started.run).await?.row.run;
    let id = run.plan.with_context(|| run.note.clone())?;
    let plan = desk.ask(GetPlan { id }).await?;
    print(&plan);
    if plan.card.changes > 0 {
        say::line(&format!("Apply it with: crosswalkd apply {}", plan.card.id));
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a plan's sentence, its counts and what holds it.
pub(super) fn print(plan: &PlanView) {
    say::line(&plan.card.sentence);
    for (target, ops) in &plan.summary.counts.0 {
        let ops: Vec<String> = ops.iter().map(|(op, count)| format!("{op} {count}")).collect();
        say::line(&format!("  {target}: {}", ops.join(", ")));
    }
    plan.holds.iter().for_each(|hold| say::line(&format!("Held: {}", hold.message)));
    if plan.summary.conflicts > 0 {
        say::line(&format!("{} conflicts wait; the screens show both sides.", plan.summary.conflicts));
    }
}

/// Approves all of a plan, as it was printed, and waits until it is applied.
pub async fn apply(command: &Apply) -> Result<ExitCode> {
    let desk = Desk::open(&command.data).await?;
    let code = applied(&desk, command).await;
    desk.close().await;
    code
}

/// The same at a desk that is open.
pub(super) async fn applied(desk: &Desk, command: &Apply) -> Result<ExitCode> {
    let plan = desk.ask(GetPlan { id: command.plan }).await?;
    let (id, root, reason) = (command.plan, plan.root, command.reason.clone());
    let started = desk.ask(ApprovePlan { id, root, selected: Selected::All, reason }).await?;
    // The run was waiting for this word; it is under way once it no longer says so.
    let ended = loop {
        let view = desk.wait(started.run).await?;
        if view.row.run.state != RunState::Waiting {
            break view;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    let run = &ended.row.run;
    say::line(&format!("{} applied, {} not. {}", run.applied, run.not_applied, run.note));
    for one in &ended.refused {
        say::line(&format!("  not done: {} {}: {}", one.what, one.label, one.words));
    }
    Ok(if run.state == RunState::Done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

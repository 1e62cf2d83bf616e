//! The desk: answers the screen's calls, one arm each; a call without an arm does not compile.

mod alerts;
mod backups;
mod conflicts;
mod connections;
mod deliveries;
mod guard;
mod house;
mod lineage;
mod mapping;
mod mask;
mod origin;
mod overview;
mod plans;
mod privacy;
mod quarantine;
mod records;
mod reveal;
mod runs;
mod say;
mod schedules;
mod timing;
mod trail;
mod undo;
mod versions;

use crosswalk_contract::{Call, Envelope, Problem};
use crosswalk_model::Actor;
pub(crate) use mask::is_hidden;
use serde::Serialize;
use serde_json::Value;

use crate::{Engine, EngineError, Result};

/// Answers one call, if its actor may make it.
pub(crate) async fn answer(engine: &Engine, actor: &Actor, envelope: Envelope) -> Result<Value, Problem> {
    let name = envelope.call.name();
    if !actor.may(envelope.call.needs()) {
        tracing::warn!(call = name, "A call was refused: its actor may not make it");
        return Err(Problem::not_allowed());
    }
    let result = dispatch(engine, actor, envelope.call).await;
    result.map_err(|error| {
        tracing::info!(call = name, request = envelope.request, error = %error, "A call could not be answered");
        error.problem()
    })
}

type Answered = Result<Value>;

fn reply<T: Serialize>(view: Result<T>) -> Answered {
    let value = serde_json::to_value(view?);
    value.map_err(|error| EngineError::Unanswerable(error.to_string()))
}

async fn dispatch(engine: &Engine, actor: &Actor, call: Call) -> Answered {
    let desk = Desk { engine, actor };
    match call {
        Call::GetStatus(_)
        | Call::CreateSchool(_)
        | Call::StartDemo(_)
        | Call::DemoNextDay(_)
        | Call::GetOverview(_) => desk.house(call).await,
        Call::ListConnectors(_)
        | Call::ListConnections(_)
        | Call::GetConnection(_)
        | Call::SaveConnection(_)
        | Call::CheckConnection(_)
        | Call::PauseConnection(_)
        | Call::ReadConnection(_) => desk.connections(call).await,
        Call::ListSyncs(_)
        | Call::SetStandingApproval(_)
        | Call::SetFilters(_)
        | Call::GetMapping(_)
        | Call::SetField(_)
        | Call::RemoveField(_)
        | Call::GetMappingText(_)
        | Call::SetMappingText(_) => desk.mapping(call).await,
        Call::GetTiming(_) | Call::SetTiming(_) | Call::ReconcileSync(_) => desk.timing(call).await,
        Call::ListSchedules(_)
        | Call::SetSchedule(_)
        | Call::RemoveSchedule(_)
        | Call::PreviewSchedule(_)
        | Call::PauseSchedule(_)
        | Call::RunScheduled(_)
        | Call::GetHolidays(_)
        | Call::SetHolidays(_) => desk.schedules(call).await,
        Call::GetGuard(_) | Call::SetGuard(_) | Call::SetStartOfYear(_) => desk.guard(call).await,
        Call::ListQuarantine(_) | Call::ReleaseQuarantine(_) => desk.quarantine(call).await,
        Call::GetAlerts(_) | Call::SetAlerts(_) | Call::TestAlert(_) => desk.alerts(call).await,
        Call::StartRun(_) | Call::RunAll(_) | Call::ListRuns(_) | Call::GetRun(_) | Call::CancelRun(_) => {
            desk.runs(call).await
        }
        Call::UndoRun(_) | Call::ListPins(_) | Call::ReleasePins(_) => desk.undo(call).await,
        Call::ListVersions(_) | Call::RestoreVersion(_) => desk.versions(call).await,
        Call::ListPlans(_)
        | Call::GetPlan(_)
        | Call::ListChanges(_)
        | Call::ApprovePlan(_)
        | Call::RejectPlan(_) => desk.plans(call).await,
        Call::ListConflicts(_) | Call::Resolve(_) | Call::Reopen(_) | Call::PlanResolutions(_) => {
            desk.conflicts(call).await
        }
        Call::ListDeliveries(_) | Call::ReplayDelivery(_) | Call::GetListener(_) => {
            desk.deliveries(call).await
        }
        Call::Explain(_) | Call::Search(_) | Call::GetRecord(_) => desk.records(call).await,
        Call::ListAudit(_) | Call::VerifyAudit(_) => desk.trail(call).await,
        Call::GetPrivacy(_) | Call::SetRetention(_) | Call::ExportPerson(_) | Call::ErasePerson(_) => {
            desk.personal(call).await
        }
        Call::MakeBundle(ask) => reply(desk.bundle(&ask.file).await),
        Call::GetBackups(_) | Call::MakeBackup(_) | Call::SetBackups(_) => desk.backups(call).await,
        Call::RevealChange(_) | Call::RevealConflict(_) => desk.reveal(call).await,
    }
}

/// Who asks, and of which engine.
#[derive(Clone, Copy)]
struct Desk<'a> {
    engine: &'a Engine,
    actor: &'a Actor,
}

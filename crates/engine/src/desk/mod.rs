//! The desk: answers the screen's calls, one arm each; a call without an arm does not compile.

mod alerts;
mod backups;
mod cases;
mod changes;
mod computer;
mod conflicts;
mod connections;
mod deliveries;
mod differences;
mod exchanges;
mod export;
mod facets;
mod guard;
mod health;
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
mod search;
mod sides;
mod suggest;
mod timing;
mod trail;
mod undo;
mod updates;
mod versions;

pub(crate) use cases::sentence;
use crosswalk_contract::{Call, Envelope, Problem};
use crosswalk_model::Actor;
pub(crate) use mask::is_hidden;
pub(crate) use search::Searched;
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

/// Which part of the desk answers which calls.
macro_rules! desks {
    ($call:ident at $desk:ident: $($part:ident: $($asked:ident)+;)+) => {
        match $call { $($(Call::$asked(_))|+ => $desk.$part($call).await,)+ }
    };
}

async fn dispatch(engine: &Engine, actor: &Actor, call: Call) -> Answered {
    let desk = Desk { engine, actor };
    desks! { call at desk:
        house: GetStatus CreateSchool StartDemo DemoNextDay GetOverview;
        computer: GetComputer SetAutostart;
        updates: GetUpdates LookForUpdates SetUpdates;
        connections: ListConnectors ListConnections GetConnection SaveConnection CheckConnection
            PauseConnection ReadConnection;
        mapping: ListSyncs SetStandingApproval SetFilters GetMapping ChangeFields GetMappingText
            SetMappingText SuggestFields;
        cases: ChangeCases InventCase TryCase;
        timing: GetTiming SetTiming ReconcileSync;
        schedules: ListSchedules SetSchedule RemoveSchedule PreviewSchedule PauseSchedule RunScheduled
            GetHolidays SetHolidays;
        guard: GetGuard SetGuard SetStartOfYear;
        quarantine: ListQuarantine ReleaseQuarantine;
        alerts: GetAlerts SetAlerts TestAlert;
        runs: StartRun RunAll ListRuns GetRun CancelRun RetryRun;
        exchanges: ListExchanges GetExchange;
        health: GetTrends;
        undo: UndoRun ListPins ReleasePins;
        versions: ListVersions RestoreVersion;
        export: ExportPlan ExportAudit;
        plans: ListPlans GetPlan ListChanges ApprovePlan RejectPlan;
        conflicts: ListConflicts GetConflictSides Resolve Reopen PlanResolutions;
        deliveries: ListDeliveries ReplayDelivery GetListener;
        records: Explain Search GetRecord;
        trail: ListAudit VerifyAudit;
        personal: GetPrivacy SetRetention ExportPerson ErasePerson;
        backups: GetBackups MakeBackup SetBackups MakeBundle;
        reveal: RevealChange RevealConflict;
    }
}

/// Who asks, and of which engine.
#[derive(Clone, Copy)]
struct Desk<'a> {
    engine: &'a Engine,
    actor: &'a Actor,
}

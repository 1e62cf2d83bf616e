//! Every question that the screen may ask. One line here, one arm at the engine's desk: a missing one does not compile.

use std::collections::BTreeMap;

use crosswalk_model::{
    AlertChannel, AlertSettings, ConflictId, ConnectionId, DeliveryId, DeliveryState, Entity, FieldMap,
    Filter, GuardLimits, Holiday, Permission, PlanId, ReadBack, Resolution, RosterId, Run, RunId, RunKind,
    RunState, Schedule, Secret, Selected, StartOfYear, Starts, Suggestion, SyncId, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::ask::{Ask, calls};
use crate::views::*;

calls! {
    /// Who and where we are, and the figures in the navigation.
    GetStatus {} -> Status, "status.get", View;
    /// Creates the school on first run.
    CreateSchool {
        /// Its name.
        name: String,
    } -> Status, "school.create", Configure;
    /// Sets up the demo school with simulated services and runs its first day.
    StartDemo {} -> Status, "demo.start", Configure;
    /// The next step of the demo's story: a day passes at the simulated school.
    DemoNextDay {} -> Done, "demo.next_day", Configure;

    /// The crossing and what waits.
    GetOverview {} -> Overview, "overview.get", View;

    /// What can be connected.
    ListConnectors {} -> Vec<ConnectorCard>, "connectors.list", View;
    /// What is connected.
    ListConnections {} -> Vec<ConnectionCard>, "connections.list", View;
    /// One connection with its settings; secrets only by name.
    GetConnection {
        /// Which.
        id: ConnectionId,
    } -> ConnectionView, "connections.get", View;
    /// Adds or changes a connection. Secrets that are not given stay as they are.
    SaveConnection {
        /// Which, or a new one.
        id: Option<ConnectionId>,
        /// The connector's key.
        connector: String,
        /// What the screen calls it.
        title: String,
        /// By config field key.
        settings: BTreeMap<String, String>,
        /// New or changed secrets by config field key.
        secrets: BTreeMap<String, Secret>,
    } -> ConnectionView, "connections.save", Configure;
    /// Tries a saved connection in stages.
    CheckConnection {
        /// Which.
        id: ConnectionId,
    } -> Vec<CheckLine>, "connections.check", Run;
    /// Stops or resumes all its syncs.
    PauseConnection {
        /// Which.
        id: ConnectionId,
        /// Whether it is to rest.
        paused: bool,
    } -> Done, "connections.pause", Configure;
    /// Reads a file source now, or everything that it offers.
    ReadConnection {
        /// Which.
        id: ConnectionId,
    } -> StartedRun, "connections.read", Run;

    /// The standing definitions.
    ListSyncs {} -> Vec<SyncCard>, "syncs.list", View;
    /// Whether plans below the guard are applied without asking.
    SetStandingApproval {
        /// Which sync.
        sync: SyncId,
        /// Whether.
        standing: bool,
    } -> Done, "syncs.standing", Configure;
    /// Who takes part in a sync.
    SetFilters {
        /// Which sync.
        sync: SyncId,
        /// The filters, all of them.
        filters: Vec<Filter>,
    } -> Done, "syncs.filters", Configure;
    /// A sync's mapping with samples.
    GetMapping {
        /// Which sync.
        sync: SyncId,
    } -> MappingView, "mapping.get", View;
    /// Changes fields' rules, policies or purposes, and takes fields out; all of it or nothing. What was written
    /// before stays.
    ChangeFields {
        /// Which sync.
        sync: SyncId,
        /// Which stream map, by its place.
        stream: usize,
        /// The field maps; one that is there for the same field is replaced.
        set: Vec<FieldMap>,
        /// The fields that are no longer written.
        remove: Vec<String>,
    } -> MappingView, "mapping.change_fields", Configure;
    /// What might be mapped to the fields that nothing is mapped to, and what speaks for it. Up to 200 records of the
    /// roster are compared with the destination's.
    SuggestFields {
        /// Which sync.
        sync: SyncId,
        /// Which stream map, by its place.
        stream: usize,
    } -> Vec<Suggestion>, "mapping.suggest", View;
    /// The mapping as TOML.
    GetMappingText {
        /// Which sync.
        sync: SyncId,
    } -> MappingText, "mapping.text", View;
    /// Replaces the mapping by a TOML text.
    SetMappingText {
        /// Which sync.
        sync: SyncId,
        /// The text.
        text: String,
    } -> MappingView, "mapping.set_text", Configure;

    /// What starts an outbound sync besides its schedule, and what it reads of its destination.
    GetTiming {
        /// Which sync.
        sync: SyncId,
    } -> TimingView, "syncs.timing", View;
    /// Changes that.
    SetTiming {
        /// Which sync.
        sync: SyncId,
        /// What starts it.
        starts: Starts,
        /// When its destination is read.
        read_back: ReadBack,
        /// After how many days it is read as a whole, where it is read at a reconcile only; 1 to 366.
        reconcile_days: u16,
    } -> TimingView, "syncs.set_timing", Configure;
    /// Runs an outbound sync and reads its whole destination, whatever its setting says.
    ReconcileSync {
        /// Which sync.
        sync: SyncId,
    } -> StartedRun, "syncs.reconcile", Run;

    /// Every sync with its schedule.
    ListSchedules {} -> Vec<ScheduleView>, "schedules.list", View;
    /// Gives a sync a schedule, or changes it.
    SetSchedule {
        /// The schedule.
        schedule: Schedule,
    } -> ScheduleView, "schedules.set", Configure;
    /// Takes a sync's schedule away.
    RemoveSchedule {
        /// Which sync.
        sync: SyncId,
    } -> Done, "schedules.remove", Configure;
    /// What a schedule that is being typed would do; nothing is stored.
    PreviewSchedule {
        /// The schedule.
        schedule: Schedule,
    } -> SchedulePreview, "schedules.preview", View;
    /// Lets a schedule rest, or wakes it.
    PauseSchedule {
        /// Which sync.
        sync: SyncId,
        /// Whether it is to rest.
        paused: bool,
    } -> ScheduleView, "schedules.pause", Configure;
    /// Runs a sync now, as its schedule would; makes up for what was missed.
    RunScheduled {
        /// Which sync.
        sync: SyncId,
    } -> StartedRun, "schedules.run_now", Run;
    /// The days on which schedules may rest.
    GetHolidays {} -> Vec<Holiday>, "schedules.holidays", View;
    /// Changes them, all of them.
    SetHolidays {
        /// The holidays, in any order.
        holidays: Vec<Holiday>,
    } -> Vec<Holiday>, "schedules.set_holidays", Configure;

    /// When the guard holds the plans of a sync.
    GetGuard {
        /// Which sync.
        sync: SyncId,
    } -> GuardView, "guard.get", View;
    /// Changes when it does.
    SetGuard {
        /// Which sync.
        sync: SyncId,
        /// The limits. Shares are from 1 to 100.
        limits: GuardLimits,
        /// Why; it stands in the audit trail.
        reason: String,
    } -> GuardView, "guard.set", Configure;
    /// Says on which days around the start of the school year the guard lets a year level leave and come; no days at
    /// all when there are none.
    SetStartOfYear {
        /// The days.
        days: Option<StartOfYear>,
        /// Why; it stands in the audit trail.
        reason: String,
    } -> Done, "guard.set_start_of_year", Configure;

    /// The records that are not sent any more because their destination refused them again and again.
    ListQuarantine {} -> Vec<QuarantineRow>, "quarantine.list", View;
    /// Lets a sync's quarantined records be sent once more.
    ReleaseQuarantine {
        /// Which sync.
        sync: SyncId,
        /// Which records; all of them when there is none.
        records: Vec<RosterId>,
    } -> Done, "quarantine.release", Run;

    /// Who is told of what, and what is wrong now.
    GetAlerts {} -> AlertsView, "alerts.get", View;
    /// Changes who is told of what. Secrets that are not given stay as they are.
    SetAlerts {
        /// The settings.
        settings: AlertSettings,
        /// The password for the mail server.
        mail_password: Option<Secret>,
        /// The secret with which webhooks are signed, as `whsec_` and base64; needed with the first webhook.
        webhook_secret: Option<Secret>,
    } -> AlertsView, "alerts.set", Configure;
    /// Sends a message by one channel, so that one sees that it arrives.
    TestAlert {
        /// Which channel.
        channel: AlertChannel,
    } -> Done, "alerts.test", Configure;

    /// Starts a run.
    StartRun {
        /// Of which sync.
        sync: SyncId,
        /// How far.
        kind: RunKind,
    } -> StartedRun, "runs.start", Run;
    /// Runs every outbound sync that is not paused.
    RunAll {} -> Vec<StartedRun>, "runs.all", Run;
    /// Runs, newest first.
    ListRuns {
        /// Of one sync or of all.
        sync: Option<SyncId>,
        /// In one state or in any.
        state: Option<RunState>,
        /// Started at this moment or later.
        since: Option<Timestamp>,
        /// Where to go on.
        cursor: Option<String>,
    } -> Page<RunRow>, "runs.list", View;
    /// What the runs of the last days came to, day by day.
    GetTrends {
        /// How many days, today among them; at most 366.
        days: u16,
        /// Of one sync or of all.
        sync: Option<SyncId>,
    } -> TrendsView, "health.trends", View;
    /// One run with what became of its changes.
    GetRun {
        /// Which.
        id: RunId,
    } -> RunView, "runs.get", View;
    /// Stops a run after the batch in hand.
    CancelRun {
        /// Which.
        id: RunId,
    } -> Run, "runs.cancel", Run;
    /// Makes the plan that undoes a run, or a part of it. It is never applied before a person has approved it.
    UndoRun {
        /// Which.
        id: RunId,
        /// Which of its changes, by their index in its plan.
        selected: Selected,
    } -> UndoPlanned, "runs.undo", Decide;

    /// What is kept as it was undone until its source says something else.
    ListPins {
        /// Of one sync or of all.
        sync: Option<SyncId>,
        /// Of one record or of all.
        record: Option<RosterId>,
    } -> PinList, "pins.list", View;
    /// Lets pins go. At a destination the next run does again what was undone; in the roster a plan says what the
    /// sources' word brings back, and waits.
    ReleasePins {
        /// Which sync.
        sync: SyncId,
        /// Which records; all of them when there is none.
        records: Vec<RosterId>,
    } -> PinsReleased, "pins.release", Decide;

    /// The versions that a connection or a sync ever had, the newest first.
    ListVersions {
        /// Of what.
        of: Configured,
    } -> Vec<VersionRow>, "config.versions", View;
    /// Goes back to a former version, which becomes the newest one.
    RestoreVersion {
        /// Of what.
        of: Configured,
        /// Which version.
        version: u32,
    } -> Done, "config.restore", Configure;

    /// Plans, newest first, optionally only those that wait or are held.
    ListPlans {
        /// Only those that need somebody.
        open: bool,
    } -> Vec<PlanCard>, "plans.list", View;
    /// One plan with its facets.
    GetPlan {
        /// Which.
        id: PlanId,
    } -> PlanView, "plans.get", View;
    /// Its changes, filtered.
    ListChanges {
        /// Which plan.
        plan: PlanId,
        /// Which changes.
        filter: ChangeFilter,
        /// How many to pass over.
        offset: u64,
        /// How many to give, at most 500.
        limit: u64,
    } -> ChangePage, "plans.changes", View;
    /// Approves a plan or a part of it, and applies it.
    ApprovePlan {
        /// Which.
        id: PlanId,
        /// The root that the person saw.
        root: crosswalk_model::Hash,
        /// Which changes.
        selected: Selected,
        /// Why; needed where the guard holds it.
        reason: Option<String>,
    } -> StartedRun, "plans.approve", Decide;
    /// Says no to a plan.
    RejectPlan {
        /// Which.
        id: PlanId,
        /// Why.
        reason: String,
    } -> Done, "plans.reject", Decide;

    /// Conflicts, open ones first.
    ListConflicts {
        /// Only those that wait.
        open: bool,
    } -> Vec<ConflictView>, "conflicts.list", View;
    /// Who changed what of a conflict about a field, and when, as far as it is known.
    GetConflictSides {
        /// Which.
        id: ConflictId,
    } -> ConflictSides, "conflicts.sides", View;
    /// Settles conflicts, all in the same way.
    Resolve {
        /// Which.
        ids: Vec<ConflictId>,
        /// How.
        resolution: Resolution,
        /// Whether the answer becomes the field's policy.
        make_rule: bool,
    } -> Done, "conflicts.resolve", Decide;
    /// Opens a settled conflict again.
    Reopen {
        /// Which.
        id: ConflictId,
    } -> Done, "conflicts.reopen", Decide;
    /// Makes the plan that carries out what was settled.
    PlanResolutions {
        /// Of which sync.
        sync: SyncId,
    } -> StartedRun, "conflicts.plan", Run;

    /// Deliveries, newest first.
    ListDeliveries {
        /// To one connection or to all.
        connection: Option<ConnectionId>,
        /// In one state or in any.
        state: Option<DeliveryState>,
        /// Received at this moment or later.
        since: Option<Timestamp>,
        /// Where to go on.
        cursor: Option<String>,
    } -> Page<DeliveryRow>, "deliveries.list", View;
    /// Interprets a stored delivery anew.
    ReplayDelivery {
        /// Which.
        id: DeliveryId,
    } -> Done, "deliveries.replay", Run;
    /// What to type into a push source's own form, and how its pushes fare.
    GetListener {
        /// Which connection.
        connection: ConnectionId,
    } -> ListenerView, "listener.get", View;

    /// Where a value comes from.
    Explain {
        /// The roster's entity.
        entity: Entity,
        /// The record.
        id: RosterId,
        /// The field.
        field: String,
        /// The sync whose destination field is meant, if any.
        sync: Option<SyncId>,
    } -> Lineage, "lineage.explain", View;
    /// People, classes and others by a part of their name.
    Search {
        /// What was typed.
        text: String,
    } -> Vec<Hit>, "roster.search", View;
    /// One roster record.
    GetRecord {
        /// The entity.
        entity: Entity,
        /// The record.
        id: RosterId,
    } -> RecordView, "roster.get", View;

    /// The audit trail, newest first.
    ListAudit {
        /// About this: the word before the dot of an action, such as `plan` of `plan.approved`.
        about: Option<String>,
        /// Written at this moment or later.
        since: Option<Timestamp>,
        /// Where to go on.
        cursor: Option<String>,
    } -> Page<AuditRow>, "audit.list", View;
    /// Checks every link of the chain.
    VerifyAudit {} -> AuditVerdict, "audit.verify", View;
    /// The register of personal data: what is stored and what leaves.
    GetPrivacy {} -> PrivacyView, "privacy.get", View;
    /// Sets how long things stay. Each number is from 1 to 3,660 days.
    SetRetention {
        /// How long.
        retention: Retention,
    } -> Done, "privacy.set_retention", Configure;
    /// Everything that is kept of one person. The audit remembers who asked.
    ExportPerson {
        /// The person.
        id: RosterId,
    } -> PersonExport, "privacy.export", Privacy;
    /// Erases one person for good.
    ErasePerson {
        /// The person.
        id: RosterId,
        /// Their name as the screen shows it, typed by whoever erases them.
        name: String,
    } -> Erasure, "privacy.erase", Privacy;
    /// How the backups stand.
    GetBackups {} -> BackupsView, "backups.get", View;
    /// Makes a backup now, reads it back and checks it; answers when that is done, which takes seconds or minutes.
    /// The file holds everything that Crosswalk keeps, encrypted: the recovery key opens it.
    MakeBackup {
        /// The file to be made, with its whole path on the computer where Crosswalk runs; without one, the usual name
        /// in the nightly ones' folder.
        file: Option<String>,
        /// Opens this backup besides the recovery key; without one, the passphrase of the nightly ones.
        passphrase: Option<Secret>,
    } -> BackupRow, "backups.make", Privacy;
    /// Says what is made each night; `None` for nothing.
    SetBackups {
        /// What is made.
        nightly: Option<Nightly>,
        /// A new passphrase; an empty one takes it away; without one it stays.
        passphrase: Option<Secret>,
    } -> BackupsView, "backups.set", Privacy;
    /// Makes a bundle for whoever helps: versions, settings without secrets, codes and counts; no names, no keys of
    /// people. It is a zip archive with a README inside, so that one can look before one sends it.
    MakeBundle {
        /// The file to be made, with its whole path on the computer where Crosswalk runs.
        file: String,
    } -> BundleMade, "support.bundle", Configure;
    /// One change with its private values as they are. The audit remembers who looked.
    RevealChange {
        /// The plan.
        plan: PlanId,
        /// The change, by its index in the plan.
        index: u32,
    } -> ChangeRow, "plans.reveal", Privacy;
    /// One conflict with its private values as they are. The audit remembers who looked.
    RevealConflict {
        /// Which.
        id: ConflictId,
    } -> ConflictView, "conflicts.reveal", Privacy;
}

#[cfg(test)]
mod tests;

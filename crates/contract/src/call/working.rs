//! The day's work: runs, plans, conflicts, deliveries.

macro_rules! working {
    ($($before:tt)*) => {
        keeping! {
            $($before)*

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
            /// What a run asked of services and what came back: the last exchanges, and more of those that failed. They
            /// hold no secrets, and values only by their shape.
            ListExchanges {
                /// Of which run.
                run: RunId,
                /// Only those that failed.
                failed: bool,
            } -> ExchangeList, "exchanges.list", View;
            /// One exchange whole.
            GetExchange {
                /// Of which run.
                run: RunId,
                /// Its number in the run.
                number: u64,
            } -> ExchangeView, "exchanges.get", View;
            /// Plans anew what a run did not do, and nothing else. The plan goes through the guard, and waits for a person
            /// where the sync's plans do.
            RetryRun {
                /// Which run.
                id: RunId,
                /// What of it.
                what: Retry,
            } -> StartedRun, "runs.retry", Run;
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
            /// The changes of a plan as a table, a row for each field; private values are masked.
            ExportPlan {
                /// Which.
                plan: PlanId,
                /// Which of its changes.
                filter: ChangeFilter,
                /// In which form.
                format: TableFormat,
                /// Headings for number, change, stream, who, key, field, now, will be, why, school and findings; and
                /// words for operations.
                words: TableWords,
            } -> TableFile, "plans.export", View;
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
        }
    };
}
pub(super) use working;

//! How the school is set up: connections, mappings, schedules, limits, alerts.

macro_rules! arranging {
    ($($before:tt)*) => {
        working! {
            $($before)*

            /// Who and where we are, and the figures in the navigation.
            GetStatus {} -> Status, "status.get", View;
            /// The computer on which Crosswalk runs.
            GetComputer {} -> ComputerView, "computer.get", View;
            /// Says whether Crosswalk starts when somebody signs in there.
            SetAutostart {
                /// Whether.
                on: bool,
            } -> ComputerView, "computer.set_autostart", Configure;
            /// Which version this is, and whether a newer one is known. Nobody outside is asked.
            GetUpdates {} -> UpdatesView, "updates.get", View;
            /// Asks for a newer version now; answers when that is done, well or not.
            LookForUpdates {} -> UpdatesView, "updates.look", Configure;
            /// Says where new versions are announced, and whether to look there once a day. Another address forgets
            /// what the former one told.
            SetUpdates {
                /// Where; empty for nowhere.
                address: String,
                /// Addresses of the school's own network at which that may be.
                own_servers: String,
                /// Whether to look once a day.
                daily: bool,
            } -> UpdatesView, "updates.set", Configure;
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
                /// Whether it is meant although cases that hold now would not hold any more; otherwise it is refused then.
                #[serde(default)]
                knowingly: bool,
            } -> MappingView, "mapping.change_fields", Configure;
            /// Keeps cases, each in the place of one of the same name, and takes some out by their names.
            ChangeCases {
                /// Which sync.
                sync: SyncId,
                /// The cases.
                set: Vec<MappingCase>,
                /// The names of those that go.
                remove: Vec<String>,
            } -> MappingView, "mapping.change_cases", Configure;
            /// A case that is not kept yet: a record that has the shape of a real one and none of its private values, and
            /// what comes of it now.
            InventCase {
                /// Which sync.
                sync: SyncId,
                /// Which stream map, by its place.
                stream: usize,
                /// The record that it is to be like; without one its values are left to be typed.
                record: Option<RosterId>,
            } -> MappingCase, "mapping.invent_case", View;
            /// The same case, demanding what comes of its record now.
            TryCase {
                /// Which sync.
                sync: SyncId,
                /// The case.
                case: MappingCase,
            } -> MappingCase, "mapping.try_case", View;
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
                /// Whether it is meant although cases that hold now would not hold any more; otherwise it is refused then.
                #[serde(default)]
                knowingly: bool,
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
        }
    };
}
pub(super) use arranging;

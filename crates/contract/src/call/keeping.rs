//! What is known and kept: records, lineage, the audit, privacy, backups.

macro_rules! keeping {
    ($($before:tt)*) => {
        calls! {
            $($before)*

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
            /// The audit trail as a table, newest first.
            ExportAudit {
                /// About this, as in the list.
                about: Option<String>,
                /// Written at this moment or later.
                since: Option<Timestamp>,
                /// In which form.
                format: TableFormat,
                /// Headings for number, when, who, what, more, code and details; words for actions and for the names of
                /// details, with `{count}` and `{seal}` where those stand.
                words: TableWords,
            } -> TableFile, "audit.export", View;
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
    };
}
pub(super) use keeping;

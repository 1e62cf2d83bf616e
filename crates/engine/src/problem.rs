//! How a person is told what went wrong: a code, a title, what happened and what to do.

use crosswalk_connector_kit::KitError;
use crosswalk_contract::Problem;
use crosswalk_store::StoreError;

use crate::EngineError;

/// Code, title, remedy, and whether pressing the same button again may help.
type Wording = (&'static str, &'static str, &'static str, bool);

impl EngineError {
    /// The problem that the screen shows.
    pub fn problem(&self) -> Problem {
        let said = self.to_string();
        match self {
            Self::Store(StoreError::NotFound { .. }) => Problem::not_found("record"),
            Self::NotFound(what) => Problem::not_found(what),
            Self::Store(error) => worded(of_store(error), said),
            Self::Service(error) => of_service(error, said),
            Self::BadAlerts { field, .. } => worded(BAD_ALERTS, said).on(*field),
            Self::BadBackups { field, .. } => worded(BAD_BACKUPS, said).on(*field),
            Self::BadUpdates { field, .. } => worded(BAD_UPDATES, said).on(*field),
            Self::BadGuard { field, .. } => worded(BAD_GUARD, said).on(*field),
            Self::BadSchedule(bad) => worded(BAD_SCHEDULE, said).on(bad.field()),
            Self::BreaksCases(broken) => worded(BREAKS_CASES, crate::desk::sentence(broken)),
            other => worded(wording(other), said),
        }
    }
}

fn worded((code, title, remedy, again): Wording, said: String) -> Problem {
    let problem = Problem::new(code, title, said, remedy);
    if again { problem.again() } else { problem }
}

const BAD_ALERTS: Wording =
    ("alerts.bad", "The alerts were not saved.", "Mend it; nothing was changed.", false);
const BREAKS_CASES: Wording = (
    "mapping.breaks_cases",
    "Tests of this mapping would fail.",
    "Change it otherwise, or save it all the same.",
    false,
);
const BAD_BACKUPS: Wording = ("backups.bad", "No backup was made.", "Mend it; nothing was changed.", false);
const BAD_UPDATES: Wording = ("updates.bad", "It was not saved.", "Mend it; nothing was changed.", false);
const BAD_GUARD: Wording =
    ("guard.bad", "The limits were not changed.", "Mend it; nothing was changed.", false);
const BAD_SCHEDULE: Wording =
    ("schedule.bad", "The schedule was not saved.", "Mend it; nothing was changed.", false);

#[rustfmt::skip]
fn wording(error: &EngineError) -> Wording {
    use EngineError as E;
    match error {
        E::NotApproved(_) => ("plan.not_approved", "The plan was not applied.", "Nothing was sent.", false),
        E::NoSchool => ("school.none", "This needs a school.", "Start with the demo school or enter your school's name.", false),
        E::UnknownConnector(_) => ("connector.unknown", "This connector is missing.", "Install the newest version of Crosswalk.", false),
        E::NotPushed => ("connection.not_pushed", "Nothing is pushed here.", "Open a connection that is pushed to, such as KAMAR.", false),
        E::MappingText(_) => ("mapping.text", "The mapping was not changed.", "Mend the line and save again; what you typed is still there.", false),
        E::CaseName => ("mapping.case_name", "The test was not saved.", "Give it another name; nothing was changed.", false),
        E::Keychain(_) => ("keychain", "The keychain did not answer.", "Unlock the keychain of this computer and try again.", true),
        E::Demo(_) => ("demo", "The demo school did not start.", "Close other copies of Crosswalk and try again.", true),
        E::Computer(_) => ("computer", "Nothing was changed.", "Change it in the settings of the computer itself.", true),
        E::Cancelled => ("cancelled", "It was stopped.", "What was confirmed before stays; run it again for the rest.", false),
        E::NotErased(_) => ("privacy.not_erased", "Nobody was erased.", "Mend what is named, and erase the person then.", true),
        E::NotUndone(_) => ("run.not_undone", "The run was not undone.", "Nothing was changed.", false),
        E::NotRetried(_) => ("run.not_retried", "Nothing is tried again.", "Nothing was changed.", false),
        E::BadDays => ("privacy.days", "Nothing was changed.", "Enter a number of days in this range.", false),
        E::NotTold(_) => ("alerts.not_told", "The message was not sent.", "Mend what is named and try again.", true),
        E::BadHoliday(_) => ("holidays.bad", "The holidays were not saved.", "Mend the dates; nothing was changed.", false),
        E::Busy => ("run.busy", "This sync is running already.", "Wait until it has ended, or stop it.", true),
        _ => ("answer", "The answer got lost.", "Try again. If it goes on, restart Crosswalk and look at its log.", true),
    }
}

#[rustfmt::skip]
fn of_store(error: &StoreError) -> Wording {
    match error {
        StoreError::Full => ("store.full", "The disk is full.", "Free some space. Pushes are answered with “try again” meanwhile, so that nothing is lost.", true),
        StoreError::Busy => ("store.busy", "The database is busy.", "Try again in a moment.", true),
        StoreError::ElsewhereTables => ("backups.elsewhere", "PostgreSQL makes its own backups.", "Ask whoever looks after the database.", false),
        StoreError::BackupThere | StoreError::BackupFolder { .. } => ("backups.not_written", "No backup was made.", "Mend what is named and try again.", true),
        StoreError::BackupWrong { .. } => ("backups.wrong", "The backup was not good.", "Try again, into another folder or on another disk.", true),
        _ => ("store", "The database could not be used.", "Nothing was changed. If it goes on, restart Crosswalk and look at its log.", true),
    }
}

fn of_service(error: &KitError, said: String) -> Problem {
    let (title, remedy) = service_wording(error);
    let mut problem = Problem::new(format!("connection.{}", error.code()), title, said, remedy);
    problem.field = error.field().map(str::to_owned);
    problem.again = error.retry_can_help();
    problem
}

/// Title and remedy.
fn service_wording(error: &KitError) -> (&'static str, &'static str) {
    match error {
        KitError::Unreachable { .. } => ("Nothing answered.", "Try again later. Nothing was lost."),
        KitError::Unauthorised { .. } => {
            ("The sign-in was refused.", "Mend the connection's sign-in and press Check.")
        }
        KitError::Forbidden { .. } => ("A permission is missing.", "Have it granted and press Check."),
        KitError::NotFound { .. } => ("It was not found.", "Mend the connection's settings and press Check."),
        KitError::RateLimited { .. } => ("The service asks to wait.", "Try again later. Nothing was lost."),
        KitError::BadSetting { .. } => ("A setting needs a look.", "Mend it and press Check."),
        KitError::Unexpected { .. } => (
            "What came was not understood.",
            "Nothing was changed. Mend it at its origin, or try again later.",
        ),
        KitError::Refused { .. } => ("It was refused.", "Mend what is named and try again."),
        KitError::Cancelled => {
            ("It was stopped.", "What was confirmed before stays; run it again for the rest.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_says_what_to_do() {
        let bad = KitError::BadSetting { field: "password".into(), remedy: "It is empty.".into() };
        let errors = [
            EngineError::NoSchool,
            EngineError::Busy,
            EngineError::NotFound("plan"),
            EngineError::UnknownConnector("x".into()),
            EngineError::Service(bad),
        ];
        for error in errors {
            let problem = error.problem();
            assert!(problem.title.ends_with('.') && problem.remedy.ends_with('.'), "{problem:?}");
        }
    }

    #[test]
    fn a_bad_setting_points_at_its_field() {
        let bad = KitError::BadSetting { field: "password".into(), remedy: "It is empty.".into() };
        assert_eq!(EngineError::Service(bad).problem().field.as_deref(), Some("password"));
    }
}

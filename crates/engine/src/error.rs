//! What can go wrong in the engine, and how a person is told.

use crosswalk_connector_kit::KitError;
use crosswalk_contract::Problem;
use crosswalk_reconcile::plan::NotApproved;
use crosswalk_store::StoreError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The memory failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A service failed.
    #[error(transparent)]
    Service(#[from] KitError),
    /// A word did not count.
    #[error(transparent)]
    NotApproved(#[from] NotApproved),
    /// Something asked for is not there.
    #[error("There is no such {0}.")]
    NotFound(&'static str),
    /// There is no school yet.
    #[error("No school has been set up yet.")]
    NoSchool,
    /// The connection's connector is not part of this build.
    #[error("This version of Crosswalk has no connector “{0}”.")]
    UnknownConnector(String),
    /// The connection does not listen.
    #[error("This connection is not pushed to.")]
    NotPushed,
    /// A mapping text that cannot be read.
    #[error("The mapping text cannot be read: {0}")]
    MappingText(String),
    /// The keychain failed.
    #[error("The keychain of this computer did not answer: {0}")]
    Keychain(String),
    /// The demo school is not part of this build, or it failed to start.
    #[error("The demo school could not be started: {0}")]
    Demo(String),
    /// A person or the shutdown stopped it.
    #[error("It was stopped before it was finished.")]
    Cancelled,
    /// An answer that could not be put into words for the wire.
    #[error("The answer could not be written: {0}")]
    Unanswerable(String),
    /// A run of the same sync is under way.
    #[error("This sync is running already.")]
    Busy,
}

impl EngineError {
    /// The problem that the screen shows.
    pub fn problem(&self) -> Problem {
        let said = self.to_string();
        match self {
            Self::Store(error) => store_problem(error, said),
            Self::Service(error) => service_problem(error, said),
            Self::NotApproved(_) => {
                Problem::new("plan.not_approved", "The plan was not applied.", said, "Nothing was sent.")
            }
            Self::NotFound(what) => Problem::not_found(what),
            Self::NoSchool => Problem::new(
                "school.none",
                "There is no school yet.",
                said,
                "Start with the demo school or enter your school's name.",
            ),
            Self::UnknownConnector(_) => Problem::new(
                "connector.unknown",
                "This connector is missing.",
                said,
                "Install the newest version of Crosswalk.",
            ),
            Self::NotPushed => Problem::new(
                "connection.not_pushed",
                "Nothing is pushed here.",
                said,
                "Open a connection that is pushed to, such as KAMAR.",
            ),
            Self::MappingText(_) => Problem::new(
                "mapping.text",
                "The mapping was not changed.",
                said,
                "Mend the line and save again; what you typed is still there.",
            ),
            Self::Keychain(_) => Problem::new(
                "keychain",
                "The keychain did not answer.",
                said,
                "Unlock the keychain of this computer and try again.",
            )
            .again(),
            Self::Demo(_) => Problem::new(
                "demo",
                "The demo school did not start.",
                said,
                "Close other copies of Crosswalk and try again.",
            )
            .again(),
            Self::Cancelled => Problem::new(
                "cancelled",
                "It was stopped.",
                said,
                "What was confirmed before stays; run it again for the rest.",
            ),
            Self::Unanswerable(_) => Problem::new(
                "answer",
                "The answer got lost.",
                said,
                "Try again. If it goes on, tell us what you did.",
            )
            .again(),
            Self::Busy => Problem::new(
                "run.busy",
                "This sync is running already.",
                said,
                "Wait until it has ended, or stop it.",
            )
            .again(),
        }
    }
}

fn store_problem(error: &StoreError, said: String) -> Problem {
    match error {
        StoreError::NotFound { .. } => Problem::not_found("record"),
        StoreError::Full { .. } => Problem::new(
            "store.full",
            "The disk is full.",
            said,
            "Free some space. Pushes are answered with “try again” meanwhile, so that nothing is lost.",
        )
        .again(),
        StoreError::Busy { .. } => {
            Problem::new("store.busy", "The database is busy.", said, "Try again in a moment.").again()
        }
        _ => Problem::new(
            "store",
            "The database could not be used.",
            said,
            "Nothing was changed. If it goes on, restart Crosswalk and look at its log.",
        )
        .again(),
    }
}

fn service_problem(error: &KitError, said: String) -> Problem {
    let remedy = if error.retry_can_help() {
        "Try again later. Nothing was lost."
    } else {
        "Mend the connection's settings and press Check."
    };
    let mut problem =
        Problem::new(format!("connection.{}", error.code()), "The service did not do it.", said, remedy);
    problem.field = error.field().map(str::to_owned);
    problem.again = error.retry_can_help();
    problem
}

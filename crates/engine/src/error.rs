//! What can go wrong in the engine.

use crosswalk_connector_kit::KitError;
use crosswalk_reconcile::plan::NotApproved;
use crosswalk_store::StoreError;

/// What an engine's work comes to.
pub(crate) type Result<T, E = EngineError> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The memory failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A service failed.
    #[error(transparent)]
    Service(KitError),
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
    /// A change of a mapping that breaks some of its cases, and was not said to be meant. The cases' own words are told
    /// to whoever made the change and are no part of this sentence, which goes to the log.
    #[error("The change breaks {} of the mapping's tests.", .0.len())]
    BreaksCases(Vec<crosswalk_contract::CaseView>),
    /// A case without a name of its own.
    #[error("Each test of a mapping needs a name of its own, of at most 120 characters.")]
    CaseName,
    /// The keychain failed.
    #[error("The keychain of this computer did not answer: {0}")]
    Keychain(String),
    /// The demo school is not part of this build, or it failed to start.
    #[error("The demo school could not be started: {0}")]
    Demo(String),
    /// The computer did not do as it was told.
    #[error("{0}")]
    Computer(String),
    /// A person or the shutdown stopped it.
    #[error("It was stopped before it was finished.")]
    Cancelled,
    /// An answer that could not be put into words for the wire.
    #[error("The answer could not be written: {0}")]
    Unanswerable(String),
    /// A person cannot be erased now, and why.
    #[error("{0}")]
    NotErased(String),
    /// A run cannot be undone, and why.
    #[error("{0}")]
    NotUndone(String),
    /// What a run did not do cannot be tried again, and why.
    #[error("{0}")]
    NotRetried(String),
    /// A number of days that nothing can be told to stay for.
    #[error("Things can be kept for 1 to 3,660 days.")]
    BadDays,
    /// A schedule that cannot be kept.
    #[error(transparent)]
    BadSchedule(#[from] crate::schedule::pattern::BadPattern),
    /// Holidays that end before they begin.
    #[error("The holidays “{0}” end before they begin.")]
    BadHoliday(String),
    /// Alerts that cannot be sent as they are set up.
    #[error("{words}")]
    BadAlerts {
        /// The field of the form.
        field: &'static str,
        /// What is wrong with it.
        words: &'static str,
    },
    /// Backups that cannot be made as they are set up.
    #[error("{words}")]
    BadBackups {
        /// The field of the form.
        field: &'static str,
        /// What is wrong with it.
        words: &'static str,
    },
    /// A place of new versions that cannot be asked.
    #[error("{words}")]
    BadUpdates {
        /// The field of the form.
        field: &'static str,
        /// What is wrong with it.
        words: String,
    },
    /// Limits of the guard that cannot be kept, or that nobody said why of.
    #[error("{words}")]
    BadGuard {
        /// The field of the form.
        field: &'static str,
        /// What is wrong with it.
        words: &'static str,
    },
    /// A trial did not arrive.
    #[error(transparent)]
    NotTold(#[from] crate::alerts::NotTold),
    /// A run of the same sync is under way.
    #[error("This sync is running already.")]
    Busy,
}

/// What was stopped was stopped, whoever noticed it.
impl From<KitError> for EngineError {
    fn from(error: KitError) -> Self {
        match error {
            KitError::Cancelled => Self::Cancelled,
            other => Self::Service(other),
        }
    }
}

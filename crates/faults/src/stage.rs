//! The stages of the work, so that an operation can be named by what it was done for.

/// A stage of the path of the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// None of those below.
    #[default]
    Other,
    /// The store is opened and its tables are brought up to date.
    Migrate,
    /// A push is spooled and committed to the inbox.
    Stage,
    /// A committed push is answered.
    Ack,
    /// A source or a destination is read.
    Extract,
    /// A plan is made and sealed.
    Plan,
    /// A word for a plan is kept.
    Approve,
    /// Changes are sent to a destination.
    Send,
    /// What was done is kept: outcomes with the roster or the ledger, and the end of a run.
    Checkpoint,
    /// The audit trail is continued.
    Audit,
}

impl Stage {
    /// Every one, in the order of the work.
    pub const ALL: [Self; 10] = [
        Self::Migrate,
        Self::Stage,
        Self::Ack,
        Self::Extract,
        Self::Plan,
        Self::Approve,
        Self::Send,
        Self::Checkpoint,
        Self::Audit,
        Self::Other,
    ];

    /// As a script and a table call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Migrate => "migrate",
            Self::Stage => "stage",
            Self::Ack => "ack",
            Self::Extract => "extract",
            Self::Plan => "plan",
            Self::Approve => "approve",
            Self::Send => "send",
            Self::Checkpoint => "checkpoint",
            Self::Audit => "audit",
        }
    }
}

impl std::fmt::Display for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// As long as it lives, operations count for its stage. Where several tasks are at work the stage is that of the one
/// which entered last: a label for figures, never a condition.
#[must_use = "the stage ends with this value"]
#[derive(Debug)]
pub struct Within {
    #[cfg(debug_assertions)]
    before: Stage,
}

/// Begins a stage, within the one that is.
#[inline]
pub fn enter(stage: Stage) -> Within {
    #[cfg(debug_assertions)]
    return Within { before: crate::script::set_stage(stage) };
    #[cfg(not(debug_assertions))]
    {
        let _a_release_has_no_stages = stage;
        Within {}
    }
}

#[cfg(debug_assertions)]
impl Drop for Within {
    fn drop(&mut self) {
        crate::script::set_stage(self.before);
    }
}

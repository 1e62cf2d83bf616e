//! What can go wrong with a service, as a closed set.

use std::time::Duration;

/// What went wrong. Messages are for a school's administrator and hold no secret and no personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// Nothing answered: name, network or TLS.
    #[error("{service} cannot be reached. {detail}")]
    Unreachable {
        /// The service's title.
        service: String,
        /// What was tried and what happened.
        detail: String,
    },
    /// The sign-in was refused.
    #[error("{service} refused the sign-in. {remedy}")]
    Unauthorised {
        /// The service's title.
        service: String,
        /// What to check.
        remedy: String,
    },
    /// The sign-in is good but lacks a permission.
    #[error("{service} does not allow this. Missing: {permission}. {remedy}")]
    Forbidden {
        /// The service's title.
        service: String,
        /// Which permission.
        permission: String,
        /// Who can grant it and how.
        remedy: String,
    },
    /// What was asked for is not there.
    #[error("{service} has no {what}. Check the address and the name.")]
    NotFound {
        /// The service's title.
        service: String,
        /// What was asked for.
        what: String,
    },
    /// Too many calls.
    #[error("{service} asks to wait {} seconds before the next call.", wait.as_secs())]
    RateLimited {
        /// The service's title.
        service: String,
        /// How long to wait.
        wait: Duration,
    },
    /// A setting is missing or does not fit.
    #[error("The setting “{field}” needs a look. {remedy}")]
    BadSetting {
        /// The config field's key.
        field: String,
        /// What is wrong and what to enter.
        remedy: String,
    },
    /// The service answered with something that its documentation does not promise.
    #[error("{service} gave something unexpected in {place}: {detail}")]
    Unexpected {
        /// The service's title.
        service: String,
        /// Where: the route or file and the position.
        place: String,
        /// What.
        detail: String,
    },
    /// The service refused a request in its own words.
    #[error("{service} refused: {words}")]
    Refused {
        /// The service's title.
        service: String,
        /// The service's words, shortened.
        words: String,
    },
    /// A person or the shutdown stopped it.
    #[error("It was stopped before it was finished.")]
    Cancelled,
}

impl KitError {
    /// A stable code for logs, facets and the screen.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::Unauthorised { .. } => "unauthorised",
            Self::Forbidden { .. } => "forbidden",
            Self::NotFound { .. } => "not_found",
            Self::RateLimited { .. } => "rate_limited",
            Self::BadSetting { .. } => "bad_setting",
            Self::Unexpected { .. } => "unexpected_answer",
            Self::Refused { .. } => "refused",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the same request may succeed later without anybody changing anything.
    pub fn retry_can_help(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::RateLimited { .. } | Self::Unexpected { .. })
    }

    /// The config field concerned, so that the form can point at it.
    pub fn field(&self) -> Option<&str> {
        if let Self::BadSetting { field, .. } = self { Some(field) } else { None }
    }
}

//! Newer versions of Crosswalk, in the screen's words.

use crosswalk_model::Timestamp;
use serde::{Deserialize, Serialize};

/// Which version this is, whether anybody is asked for newer ones, and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdatesView {
    /// This version.
    pub version: String,
    /// What it was built for, such as `linux-x86_64`.
    pub system: String,
    /// Where new versions are announced; `None` where nobody is asked.
    pub address: Option<String>,
    /// Addresses of the school's own network at which that may be.
    pub own_servers: String,
    /// Whether it is looked once a day. Without an address it is not.
    pub daily: bool,
    /// When it was last looked and an answer came.
    pub looked_at: Option<Timestamp>,
    /// The last look, where it came to nothing.
    pub failed: Option<LookFailed>,
    /// A newer version, where one is known.
    pub newer: Option<Release>,
}

/// A look that came to nothing. What was known before stays known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookFailed {
    /// When.
    pub at: Timestamp,
    /// Why, in a sentence or two.
    pub words: String,
}

/// A version that was announced. All of it is somebody else's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// As semantic versioning writes it, without a `v`.
    pub version: String,
    /// When it was published, where that is told.
    pub published: Option<Timestamp>,
    /// What is new, as plain text of at most 4,000 characters.
    pub notes: String,
    /// Whether it mends a security fault.
    pub security: bool,
    /// Where it is fetched for this system; `None` where no https address is told.
    pub link: Option<ReleaseLink>,
}

/// Where a version is fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseLink {
    /// The whole address.
    pub url: String,
    /// The computer that it names.
    pub host: String,
    /// Whether that is another one than announced the version.
    pub elsewhere: bool,
}

/// That there is a newer version, for the overview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVersion {
    /// Which.
    pub version: String,
    /// Whether it mends a security fault.
    pub security: bool,
}

//! Who may push: the name and password in the header, or the shared secret of old KAMAR builds in the body.

use crosswalk_connector_kit::{BasicCredentials, same_secret};

use super::config::Config;

/// What the header of a request shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The right credentials.
    Right,
    /// Wrong ones, or something that is not Basic.
    Wrong,
    /// None, and none are needed there: the body may hold the shared secret.
    AskBody,
    /// None, and the body cannot hold any.
    Nothing,
}

/// Looks at the header. Old builds leave the name blank and send the shared secret as the password.
pub fn in_header(config: &Config, authorization: Option<&str>) -> Shown {
    let Some(header) = authorization.filter(|header| !header.trim().is_empty()) else {
        return if config.instance_id.is_some() { Shown::AskBody } else { Shown::Nothing };
    };
    let Some(given) = BasicCredentials::from_header(header) else { return Shown::Wrong };
    let legacy = config.instance_id.as_ref().is_some_and(|secret| given.are("", secret));
    if given.are(&config.username, &config.password) | legacy { Shown::Right } else { Shown::Wrong }
}

/// Looks at the shared secret that a body holds.
pub fn in_body(config: &Config, instance: Option<&str>) -> Shown {
    match (&config.instance_id, instance) {
        (Some(secret), Some(given)) if same_secret(secret, given) => Shown::Right,
        (_, Some(_)) => Shown::Wrong,
        (_, None) => Shown::Nothing,
    }
}

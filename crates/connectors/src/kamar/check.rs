//! What can be checked of a connection that KAMAR calls: the settings. Whether KAMAR reaches us only KAMAR can tell,
//! so that the last check says what to do there.

use crosswalk_connector_kit::{CheckResult, same_secret};
use crosswalk_model::Secret;

use super::config::Config;

/// Passwords that stand in examples and are guessed first.
const GUESSED: &[&str] = &["password", "kamar", "crosswalk", "changeme", "secret", "12345678"];

/// The checks, in the order in which a person would look.
pub fn checks(config: &Config) -> Vec<CheckResult> {
    vec![sign_in(config), data(config), next_step(config)]
}

fn sign_in(config: &Config) -> CheckResult {
    let same_as_name = same_secret(&config.password, &config.username);
    if same_as_name || guessed(&config.password) {
        let message =
            "The password is easy to guess. Let a password manager make one and type it into KAMAR too.";
        return CheckResult::warned("Sign-in", message);
    }
    CheckResult::passed("Sign-in", "KAMAR must sign in with this connection's username and password.")
}

fn guessed(password: &Secret) -> bool {
    GUESSED.iter().any(|word| same_secret(password, word))
}

fn data(config: &Config) -> CheckResult {
    let wants = config.wants;
    let asked = [
        (wants.timetables, "timetables"),
        (wants.groups, "groups"),
        (wants.caregivers, "caregivers"),
        (wants.emergency, "emergency contacts"),
        (wants.demographics, "personal details"),
        (wants.nsn, "National Student Numbers"),
        (wants.mobile, "mobile numbers"),
        (wants.attendance, "attendance"),
        (wants.calendar, "calendar"),
        (wants.notices, "notices"),
    ];
    let asked: Vec<&str> = asked.into_iter().filter(|(on, _)| *on).map(|(_, word)| word).collect();
    let besides = if asked.is_empty() { "nothing else".to_owned() } else { asked.join(", ") };
    CheckResult::passed("Data", format!("Asks for pupils, staff and their classes; besides: {besides}."))
}

fn next_step(config: &Config) -> CheckResult {
    let message = format!(
        "In KAMAR, open Setup, Server, Directory Services, type this computer's name followed by {} as the address, \
         choose JSON and press Check & Enable.",
        config.path
    );
    CheckResult::passed("Next step", message)
}

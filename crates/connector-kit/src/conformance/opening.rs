//! Opening and checking: what is missing is named, what is wrong has a remedy.

use super::breaches::{Breaches, is_sentence};
use super::{Access, Harness};
use crate::{CancellationToken, CheckResult, CheckState, ConfigField, ConfigKind, Connection, Connector};

/// Without any one of the required settings, opening names it.
pub(super) fn try_all(connector: &dyn Connector, good: &Access, breaches: &mut Breaches) {
    let rule = "a missing setting is named";
    let spec = connector.spec();
    let value = |key: &str| {
        let default = || spec.config.iter().find(|field| field.key == key)?.default.as_deref();
        good.settings.optional(key).or_else(default)
    };
    let shown = |field: &&ConfigField| {
        field.shown_when.as_ref().is_none_or(|when| value(&when.field) == Some(&when.is))
    };
    for field in spec.config.iter().filter(|field| field.required && field.default.is_none()).filter(shown) {
        let mut without = good.clone();
        if field.kind == ConfigKind::Secret {
            without.secrets = without.secrets.without(&field.key);
        } else {
            without.settings.0.remove(&field.key);
        }
        match without.open(connector) {
            Ok(_) => breaches.broken(rule, &format!("it opens without {}", field.key)),
            Err(error) => {
                breaches.hear_error(&error);
                breaches.must(error.field() == Some(&field.key), rule, format!("{}: {error}", field.key));
            }
        }
    }
}

/// A service that works passes every check.
pub(super) async fn check(connection: &dyn Connection, breaches: &mut Breaches) {
    let checks = connection.check(&CancellationToken::new()).await;
    breaches.must(!checks.is_empty(), "there is a check", "none");
    let failed = checks.iter().filter(|check| check.state == CheckState::Failed);
    for check in failed {
        breaches
            .broken("a service that works passes its checks", &format!("{}: {}", check.name, check.message));
    }
    in_words(&checks, breaches);
}

/// Wrong credentials fail a check with a remedy in words, and every verb that needs them.
pub(super) async fn wrong_credentials(
    connector: &dyn Connector,
    harness: &dyn Harness,
    breaches: &mut Breaches,
) {
    let Some(wrong) = harness.wrong_credentials().await else { return };
    breaches.guard_secrets(&wrong.secrets);
    let Some(connection) = breaches.take(wrong.open(connector), "wrong credentials open") else { return };
    let checks = connection.check(&CancellationToken::new()).await;
    let failed = checks.iter().any(|check| check.state == CheckState::Failed);
    breaches.must(failed, "wrong credentials fail a check", "all passed");
    in_words(&checks, breaches);
}

fn in_words(checks: &[CheckResult], breaches: &mut Breaches) {
    for check in checks {
        breaches.hear(check);
        let rule = "every check has a name and a sentence";
        breaches.must(!check.name.is_empty() && is_sentence(&check.message), rule, &check.name);
    }
}

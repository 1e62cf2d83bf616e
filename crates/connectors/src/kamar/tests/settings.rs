use crosswalk_connector_kit::{Capability, ConfigKind, Connection, Connector, Push};

use super::*;
use crate::kamar::Kamar;
use crate::kamar::config::STATEMENT;

#[test]
fn defaults_fill_what_nobody_types() {
    let kamar = plain();
    assert_eq!(kamar.path(), "/kamar");
    assert_eq!(kamar.config.service, "Crosswalk");
    assert_eq!(kamar.config.country, "New Zealand");
    assert!(kamar.config.wants.timetables);
    let wants = crate::kamar::config::Wants { timetables: false, ..kamar.config.wants };
    assert_eq!(wants, crate::kamar::config::Wants::default(), "the default asks for the fewest fields");
}

#[test]
fn bad_settings_name_their_field() {
    let long = "word ".repeat(59);
    let cases = [
        ("path", "kamar"),
        ("path", "/"),
        ("path", "/kamar?x=1"),
        ("path", "/kämar"),
        ("username", "a:b"),
        ("info_url", "ftp://a.example"),
        ("privacy_statement", "Too short."),
        ("privacy_statement", long.as_str()),
        ("school_year", "26"),
        ("time_zone", "Pacific/Atlantis"),
    ];
    for (field, text) in cases {
        let error = Config::read(&settings().with(field, text), &secrets()).unwrap_err();
        assert_eq!(error.field(), Some(field), "{text}");
    }
    let missing = Config::read(&settings(), &Secrets::default()).unwrap_err();
    assert_eq!(missing.field(), Some("password"));
    let unnamed = Config::read(&Settings::default(), &secrets()).unwrap_err();
    assert_eq!(unnamed.field(), Some("username"));
}

#[test]
fn the_statement_that_ships_is_long_enough_and_names_the_controller() {
    assert!(STATEMENT.split_whitespace().count() >= 60);
    assert!(STATEMENT.contains("controller"));
    let sixty = "words of ten ".repeat(20);
    assert!(Config::read(&settings().with("privacy_statement", sixty), &secrets()).is_ok());
}

#[test]
fn a_path_loses_its_last_slash() {
    let kamar = open(settings().with("path", "/api/kamar/"), secrets());
    assert_eq!(kamar.path(), "/api/kamar");
}

#[test]
fn the_form_marks_secrets_and_agrees_with_the_defaults() {
    let spec = Kamar.spec();
    assert!(spec.can(Capability::Pushed) && !spec.can(Capability::Read));
    let secret: Vec<&str> =
        spec.config.iter().filter(|f| f.kind == ConfigKind::Secret).map(|f| f.key.as_str()).collect();
    assert_eq!(secret, ["password", "instance_id", "auth_suffix"]);
    let filled = spec.config.iter().filter_map(|field| Some((field.key.as_str(), field.default.as_deref()?)));
    let filled = filled.fold(Settings::default(), |all, (key, text)| all.with(key, text));
    let (typed, untyped) = (open(filled, secrets()), plain());
    assert_eq!(typed.config.wants, untyped.config.wants);
    assert_eq!(typed.config.statement, untyped.config.statement);
    assert_eq!(typed.config.tutor_subject, untyped.config.tutor_subject);
}

#[test]
fn nothing_secret_is_printed() {
    let secrets =
        secrets().with("auth_suffix", "suffix-of-a-vendor").with("instance_id", "old-shared-secret");
    let printed = format!("{:?}", open(settings(), secrets).config);
    for secret in [PASSWORD, "suffix-of-a-vendor", "old-shared-secret"] {
        assert!(!printed.contains(secret));
    }
}

#[tokio::test]
async fn checks_warn_of_a_guessable_password_and_say_what_to_do_next() {
    let cancel = crosswalk_connector_kit::CancellationToken::new();
    let state = |kamar: KamarConnection| async move { kamar.check(&cancel.clone()).await };
    let weak = state(open(settings(), Secrets::default().with("password", "kamar"))).await;
    assert_eq!(weak[0].state, crosswalk_connector_kit::CheckState::Warned);
    let cancel = crosswalk_connector_kit::CancellationToken::new();
    let good = plain().check(&cancel).await;
    assert!(good.iter().all(|check| check.state == crosswalk_connector_kit::CheckState::Passed));
    assert!(good[2].message.contains("Check & Enable") && good[2].message.contains("/kamar"));
}

#[test]
fn an_information_page_and_a_name_may_be_changed() {
    let kamar =
        open(settings().with("service", "Tōtara Sync").with("info_url", "https://t.example/x"), secrets());
    assert_eq!(kamar.config.service, "Tōtara Sync");
    assert_eq!(kamar.config.info_url, "https://t.example/x");
}

//! Invented alerts, refusals, holidays, and one person's data.

use super::{ago, id};
use crosswalk_contract::{AlertsView, Erasure, PersonExport, QuarantineRow, TimingView, Told};
use crosswalk_model::{
    Alert, AlertChannel, AlertRule, AlertSettings, Date, Hash, Holiday, MailChannel, MailSecurity,
    QuietHours, ReadBack, Refused, Starts, Time, WebhookChannel,
};
use std::collections::{BTreeMap, BTreeSet};

/// One thing wrong, one over; every channel is set up.
pub fn alerts() -> AlertsView {
    let wrong = Alert {
        id: "1".into(),
        rule: AlertRule::PlanHeld,
        subject: "s".into(),
        title: "Roster → Moodle: a plan is held".into(),
        detail: "It would deactivate 96 pupils. Review it, and approve all, a part or nothing.".into(),
        since: ago(95),
        recovered_at: None,
        told: BTreeSet::from([AlertChannel::Desktop]),
        recovery_told: BTreeSet::new(),
        failed: BTreeMap::from([(AlertChannel::Webhook, 5)]),
    };
    let over = Alert {
        title: "Te Kete Ako rests".into(),
        detail: "Three runs failed in a row. Press Check on its page.".into(),
        rule: AlertRule::ConnectionResting,
        since: ago(2900),
        recovered_at: Some(ago(2600)),
        told: BTreeSet::from([AlertChannel::Mail, AlertChannel::Desktop]),
        failed: BTreeMap::new(),
        ..wrong.clone()
    };
    let mail = MailChannel {
        host: "mail.school.example".into(),
        port: 587,
        security: MailSecurity::StartTls,
        username: Some("crosswalk".into()),
        from: "crosswalk@school.example".into(),
        to: vec!["it@school.example".into(), "office@school.example".into()],
    };
    AlertsView {
        settings: AlertSettings {
            quiet: Some(QuietHours { from: Time::constant(21, 0, 0, 0), until: Time::constant(7, 0, 0, 0) }),
            mail: Some(mail),
            webhook: Some(WebhookChannel {
                url: "https://hooks.example/crosswalk".into(),
                own_servers: String::new(),
            }),
            ..AlertSettings::default()
        },
        has_mail_password: true,
        has_webhook_secret: true,
        has_desktop: true,
        alerts: vec![wrong, over],
    }
}

/// A fresh house: nothing is wrong, nobody is told.
pub fn no_alerts() -> AlertsView {
    let settings = AlertSettings::default();
    AlertsView { settings, has_desktop: false, alerts: Vec::new(), ..alerts() }
}

/// Three records that two destinations refuse.
pub fn quarantine() -> Vec<QuarantineRow> {
    let row = |number, title: &str, label: &str, words: Option<&str>| QuarantineRow {
        sync: id(if title.ends_with("Ako") { 3 } else { 4 }),
        title: title.into(),
        label: label.into(),
        refused: Refused {
            stream: "people".into(),
            roster_id: id(number),
            attempts: 3,
            content: Hash::of(b"x"),
            since: ago(4000),
            last_at: ago(600),
            run: id(9),
        },
        words: words.map(str::to_owned),
    };
    let long = "23514: new row for relation \"people\" violates check constraint \"year_level_range\" · a year level is from 1 to 13";
    vec![
        row(1, "Roster → Te Kete Ako", "Hēmi Parata", Some(long)),
        row(
            2,
            "Roster → Te Kete Ako",
            "Mere Tāwhiri",
            Some("22001: value too long for type character varying(40)"),
        ),
        row(3, "Roster → EdPsych Connect", "Siobhán O’Neil", None),
    ]
}

/// A year's breaks.
pub fn holidays() -> Vec<Holiday> {
    let one = |title: &str, from: (i16, i8, i8), until: (i16, i8, i8)| Holiday {
        title: title.into(),
        from: Date::constant(from.0, from.1, from.2),
        until: Date::constant(until.0, until.1, until.2),
    };
    vec![
        one("Summer holidays", (2026, 12, 17), (2027, 2, 1)),
        one("Waitangi Day", (2027, 2, 6), (2027, 2, 7)),
        one("Autumn break", (2027, 4, 10), (2027, 4, 27)),
    ]
}

/// A sync whose destination is read once a week.
pub fn timing() -> TimingView {
    TimingView {
        sync: id(3),
        title: "Roster → Te Kete Ako".into(),
        starts: Starts::AfterChanges,
        read_back: ReadBack::Reconcile,
        reconcile_days: 7,
        last_reconcile: Some(ago(5000)),
        words: "It runs by itself when the roster has changed and is quiet again. The destination is read every 7 days, and not in between.".into(),
    }
}

/// What is kept of a person, as far as the page counts it.
pub fn export() -> PersonExport {
    PersonExport {
        made_at: ago(0),
        id: id(7),
        name: "Hēmi Parata".into(),
        notes: vec!["Raw messages are not in it: they hold other people too.".into()],
        records: Vec::new(),
        documents: Vec::new(),
        sent: Vec::new(),
        changes: Vec::new(),
        conflicts: Vec::new(),
        findings: Vec::new(),
        audit: Vec::new(),
    }
}

/// Somebody who was erased, and where they are to be removed by hand.
pub fn erasure() -> Erasure {
    let told = |recipient: &str, active| Told {
        recipient: recipient.into(),
        stream: "people".into(),
        key: "24117".into(),
        foreign_id: None,
        active,
    };
    Erasure {
        sentence: "Erased: 14 records, 23 changes, 2 findings, 41 raw messages.".into(),
        records: 14,
        changes: 23,
        told: vec![told("Te Kete Ako", true), told("EdPsych Connect", false)],
        ..Erasure::default()
    }
}

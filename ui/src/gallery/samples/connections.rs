//! Connectors and connections.

use super::{ago, id, pairs};
use crosswalk_contract::{
    CheckLine, ConnectionCard, ConnectionView, ConnectorCard, FormField, FormKind, ListenerView, Mood,
    SyncCard,
};
use crosswalk_model::{Direction, Entity, Filter};
use std::collections::BTreeMap;

fn field(key: &str, label: &str, help: &str, kind: FormKind) -> FormField {
    FormField {
        key: key.into(),
        label: label.into(),
        help: help.into(),
        kind,
        required: true,
        default: None,
        rule: None,
        shown_when: None,
    }
}

fn connector(key: &str, title: &str, kind: &str, sentence: &str, direction: Direction) -> ConnectorCard {
    ConnectorCard {
        key: key.into(),
        title: title.into(),
        vendor: "An invented vendor".into(),
        kind: kind.into(),
        sentence: sentence.into(),
        maturity: "tried against simulated services only".into(),
        directions: vec![direction],
        pushed: key == "kamar",
        fields: fields(),
    }
}

fn fields() -> Vec<FormField> {
    let formats = FormKind::Choice(pairs(&[("json", "JSON"), ("xml", "XML")]));
    let path = FormField {
        default: Some("kamar".into()),
        rule: Some(("[a-z0-9/-]+".into(), "Small letters, digits, hyphens and slashes only.".into())),
        ..field("path", "Path", "The last part of the address that you type into KAMAR.", FormKind::Text)
    };
    let instance = FormField {
        shown_when: Some(("legacy".into(), "true".into())),
        ..field(
            "instance",
            "Instance ID",
            "Older versions send this instead of a password.",
            FormKind::Secret,
        )
    };
    let note = FormField {
        required: false,
        ..field("note", "Note", "For whoever comes after you.", FormKind::LongText)
    };
    vec![
        path,
        field("username", "User name", "Choose one; you type it into KAMAR as well.", FormKind::Text),
        field("password", "Password", "At least twelve characters.", FormKind::Secret),
        field("format", "Format", "What KAMAR sends.", formats),
        field("legacy", "This KAMAR is older than 2015", "It then sends an instance ID.", FormKind::Switch),
        instance,
        note,
    ]
}

/// The catalogue.
pub fn connectors() -> Vec<ConnectorCard> {
    use Direction::{Inbound, Outbound};
    vec![
        connector(
            "kamar",
            "KAMAR",
            "Information system",
            "Receives what KAMAR pushes: people, classes, timetables, marks.",
            Inbound,
        ),
        connector(
            "oneroster_csv",
            "OneRoster files",
            "Files",
            "Reads OneRoster 1.1 and 1.2 from a folder or a zip.",
            Inbound,
        ),
        connector(
            "csv_files",
            "Plain files",
            "Files",
            "Reads lists that any system can export, and watches a folder.",
            Inbound,
        ),
        connector(
            "supabase",
            "Supabase",
            "Cloud platform",
            "Keeps tables such as Te Kete Ako’s in step with the roster.",
            Outbound,
        ),
        connector(
            "edpsych_connect",
            "EdPsych Connect",
            "Cloud platform",
            "Keeps EdPsych Connect in step over its REST interface.",
            Outbound,
        ),
    ]
}

fn card(
    number: u32,
    title: &str,
    mark: &str,
    direction: Direction,
    (mood, word): (Mood, &str),
) -> ConnectionCard {
    ConnectionCard {
        id: id(number),
        connector: "kamar".into(),
        title: title.into(),
        service: if number == 1 { "KAMAR".into() } else { "Supabase".into() },
        mark: mark.into(),
        direction,
        mood,
        word: word.into(),
        paused: mood == Mood::Quiet,
        sync: Some(id(number + 100)),
    }
}

/// Five connections.
pub fn connections() -> Vec<ConnectionCard> {
    use Direction::{Inbound, Outbound};
    vec![
        card(1, "KAMAR", "KA", Inbound, (Mood::Good, "6 min ago")),
        card(2, "Music tutors", "CSV", Inbound, (Mood::Quiet, "Paused")),
        card(3, "Te Kete Ako", "TK", Outbound, (Mood::Good, "in step")),
        card(5, "Moodle", "MO", Outbound, (Mood::Waiting, "Held")),
        card(6, "Library", "LI", Outbound, (Mood::Bad, "Sign-in refused")),
    ]
}

/// KAMAR's connection.
pub fn connection() -> ConnectionView {
    let settings = [("path", "kamar"), ("username", "kowhai"), ("format", "json"), ("legacy", "false")];
    ConnectionView {
        card: connections().remove(0),
        connector: connectors().remove(0),
        settings: settings
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect::<BTreeMap<_, _>>(),
        secrets: vec!["password".into()],
    }
}

/// Its sync.
pub fn sync() -> SyncCard {
    SyncCard {
        id: id(101),
        connection: id(1),
        title: "KAMAR → Roster".into(),
        direction: Direction::Inbound,
        standing_approval: true,
        filters: vec![Filter {
            entity: Entity::User,
            keep_if: "role in [\"student\", \"teacher\"]".into(),
            reason: "only pupils and teachers".into(),
        }],
        honours_data_sharing: true,
    }
}

/// A check that failed half-way.
pub fn checks() -> Vec<CheckLine> {
    let line =
        |name: &str, mood, message: &str| CheckLine { name: name.into(), mood, message: message.into() };
    vec![
        line("Address", Mood::Good, "The name leads to 203.0.113.7."),
        line("TLS", Mood::Good, "The certificate is valid until 3 May 2027."),
        line(
            "Sign-in",
            Mood::Bad,
            "The key was refused. Copy the service key from the project’s settings and save it here again.",
        ),
        line("Write to people", Mood::Quiet, "Not tried, because the sign-in failed."),
    ]
}

/// What to type into KAMAR.
pub fn listener() -> ListenerView {
    ListenerView {
        address: "192.0.2.14/kamar".into(),
        port: 8085,
        username: "kowhai".into(),
        tls: true,
        fingerprint: Some(
            "9F:2C:41:0B:77:E3:5A:D0:18:6C:99:F4:02:BD:5E:71:9F:2C:41:0B:77:E3:5A:D0:18:6C:99:F4:02:BD:5E:71"
                .into(),
        ),
        last_check: Some(ago(320)),
        last_push: Some(ago(6)),
        last_full: None,
        advice: vec!["The last attempt had a wrong password. Type it again in KAMAR’s form.".into()],
    }
}

//! The codes and details of audit entries, in words. Pure.

use crate::format::thousands;
use crate::texts;
use crosswalk_model::Hash;
use serde_json::Value;

/// A part of an entry's details.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Something to read.
    Said(String),
    /// Something to look at: what it is called, and where it is.
    Link(&'static str, String),
}

/// What entries can be about: the word before the dot of their actions, and what it is called.
pub fn subjects() -> [(&'static str, &'static str); 16] {
    [
        ("plan", texts::nav_plan()),
        ("run", texts::nav_runs()),
        ("conflict", texts::nav_conflicts()),
        ("connection", texts::nav_connections()),
        ("sync", texts::column_sync()),
        ("delivery", texts::nav_deliveries()),
        ("schedule", texts::nav_schedules()),
        ("alerts", texts::nav_alerts()),
        ("quarantine", texts::nav_quarantine()),
        ("person", texts::person_title()),
        ("retention", texts::retention_title()),
        ("guard", texts::guard_crumb()),
        ("backup", texts::backups_crumb()),
        ("support", texts::bundle_title()),
        ("updates", texts::updates_title()),
        ("values", texts::audit_private()),
    ]
}

/// The actions that are known here.
pub const ACTIONS: [&str; 32] = [
    "run.ended",
    "plan.approved",
    "plan.rejected",
    "run.undo_planned",
    "pins.released",
    "sync.changed",
    "connection.added",
    "connection.changed",
    "connection.paused",
    "connection.resumed",
    "guard.changed",
    "guard.start_of_year",
    "backup.made",
    "backup.set",
    "support.bundled",
    "conflict.settled",
    "conflict.reopened",
    "delivery.replayed",
    "alerts.set",
    "holidays.set",
    "person.exported",
    "person.erased",
    "quarantine.released",
    "retention.set",
    "retention.purged",
    "schedule.set",
    "schedule.removed",
    "sync.reconcile",
    "values.revealed",
    "computer.autostart",
    "updates.set",
    "school.created",
];

/// What an action is called; a code that is not known here stands as it is.
pub fn action(code: &str) -> String {
    let word = match code {
        "run.ended" => texts::audit_run_ended(),
        "plan.approved" => texts::audit_plan_approved(),
        "plan.rejected" => texts::audit_plan_rejected(),
        "run.undo_planned" => texts::audit_undo_planned(),
        "pins.released" => texts::audit_pins_released(),
        "sync.changed" => texts::audit_sync_changed(),
        "connection.added" => texts::audit_connection_added(),
        "connection.changed" => texts::audit_connection_changed(),
        "connection.paused" => texts::audit_connection_paused(),
        "connection.resumed" => texts::audit_connection_resumed(),
        "guard.changed" => texts::audit_guard_changed(),
        "guard.start_of_year" => texts::audit_guard_year(),
        "backup.made" => texts::audit_backup_made(),
        "backup.set" => texts::audit_backup_set(),
        "support.bundled" => texts::audit_bundled(),
        "conflict.settled" => texts::audit_conflict_settled(),
        "conflict.reopened" => texts::audit_conflict_reopened(),
        "delivery.replayed" => texts::audit_delivery_replayed(),
        "alerts.set" => texts::audit_alerts_set(),
        "holidays.set" => texts::audit_holidays_set(),
        "person.exported" => texts::audit_person_exported(),
        "person.erased" => texts::audit_person_erased(),
        "quarantine.released" => texts::audit_quarantine_released(),
        "retention.set" => texts::audit_retention_set(),
        "retention.purged" => texts::audit_retention_purged(),
        "schedule.set" => texts::audit_schedule_set(),
        "schedule.removed" => texts::audit_schedule_removed(),
        "sync.reconcile" => texts::audit_sync_reconcile(),
        "values.revealed" => texts::audit_values_revealed(),
        "computer.autostart" => texts::audit_autostart(),
        "updates.set" => texts::audit_updates_set(),
        "school.created" => texts::audit_school_created(),
        other => other,
    };
    word.to_owned()
}

/// The details in parts; what is no list of named values stands as it is.
pub fn details(text: &str) -> Vec<Part> {
    match serde_json::from_str(text) {
        Ok(Value::Object(entries)) => entries.iter().filter_map(|(name, value)| part(name, value)).collect(),
        _ => vec![Part::Said(text.to_owned())],
    }
}

fn part(name: &str, value: &Value) -> Option<Part> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some(match (name, value) {
        (_, Value::Null | Value::Bool(false)) => return None,
        ("run", _) => Part::Link(texts::audit_its_run(), format!("/runs/{text}")),
        ("plan", _) => Part::Link(texts::audit_its_plan(), format!("/plan/{text}")),
        ("conflict" | "delivery", _) => return None,
        ("root", _) => Part::Said(texts::audit_seal(Hash::from_hex(&text)?.seal())),
        ("applied", Value::Number(number)) => Part::Said(texts::audit_applied(thousands(number.as_u64()?))),
        ("not_applied", Value::Number(number)) => {
            let count = number.as_u64().filter(|count| *count > 0)?;
            Part::Said(texts::audit_not_applied(thousands(count)))
        }
        ("reason", _) => Part::Said(format!("“{text}”")),
        ("connection" | "sync" | "host", _) => Part::Said(text),
        (other, Value::Bool(true)) => Part::Said(other.to_owned()),
        (other, _) => Part::Said(format!("{other}: {text}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_told_in_parts() {
        let run = r#"{"applied":1200,"not_applied":0,"run":"r1"}"#;
        assert_eq!(
            details(run),
            [Part::Said("1,200 done".into()), Part::Link(texts::audit_its_run(), "/runs/r1".into())]
        );
        let root = Hash::of(b"x");
        let plan = format!(r#"{{"plan":"p1","reason":null,"root":"{root}"}}"#);
        assert_eq!(
            details(&plan),
            [
                Part::Link(texts::audit_its_plan(), "/plan/p1".into()),
                Part::Said(format!("seal {}", root.seal()))
            ]
        );
        assert_eq!(details("erased"), [Part::Said("erased".into())]);
        assert_eq!(details(r#"{"reason":"why"}"#), [Part::Said("“why”".into())]);
    }

    #[test]
    fn every_known_action_has_its_words() {
        assert!(ACTIONS.iter().all(|code| action(code) != *code));
    }

    #[test]
    fn a_code_that_is_not_known_stands_as_it_is() {
        assert_eq!(action("moon.eaten"), "moon.eaten");
        assert_eq!(action("plan.approved"), "approved a plan");
    }
}

//! Plans and changes.

use super::{ago, id};
use crosswalk_contract::{ChangePage, ChangeRow, Facet, PlanCard, PlanView};
use crosswalk_model::{
    Change, ChangeOp, Counts, FieldDiff, Fields, Hash, Hold, HoldRule, Outcome, OutcomeKind, PlanState,
    Reason, Summary, Value,
};

fn diff(field: &str, before: &str, after: &str) -> FieldDiff {
    let value = |text: &str| (!text.is_empty()).then(|| Value::text(text));
    FieldDiff { field: field.to_owned().into(), before: value(before), after: value(after) }
}

fn change(op: ChangeOp, label: &str, group: &str, why: &str, fields: Vec<FieldDiff>) -> Change {
    Change {
        op,
        target: "people".into(),
        roster_id: id(7),
        key: "24117".into(),
        foreign_id: None,
        label: label.into(),
        group: group.to_owned().into(),
        fields,
        reason: Reason::new(why.to_lowercase().replace(' ', "_"), why),
        expects: None,
        next_effective_on: None,
        pins: Vec::new(),
        school: None,
        findings: Vec::new(),
        result: Fields::new(),
    }
}

fn person(name: &str) -> Vec<FieldDiff> {
    vec![
        diff("display_name", "", name),
        diff("sort_name", "", &name.to_uppercase()),
        diff("year_level", "", "9"),
        diff("tutor_group", "", "9KRO"),
        diff("email", "", "pupil@kowhaibay.school.example"),
        diff("active", "", "yes"),
    ]
}

/// Thirty-six changes.
pub fn changes() -> ChangePage {
    let known = vec![
        change(ChangeOp::Create, "Aroha Wikaira", "pupils", "New in KAMAR", person("Aroha Wikaira")),
        change(ChangeOp::Create, "Noah van der Berg", "pupils", "New in KAMAR", person("Noah van der Berg")),
        change(
            ChangeOp::Update,
            "Hēmi Parata",
            "pupils",
            "Tutor, name",
            vec![diff("display_name", "Hemi Parata", "Hēmi Parata"), diff("tutor_group", "10TWH", "10KRO")],
        ),
        change(
            ChangeOp::Update,
            "Isla Ngata",
            "pupils",
            "Tutor changed",
            vec![diff("tutor_group", "12MAR", "12SIN")],
        ),
        change(
            ChangeOp::Relink { from: "TWH".into() },
            "Tui Wharehinga",
            "staff",
            "Code renamed",
            vec![diff("code", "TWH", "TWG")],
        ),
        change(ChangeOp::Update, "10MAT-3", "classes", "Timetable moved", vec![diff("room", "B4", "B7")]),
        change(ChangeOp::Deactivate, "Leo Fonoti", "pupils", "Left KAMAR", vec![]),
        change(
            ChangeOp::Update,
            "Mere Tāwhiri",
            "pupils",
            "Phone gone",
            vec![diff("phone", "021 555 0199", "")],
        ),
    ];
    let more = (0..28).map(|n| {
        let fields = vec![diff("tutor_group", &format!("{}MAR", 9 + n % 5), &format!("{}SIN", 9 + n % 5))];
        change(ChangeOp::Update, &format!("Invented Pupil {}", n + 1), "pupils", "Tutor changed", fields)
    });
    let rows = known.into_iter().chain(more).zip(0..).map(|(change, index)| {
        let outcome = (index == 5).then(|| {
            Outcome::not(OutcomeKind::Refused, "PGRST204: column \"room\" of \"classes\" does not exist")
        });
        ChangeRow { index, change, outcome, masked: Vec::new() }
    });
    let rows: Vec<_> = rows.collect();
    ChangePage { total: rows.len() as u64, rows }
}

fn card(number: u32, title: &str, sentence: &str, state: PlanState) -> PlanCard {
    PlanCard {
        id: id(number),
        sync: id(103),
        title: title.into(),
        sentence: sentence.into(),
        state,
        made_at: ago(i64::from(number) * 7 - 2100),
        changes: 36,
    }
}

/// Four plans.
pub fn plans() -> Vec<PlanCard> {
    vec![
        card(
            301,
            "Roster → Te Kete Ako",
            "Adds 2, changes 32, relinks 1, deactivates 1.",
            PlanState::Waiting,
        ),
        card(302, "Roster → Moodle", "Deactivates 96 pupils.", PlanState::Held),
        card(303, "Roster → EdPsych Connect", "Changes 14, removes nobody.", PlanState::Applied),
        card(304, "Roster → Te Kete Ako", "Nothing to do.", PlanState::Empty),
    ]
}

fn facet(key: &str, title: &str, values: &[(&str, &str, u64)]) -> Facet {
    let values =
        values.iter().map(|(value, label, count)| ((*value).to_owned(), (*label).to_owned(), *count));
    Facet { key: key.into(), title: title.into(), values: values.collect() }
}

/// A plan that waits.
pub fn plan() -> PlanView {
    PlanView {
        card: plans().remove(0),
        run: id(401),
        root: Hash::of(b"a plan"),
        summary: Summary { counts: Counts::default(), conflicts: 3, ..Summary::default() },
        holds: Vec::new(),
        purged: None,
        undoes: None,
        not_undone: Vec::new(),
        facets: vec![
            facet(
                "op",
                "Change",
                &[
                    ("update", "Change", 32),
                    ("create", "Add", 2),
                    ("relink", "Relink", 1),
                    ("deactivate", "Deactivate", 1),
                ],
            ),
            facet(
                "group",
                "Who",
                &[("pupils", "Pupils", 34), ("staff", "Staff", 1), ("classes", "Classes", 1)],
            ),
            facet(
                "reason",
                "Why",
                &[
                    ("tutor_changed", "Tutor changed", 29),
                    ("new_in_kamar", "New in KAMAR", 2),
                    ("code_renamed", "Staff code renamed", 1),
                ],
            ),
            facet("school", "School", &[("s1", "Kōwhai Bay College", 30), ("", "No school", 6)]),
            facet("finding", "Finding", &[("", "Nothing odd", 35), ("bad_date", "Bad date", 1)]),
        ],
        approvals: Vec::new(),
    }
}

/// A plan that the guard holds.
pub fn held_plan() -> PlanView {
    let hold = Hold {
        rule: HoldRule::Deactivations,
        target: "users".into(),
        group: "Kōwhai Bay College, pupils".into(),
        affected: 96,
        baseline: 1812,
        message:
            "96 of 1,812 pupils would be suspended; the limit is 20. Year 13 left KAMAR’s list last night."
                .into(),
    };
    PlanView { card: plans().remove(1), holds: vec![hold], ..plan() }
}

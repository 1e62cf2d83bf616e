//! Runs and deliveries.

use super::{ago, id};
use crosswalk_contract::{DeliveryRow, NotDone, NotDoneReason, Page, RunRow, RunView};
use crosswalk_model::{Actor, Delivery, DeliveryState, Finding, Hash, Phase, Run, RunKind, RunState};

fn row(number: u32, title: &str, state: RunState, phase: Phase, note: &str) -> RunRow {
    let started = i64::from(number) * 11 - 4400;
    let run = Run {
        id: id(number),
        sync: id(103),
        kind: RunKind::Full,
        by: if number.is_multiple_of(2) { Actor::local_administrator() } else { Actor::delivery() },
        started_at: ago(started),
        ended_at: (state != RunState::Running).then(|| ago(started - 1)),
        phase,
        state,
        plan: Some(id(301)),
        read: 2043,
        applied: if state == RunState::Done { 36 } else { 0 },
        not_applied: u64::from(state == RunState::DoneWithRefusals) * 4,
        findings: 2,
        note: note.into(),
    };
    RunRow { run, title: title.into() }
}

/// Five runs.
pub fn runs() -> Page<RunRow> {
    let rows = vec![
        row(401, "Roster → Te Kete Ako", RunState::Waiting, Phase::Approve, "36 changes wait for approval."),
        row(402, "KAMAR → Roster", RunState::Done, Phase::Done, "Took in 37 changes."),
        row(403, "Roster → EdPsych Connect", RunState::DoneWithRefusals, Phase::Done, "32 done, 4 refused."),
        row(404, "Roster → Library", RunState::Failed, Phase::Extract, "The library refused the sign-in."),
        row(
            405,
            "Roster → Moodle",
            RunState::Cancelled,
            Phase::Apply,
            "Stopped by a person after 3 batches.",
        ),
    ];
    Page { rows, next: Some("more".into()) }
}

const ROOM: &str = "422: room must be one of the rooms of the school (B7 is unknown)";
const NOTES: &str = "409: the person has open notes; close them first";

/// A run with refusals.
pub fn run() -> RunView {
    let not_done = |index, [label, what, words]: [&str; 3], can_retry| {
        let [label, what, words] = [label, what, words].map(str::to_owned);
        NotDone { index, label, what, words, can_retry }
    };
    let reason = |words: &str, count, can_retry| NotDoneReason { words: words.into(), count, can_retry };
    RunView {
        row: runs().rows.remove(2),
        sentence: "Adds 12, changes 23, relinks 1, removes nobody.".into(),
        outcomes: vec![("done".into(), 32), ("refused".into(), 4)],
        can_undo: true,
        undoes: None,
        retries: Some(id(404)),
        refused: vec![
            not_done(0, ["10MAT-3", "update classes", ROOM], true),
            not_done(1, ["10SCI-1", "update classes", ROOM], false),
            not_done(2, ["Leo Fonoti", "deactivate people", NOTES], true),
        ],
        reasons: vec![reason(ROOM, 2, 1), reason(NOTES, 1, 1)],
        findings: vec![
            Finding::warning(
                "bad_date",
                "users",
                "24117",
                "The birth date is not a date. Ask the office to mend it.",
            )
            .on("birthDate"),
            Finding::warning("unknown_class", "enrollments", "24117/10MAT", "No class has this code.")
                .as_error(),
        ],
    }
}

fn delivery(
    number: u32,
    kind: &str,
    state: DeliveryState,
    answered: u16,
    size: u64,
    verdict: &str,
) -> DeliveryRow {
    let delivery = Delivery {
        id: id(number),
        connection: id(1),
        received_at: ago(i64::from(number) * 40 - 24_034),
        stamp: 0,
        kind: kind.into(),
        content_type: "application/json".into(),
        size,
        body: Some(Hash([1; 32])),
        answered,
        state,
        run: (state == DeliveryState::Taken).then(|| id(402)),
        verdict: verdict.into(),
    };
    DeliveryRow { delivery, from: "KAMAR".into() }
}

/// Six deliveries.
pub fn deliveries() -> Page<DeliveryRow> {
    use DeliveryState::{Answered, KeptRaw, Overtaken, Taken, Unreadable, Waiting};
    let rows = vec![
        delivery(601, "part", Waiting, 200, 12_404, "Waits for the run before it."),
        delivery(602, "part", Taken, 200, 48_112, "37 changes to 12 people."),
        delivery(603, "notices", KeptRaw, 200, 2_210, "Nothing that the roster models; kept as it is."),
        delivery(
            604,
            "full",
            Overtaken,
            200,
            25_310_112,
            "Older than the full of 02:10; kept, not taken in.",
        ),
        delivery(605, "full", Unreadable, 200, 812, "The text ends in the middle of a record."),
        delivery(606, "check", Answered, 403, 98, "The password was wrong."),
    ];
    Page { rows, next: None }
}

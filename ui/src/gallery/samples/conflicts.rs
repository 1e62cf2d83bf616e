//! Conflicts of every kind.

use super::{ago, id};
use crosswalk_contract::{ConflictSides, ConflictView, SideTold};
use crosswalk_model::{Actor, Conflict, ConflictKind, ConflictState, Hash, Resolution, Value};

fn view(number: u32, label: &str, kind: ConflictKind, state: ConflictState) -> ConflictView {
    let conflict = Conflict {
        id: id(number),
        sync: id(103),
        target: "people".into(),
        roster_id: id(7),
        key: "24117".into(),
        label: label.into(),
        kind,
        about: Hash([0; 32]),
        asked_at: ago(i64::from(number) * 3 - 1400),
        state,
    };
    ConflictView {
        conflict,
        source: "KAMAR".into(),
        destination: "Te Kete Ako".into(),
        detail: "Year 10".into(),
        masked: false,
    }
}

fn name(base: &str, source: &str, destination: &str) -> ConflictKind {
    let text = |text: &str| Some(Value::text(text));
    ConflictKind::Field {
        field: "display_name".into(),
        base: text(base),
        source: text(source),
        destination: text(destination),
    }
}

/// Four open ones and one that is settled.
pub fn conflicts() -> Vec<ConflictView> {
    let settled = ConflictState::Settled {
        resolution: Resolution::TakeSource,
        by: Actor::local_administrator(),
        at: ago(90),
    };
    let candidates =
        vec![(id(8), 86, "Jane Smith, Year 9".to_owned()), (id(9), 84, "John Smith, staff".to_owned())];
    vec![
        view(
            501,
            "Hēmi Parata",
            name("Hemi Parata", "Hēmi Parata", "Hemi Parata-Ngata"),
            ConflictState::Open,
        ),
        view(502, "Mere Tāwhiri", name("Mere Tawhiri", "Mere Tāwhiri", "Mary Tawhiri"), ConflictState::Open),
        view(503, "J. Smith", ConflictKind::Identity { candidates }, ConflictState::Open),
        view(504, "Leo Fonoti", ConflictKind::Vanished, ConflictState::Open),
        view(505, "Ana Tuilagi", name("Ana T", "Ana Tuilagi", "Anna Tuilagi"), settled),
    ]
}

/// Who changed what, and when.
pub fn sides() -> ConflictSides {
    let told = |words: &str, minutes| Some(SideTold { words: words.into(), at: Some(ago(minutes)) });
    ConflictSides {
        source: told("last said by KAMAR", 40),
        agreed: told("Approved by local administrator.", 9_000),
        destination: told("noticed by the run that asks", 35),
    }
}

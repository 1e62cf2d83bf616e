//! Records, lineage, audit and privacy.

use super::{ago, id, pairs};
use crosswalk_contract::{
    AuditRow, AuditVerdict, Hit, LeavingField, Lineage, LineageStep, Page, PinRow, PrivacyView, RecordView,
    StoredField,
};
use crosswalk_model::Entity;

fn hit(number: u32, entity: Entity, label: &str, detail: &str, active: bool) -> Hit {
    Hit { entity, id: id(number), label: label.into(), detail: detail.into(), active }
}

/// A pupil.
pub fn record() -> RecordView {
    let field = |name: &str, value: &str, whose: &str| (name.to_owned(), value.to_owned(), whose.to_owned());
    RecordView {
        hit: hit(7, Entity::User, "Hēmi Parata", "Year 10 · 10KRO", true),
        fields: vec![
            field("givenName", "Hēmi", "KAMAR"),
            field("familyName", "Parata", "KAMAR"),
            field("preferredFirstName", "", "KAMAR"),
            field("homeroom", "10KRO", "KAMAR"),
            field("phone", "•••• 0199", "by hand"),
        ],
        related: vec![
            hit(21, Entity::Class, "10MAT-3", "Mathematics", true),
            hit(22, Entity::Class, "10KRO", "tutor group", true),
            hit(23, Entity::User, "Ngaire Parata", "caregiver", true),
        ],
        keys: pairs(&[("KAMAR", "24117"), ("Te Kete Ako", "24117"), ("EdPsych Connect", "p_8fj20s")]),
    }
}

/// What stays as it was undone.
pub fn pins() -> Vec<PinRow> {
    vec![PinRow {
        sync: id(3),
        title: "Roster → Te Kete Ako".into(),
        target: "people".into(),
        record: id(7),
        entity: Some(Entity::User),
        label: "Hēmi Parata".into(),
        fields: vec!["tutor_group".into()],
        sentence: "Kept as it was undone on 2026-03-02 by local administrator; takes part again when the \
                   roster says something else."
            .into(),
        run: id(401),
        at: ago(30),
    }]
}

/// The story of a tutor group.
pub fn lineage() -> Lineage {
    let step = |title: &str, detail: &str, raw: Option<&str>| LineageStep {
        title: title.into(),
        detail: detail.into(),
        raw: raw.map(str::to_owned),
        at: Some(ago(6)),
    };
    Lineage {
        title: "Where does “10KRO” come from?".into(),
        steps: vec![
            step("KAMAR pushed it", "part, delivery 4,182", Some("tutor: \"10KRO \"")),
            step("Crosswalk: KAMAR → roster", "trim, then homeroom of the class 10KRO", None),
            step("KAMAR’s word wins", "Music tutors says nothing of this field", None),
            step("Crosswalk: roster → Te Kete Ako", "copy to tutor_group, source wins", None),
            LineageStep { at: None, ..step("This plan", "waits for approval", None) },
        ],
    }
}

/// A few entries.
pub fn audit() -> Page<AuditRow> {
    let row = |seq: i64, actor: &str, action: &str, detail: &str| AuditRow {
        seq,
        at: ago(500 - seq),
        actor: actor.into(),
        action: action.into(),
        detail: detail.into(),
    };
    let rows = vec![
        row(
            412,
            "local administrator",
            "approved a plan",
            "Roster → Te Kete Ako, 36 changes, seal 7f3c·91ab",
        ),
        row(411, "delivery", "took in a delivery", "KAMAR, part, 37 changes"),
        row(410, "local administrator", "settled a conflict", "display_name, the source’s word"),
        row(409, "local administrator", "changed a connection", "erased"),
    ];
    Page { rows, next: Some("more".into()) }
}

/// A chain that holds.
pub fn verdict() -> AuditVerdict {
    AuditVerdict { intact: true, entries: 412, sentence: "412 entries, every link holds.".into() }
}

/// The register.
pub fn privacy() -> PrivacyView {
    let leaving = |recipient: &str, field: &str, from: &str, purpose: &str| LeavingField {
        recipient: recipient.into(),
        field: field.into(),
        from: from.into(),
        purpose: purpose.into(),
    };
    let stored = |entity, field: &str, class: &str, encrypted, keeps: &str| StoredField {
        entity,
        field: field.into(),
        class: class.into(),
        encrypted,
        keeps: keeps.into(),
    };
    PrivacyView {
        retention: Default::default(),
        leaves: vec![
            leaving("Te Kete Ako", "people.display_name", "preferredFirstName, givenName, familyName", ""),
            leaving("Te Kete Ako", "people.age_band", "birthDate", "Choosing age-appropriate resources."),
        ],
        stored: vec![
            stored(
                Entity::User,
                "familyName",
                "name and school e-mail",
                false,
                "as long as the person is in the roster",
            ),
            stored(Entity::User, "phone", "private contact", true, "a year after the person has left"),
            stored(
                Entity::Demographics,
                "birthDate",
                "birth date, sex, ethnicity",
                true,
                "a year after the person has left",
            ),
            stored(
                Entity::Class,
                "title",
                "not about a person",
                false,
                "as long as the class is in the roster",
            ),
        ],
    }
}

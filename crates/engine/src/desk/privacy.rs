//! The register of personal data: what is stored, and what leaves the school.

use crosswalk_contract::{LeavingField, PrivacyView, StoredField};
use crosswalk_model::{DataClass, Direction, Entity, FieldMap, Input, Sync};
use crosswalk_reconcile::map::words;

use super::Desk;
use crate::Result;

impl Desk<'_> {
    pub(super) async fn privacy(&self) -> Result<PrivacyView> {
        let tenant = self.engine.school()?;
        let rows = tenant.connections().await?;
        let mut leaves = Vec::new();
        for sync in tenant.syncs().await?.iter().filter(|sync| sync.direction == Direction::Outbound) {
            let recipient = rows.iter().find(|row| row.id == sync.connection).map(|row| row.title.clone());
            leaves.extend(leaving(sync, &recipient.unwrap_or_default()));
        }
        Ok(PrivacyView { stored: stored(), leaves })
    }
}

fn stored() -> Vec<StoredField> {
    let personal = |entity: Entity| {
        entity.schema().fields.iter().filter(|field| field.class != DataClass::Open).map(move |field| {
            StoredField {
                entity,
                field: field.name.to_owned(),
                class: class(field.class).to_owned(),
                encrypted: field.class.encrypted(),
                keeps: keeps(field.class),
            }
        })
    };
    Entity::ALL.into_iter().flat_map(personal).collect()
}

/// A data class in words.
pub(super) fn class(class: DataClass) -> &'static str {
    match class {
        DataClass::Open => "not personal",
        DataClass::Identity => "name and school account",
        DataClass::Schooling => "schooling",
        DataClass::Contact => "private contact details",
        DataClass::Demographic => "birth date and origin",
        DataClass::NationalNumber => "national number",
        DataClass::Note => "attendance and notes",
        DataClass::Credential => "credential",
    }
}

fn keeps(class: DataClass) -> String {
    match class.keep_days() {
        None => "as long as the record is known".into(),
        Some(0) => "never stored".into(),
        Some(days) => format!("{days} days after leaving"),
    }
}

fn leaving(sync: &Sync, recipient: &str) -> Vec<LeavingField> {
    let maps = sync.crosswalk.streams.iter().filter(|map| map.enabled);
    maps.flat_map(|map| {
        let entity = map.from.parse::<Entity>().ok();
        map.fields.iter().filter(move |field| is_sent(entity, field)).map(move |field| LeavingField {
            recipient: recipient.to_owned(),
            field: format!("{}.{}", map.to, field.to),
            from: words(&field.rule).0,
            purpose: field.purpose.clone().unwrap_or_else(|| "to run the school's own platform".into()),
        })
    })
    .collect()
}

/// Whether any input of a rule is sensitive.
pub(super) fn is_sensitive(entity: Option<Entity>, field: &FieldMap) -> bool {
    let Some(entity) = entity else { return false };
    let names: Vec<&str> = match &field.rule.input {
        Input::Field(name) => vec![name],
        Input::Fields(names) => names.iter().map(AsRef::as_ref).collect(),
        Input::Constant(_) => Vec::new(),
        Input::Template(text) => {
            entity.schema().fields.iter().map(|spec| spec.name).filter(|name| text.contains(name)).collect()
        }
    };
    names
        .into_iter()
        .filter_map(|name| entity.field(name.split('.').next().unwrap_or(name)))
        .any(|spec| spec.class.sensitive())
}

/// Whether a field leaves: a sensitive one only with a purpose.
pub(super) fn is_sent(entity: Option<Entity>, field: &FieldMap) -> bool {
    field.purpose.is_some() || !is_sensitive(entity, field)
}

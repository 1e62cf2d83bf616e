//! The register of personal data: what is stored, and what leaves the school.

use crosswalk_contract::{Call, Done, LeavingField, PrivacyView, Retention, StoredField};
use crosswalk_model::{DataClass, Direction, Entity, FieldMap, FieldSpec, Input, Kind, Sync};
use crosswalk_reconcile::map::words;

use super::{Answered, Desk, reply};
use crate::retention::keeps;
use crate::{EngineError, Result};

/// For how many days anything may be told to stay.
const DAYS: std::ops::RangeInclusive<u32> = 1..=3660;

impl Desk<'_> {
    pub(super) async fn personal(&self, call: Call) -> Answered {
        match call {
            Call::GetPrivacy(_) => reply(self.privacy().await),
            Call::SetRetention(ask) => reply(self.set_retention(ask.retention).await),
            Call::ExportPerson(ask) => reply(self.engine.export_person(self.actor, ask.id).await),
            Call::ErasePerson(ask) => reply(self.engine.erase_person(self.actor, ask.id, &ask.name).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn set_retention(&self, retention: Retention) -> Result<Done> {
        let days = [retention.raw_days, retention.plan_days, retention.leaver_days];
        if days.iter().any(|days| !DAYS.contains(days)) {
            return Err(EngineError::BadDays);
        }
        self.engine.set_retention(self.actor, retention).await?;
        Ok(Done::saying("Set. What has stayed longer goes within the hour."))
    }

    pub(super) async fn privacy(&self) -> Result<PrivacyView> {
        let tenant = self.engine.school()?;
        let rows = tenant.connections().await?;
        let mut leaves = Vec::new();
        for sync in tenant.syncs().await?.iter().filter(|sync| sync.direction == Direction::Outbound) {
            let recipient = rows.iter().find(|row| row.id == sync.connection).map(|row| row.title.clone());
            leaves.extend(leaving(sync, &recipient.unwrap_or_default()));
        }
        let retention = self.engine.retention(&tenant).await?;
        Ok(PrivacyView { stored: stored(&retention), leaves, retention })
    }
}

fn stored(retention: &Retention) -> Vec<StoredField> {
    let personal = |entity: Entity| {
        entity.schema().fields.iter().filter(|field| field.class != DataClass::Open).map(move |field| {
            StoredField {
                entity,
                field: field.name.to_owned(),
                class: class(field.class).to_owned(),
                encrypted: field.class.encrypted(),
                keeps: keeps(field.class, retention),
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
    names.into_iter().any(|path| along(entity, path).iter().any(|spec| spec.class.sensitive()))
}

/// The fields along a path such as `user.birthDate`, as far as the roster knows them.
fn along(entity: Entity, path: &str) -> Vec<&'static FieldSpec> {
    let (mut fields, mut at) = (Vec::new(), Some(entity));
    for name in path.split('.') {
        let Some(field) = at.and_then(|entity| entity.field(name)) else { break };
        fields.push(field);
        at = if let Kind::Ref(to) = field.kind { Some(to) } else { None };
    }
    fields
}

/// Whether a field leaves: a sensitive one only with a purpose.
pub(super) fn is_sent(entity: Option<Entity>, field: &FieldMap) -> bool {
    field.purpose.is_some() || !is_sensitive(entity, field)
}

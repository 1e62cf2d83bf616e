//! Roster records, in the screen's words.

use std::collections::HashMap;

use crosswalk_contract::{Call, Hit, RecordView};
use crosswalk_model::{ConnectionId, Entity, Reference, RosterId, RosterRecord, Value};
use crosswalk_reconcile::merge::whose;
use crosswalk_store::Tenant;

use super::{Answered, Desk, mapping, reply};
use crate::syncs::precedence;
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn records(&self, call: Call) -> Answered {
        match call {
            Call::Explain(ask) => reply(self.explain(ask.entity, ask.id, &ask.field, ask.sync).await),
            Call::Search(ask) => reply(self.search(&ask.text).await),
            Call::GetRecord(ask) => reply(self.get_record(ask.entity, ask.id).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn search(&self, text: &str) -> Result<Vec<Hit>> {
        Ok(self.engine.school()?.roster_search(text, 20).await?.iter().map(hit).collect())
    }

    async fn get_record(&self, entity: Entity, id: RosterId) -> Result<RecordView> {
        let tenant = self.engine.school()?;
        let record = record(&tenant, entity, id).await?;
        let titles = self.connection_titles(&tenant).await?;
        let pointed = pointed_at(&tenant, &record).await?;
        let ranks = precedence(&tenant.syncs().await?);
        let fields = record.fields.iter().map(|(name, value)| {
            let shown = shown(entity, name, value, &pointed);
            let whose = whose(&record, name, &ranks).map(|whose| name_of(whose, &titles)).unwrap_or_default();
            (name.to_string(), shown, whose)
        });
        // What is said by hand stands under no key.
        let keyed = record.asserted.iter().filter(|one| one.connection.is_some());
        let keys = keyed.map(|one| (name_of(one.connection, &titles), one.key.clone()));
        Ok(RecordView {
            hit: hit(&record),
            fields: fields.collect(),
            related: related(&tenant, &record).await?,
            keys: keys.collect(),
        })
    }

    /// What connections are called.
    pub(super) async fn connection_titles(&self, tenant: &Tenant) -> Result<HashMap<ConnectionId, String>> {
        Ok(tenant.connections().await?.into_iter().map(|row| (row.id, row.title)).collect())
    }
}

/// A roster record that must be there.
pub(super) async fn record(tenant: &Tenant, entity: Entity, id: RosterId) -> Result<RosterRecord> {
    tenant.roster_get(&[(entity, id)]).await?.pop().ok_or(EngineError::NotFound("record"))
}

/// Whose word it is, by name.
pub(super) fn name_of(connection: Option<ConnectionId>, titles: &HashMap<ConnectionId, String>) -> String {
    match connection {
        None => "edited by hand".into(),
        Some(id) => titles.get(&id).cloned().unwrap_or_else(|| "a connection that was removed".into()),
    }
}

fn hit(record: &RosterRecord) -> Hit {
    let text = |name: &str| record.fields.get(name).map(Value::display).filter(|text| !text.is_empty());
    let parts = match record.entity {
        Entity::User => vec![
            text("role"),
            text("grades").map(|year| format!("Year {year}")),
            text("homeroom"),
            text("position"),
        ],
        Entity::Class => vec![text("subjectCode"), text("optionLine"), text("schoolYear")],
        _ => Vec::new(),
    };
    let detail = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    Hit { entity: record.entity, id: record.id, label: record.label(), detail, active: record.active }
}

async fn pointed_at(tenant: &Tenant, record: &RosterRecord) -> Result<HashMap<RosterId, String>> {
    let wanted: Vec<(Entity, RosterId)> = record.fields.values().filter_map(target).collect();
    Ok(tenant.roster_get(&wanted).await?.into_iter().map(|record| (record.id, record.label())).collect())
}

/// The roster record that a value points at.
fn target(value: &Value) -> Option<(Entity, RosterId)> {
    match value {
        Value::Ref(Reference::Roster { to, id }) => Some((to.parse().ok()?, *id)),
        _ => None,
    }
}

fn shown(entity: Entity, name: &str, value: &Value, pointed: &HashMap<RosterId, String>) -> String {
    let sensitive = entity.field(name).is_none_or(|field| field.class.sensitive());
    match value {
        _ if sensitive => mapping::masked(&value.display()),
        Value::Ref(Reference::Roster { id, .. }) => pointed.get(id).cloned().unwrap_or_default(),
        other => other.display(),
    }
}

/// What belongs to a record: a pupil's classes, a class's pupils.
async fn related(tenant: &Tenant, record: &RosterRecord) -> Result<Vec<Hit>> {
    let (owned, points_at) = match record.entity {
        Entity::Class => (Entity::Enrollment, ("user", Entity::User)),
        Entity::User => (Entity::Relationship, ("contact", Entity::User)),
        _ => return Ok(Vec::new()),
    };
    let members = tenant.owned_by(owned, &[record.id], true).await?;
    let ids: Vec<(Entity, RosterId)> = members
        .iter()
        .filter_map(|member| member.fields.get(points_at.0)?.as_roster_id().map(|id| (points_at.1, id)))
        .take(200)
        .collect();
    Ok(tenant.roster_get(&ids).await?.iter().map(hit).collect())
}

//! Lineage: where a value comes from, as a short story from top to bottom.

use crosswalk_contract::{Lineage, LineageStep};
use crosswalk_model::{
    ByHand, Direction, Entity, Input, RosterId, RosterRecord, StreamMap, Sync, SyncId, Value,
};
use crosswalk_reconcile::map::{Compiled, RosterView, explain};
use crosswalk_reconcile::merge::whose;
use crosswalk_store::Tenant;

use super::origin::Source;
use super::records::{name_of, record};
use super::{Desk, mapping};
use crate::Result;
use crate::outbound::Snapshot;
use crate::syncs::{precedence, sync};

impl Desk<'_> {
    pub(super) async fn explain(
        &self,
        entity: Entity,
        id: RosterId,
        field: &str,
        outbound: Option<SyncId>,
    ) -> Result<Lineage> {
        let tenant = self.engine.school()?;
        let record = record(&tenant, entity, id).await?;
        let mut steps = Vec::new();
        let mut title = field.to_owned();
        let roster_field = match outbound {
            None => Some(field.to_owned()),
            Some(sync_id) => {
                let sync = sync(&tenant, sync_id).await?;
                title = format!("{field} in {}", sync.title.trim_start_matches("Roster → "));
                behind(&sync, &record, field)
            }
        };
        if let Some(name) = &roster_field {
            steps.extend(self.inbound_story(&tenant, &record, name).await?);
        }
        if let Some(sync_id) = outbound {
            steps.extend(self.outbound_story(&tenant, &record, sync_id, field).await?);
        }
        Ok(Lineage { title: format!("Where does {title} come from?"), steps })
    }

    /// The delivery, the raw value, the steps, and whose word won.
    async fn inbound_story(
        &self,
        tenant: &Tenant,
        record: &RosterRecord,
        field: &str,
    ) -> Result<Vec<LineageStep>> {
        let titles = self.connection_titles(tenant).await?;
        let syncs = tenant.syncs().await?;
        let Some(whose) = whose(record, field, &precedence(&syncs)) else { return Ok(Vec::new()) };
        let name = name_of(whose, &titles);
        let mut steps = Vec::new();
        if let Some(connection) = whose {
            let inbound = syncs
                .iter()
                .find(|sync| sync.connection == connection && sync.direction == Direction::Inbound);
            if let Some(sync) = inbound {
                let source = Source { tenant, sync, record, name: &name };
                steps.extend(self.raw_story(&source, field).await?);
            }
        }
        steps.extend(record.by_hand().filter(|_| whose.is_none()).map(|hand| self.undone_step(hand)));
        let value = record.fields.get(field).map(Value::display).unwrap_or_default();
        let sensitive = record.entity.field(field).is_none_or(|spec| spec.class.sensitive());
        let shown = if sensitive { mapping::masked(&value) } else { value };
        let others = record.asserted.len().saturating_sub(1);
        let detail = match others {
            0 => "No other source speaks of this record.".to_owned(),
            1 => "One other source speaks of this record; its word counts less here.".to_owned(),
            more => format!("{more} other sources speak of this record; their word counts less here."),
        };
        steps.push(LineageStep {
            title: format!("{name}: this word wins"),
            detail,
            raw: Some(shown),
            at: None,
        });
        Ok(steps)
    }

    /// Who undid the source's word, and until when that holds.
    fn undone_step(&self, hand: &ByHand) -> LineageStep {
        let (on, by) = (self.engine.civil(hand.at), &hand.by.label);
        LineageStep {
            title: "Undone by hand".into(),
            detail: format!("On {on} by {by}; it holds until the source says something else."),
            raw: None,
            at: Some(hand.at),
        }
    }

    async fn outbound_story(
        &self,
        tenant: &Tenant,
        record: &RosterRecord,
        sync_id: SyncId,
        field: &str,
    ) -> Result<Vec<LineageStep>> {
        let sync = sync(tenant, sync_id).await?;
        let Some((map, field_map)) = field_map(&sync, record.entity, field) else { return Ok(Vec::new()) };
        let snapshot = Snapshot::around(tenant, std::slice::from_ref(record)).await?;
        let resolver = |id: RosterId| snapshot.get(id);
        let context = self.engine.map_context(tenant, Direction::Outbound).await?;
        let (compiled, _) = Compiled::new(&sync.crosswalk, &context);
        let stream = compiled.streams().iter().find(|one| one.from == map.from && one.to == map.to);
        // The view must not live on while the ledger is asked: it cannot be sent to another thread.
        let explained = {
            let view = RosterView::new(record, &resolver);
            stream.map(|stream| explain(stream, field, &view)).unwrap_or_default()
        };
        let sensitive = super::privacy::is_sensitive(Some(record.entity), field_map);
        let mut steps = told(explained, sensitive);
        steps.extend(self.written_by(tenant, &sync, &map.to, record.id).await?);
        if let Some(entry) = tenant.ledger_entries(sync_id, &map.to, &[record.id]).await?.pop() {
            let agreed = entry.agreed.get(field).map(Value::display).unwrap_or_default();
            steps.push(LineageStep {
                title: sync.title.clone(),
                detail: "What both sides last agreed on".into(),
                raw: Some(if sensitive { mapping::masked(&agreed) } else { agreed }),
                at: None,
            });
        }
        Ok(steps)
    }
}

/// The steps of a rule with the value after each.
pub(super) fn told(explained: Vec<(String, Option<Value>)>, sensitive: bool) -> Vec<LineageStep> {
    let step = |(words, value): (String, Option<Value>)| {
        let shown = value.map(|value| value.display()).unwrap_or_default();
        let raw = Some(if sensitive { mapping::masked(&shown) } else { shown });
        LineageStep { title: words, detail: String::new(), raw, at: None }
    };
    explained.into_iter().map(step).collect()
}

fn field_map<'a>(
    sync: &'a Sync,
    entity: Entity,
    field: &str,
) -> Option<(&'a StreamMap, &'a crosswalk_model::FieldMap)> {
    let maps = sync.crosswalk.streams.iter().filter(|map| map.from == entity.as_str());
    maps.flat_map(|map| map.fields.iter().map(move |field| (map, field))).find(|(_, map)| map.to == field)
}

/// The roster's field that stands behind a destination's field.
pub(super) fn behind(sync: &Sync, record: &RosterRecord, field: &str) -> Option<String> {
    let (_, map) = field_map(sync, record.entity, field)?;
    roster_field(&map.rule.input, record)
}

/// The roster's field that a rule follows: of several the first that the record has.
fn roster_field(input: &Input, record: &RosterRecord) -> Option<String> {
    let names = followed_fields(input, record.entity);
    let filled = |name: &&String| record.fields.get(name.as_str()).is_some_and(|value| !value.is_empty());
    names.iter().find(filled).or(names.first()).cloned()
}

/// The roster's fields that a rule's input names, in its order.
fn followed_fields(input: &Input, entity: Entity) -> Vec<String> {
    match input {
        Input::Field(name) => vec![root(name).to_owned()],
        Input::Fields(names) => names.iter().map(|name| root(name).to_owned()).collect(),
        Input::Template(text) => named_in(text, entity),
        Input::Constant(_) => Vec::new(),
    }
}

fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// The fields of an entity that a template names, in its order.
fn named_in(template: &str, entity: Entity) -> Vec<String> {
    let words = template.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'));
    words.map(root).filter(|word| entity.field(word).is_some()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Fields, Name};
    use uuid::Uuid;

    fn followed(input: Input, filled: &[&'static str]) -> Option<String> {
        let fields: Fields = filled.iter().map(|name| (Name::from(*name), Value::from("x"))).collect();
        let id = RosterId(Uuid::from_u128(1));
        let record =
            RosterRecord { entity: Entity::User, id, active: true, fields, asserted: vec![], seq: 0 };
        roster_field(&input, &record)
    }

    #[test]
    fn a_value_is_followed_to_the_field_that_gave_it() {
        let template = "{{ preferredFirstName or givenName or '' }} {{ primaryOrg.identifier }}";
        let table = [
            (Input::Template(template.into()), &["givenName", "identifier"][..], Some("givenName")),
            (
                Input::Template(template.into()),
                &["preferredFirstName", "givenName"],
                Some("preferredFirstName"),
            ),
            (Input::Template("no field here".into()), &["givenName"], None),
            (
                Input::Fields(vec!["preferredLastName".into(), "familyName".into()]),
                &["familyName"],
                Some("familyName"),
            ),
            (
                Input::Fields(vec!["preferredLastName".into(), "familyName".into()]),
                &[],
                Some("preferredLastName"),
            ),
            (Input::Field("primaryOrg.identifier".into()), &[], Some("primaryOrg")),
            (Input::Constant("x".into()), &["givenName"], None),
        ];
        for (input, filled, expect) in table {
            assert_eq!(followed(input.clone(), filled).as_deref(), expect, "{input:?}");
        }
    }
}

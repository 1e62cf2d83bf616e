//! Finding the tables of another project from PostgREST's OpenAPI description (Swagger 2.0, at the root).

use std::collections::{BTreeMap, BTreeSet};

use crosswalk_connector_kit::http::HttpRequest;
use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::{FieldDescription, Name, StreamDescription, WriteOperation};
use serde::Deserialize;

use super::catalog::{OPERATIONS, Table};
use super::client::Rest;
use super::config::Columns;

#[derive(Deserialize)]
struct Description {
    #[serde(default)]
    definitions: BTreeMap<String, Definition>,
    #[serde(default)]
    paths: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
}

#[derive(Deserialize)]
struct Definition {
    #[serde(default)]
    required: BTreeSet<String>,
    #[serde(default)]
    properties: BTreeMap<String, Property>,
}

#[derive(Default, Deserialize)]
struct Property {
    #[serde(default)]
    format: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    default: Option<serde_json::Value>,
}

impl Property {
    fn is_primary_key(&self) -> bool {
        self.description.contains("<pk/>")
    }

    /// The table in a mark such as `<fk table='people' column='id'/>`.
    fn points_at(&self) -> Option<&str> {
        self.description.split_once("<fk table='")?.1.split_once('\'').map(|(table, _)| table)
    }

    fn is_set_by_itself(&self) -> bool {
        let default = self.default.as_ref().and_then(|default| default.as_str()).unwrap_or_default();
        self.default.is_some() && (self.is_primary_key() || default.contains("now()"))
    }

    fn kind(&self) -> &'static str {
        match self.format.as_str() {
            "smallint" | "integer" | "bigint" => "int",
            "boolean" => "bool",
            "date" => "date",
            "uuid" => "uuid",
            "json" | "jsonb" => "json",
            "numeric" | "real" | "double precision" => "numeric",
            format if format.starts_with("timestamp") => "timestamptz",
            format if format.ends_with("[]") => "list",
            _ => "text",
        }
    }
}

/// The request for the description.
pub(super) fn request() -> HttpRequest {
    HttpRequest::get("/").header("accept", "application/openapi+json")
}

/// The tables of the project in an order in which they can be written.
pub(super) async fn tables(
    rest: &Rest,
    columns: &Columns,
    cancel: &CancellationToken,
) -> Result<Vec<Table>, KitError> {
    let answer = rest.send(&request(), cancel).await?;
    if matches!(answer.status(), 401 | 403 | 404) {
        return Err(KitError::Forbidden {
            service: rest.service(),
            permission: "reading the description of the tables".into(),
            remedy:
                "Supabase gives it to secret keys (or the older service_role key) only: enter such a key."
                    .into(),
        });
    }
    let description: Description = answer.success()?.json()?;
    let tables = description.definitions.iter().map(|(name, definition)| {
        let offers = |method: &str| {
            description.paths.get(&format!("/{name}")).is_some_and(|path| path.contains_key(method))
        };
        table(name, definition, columns, offers)
    });
    Ok(in_order(tables.collect()))
}

fn table(name: &str, definition: &Definition, columns: &Columns, offers: impl Fn(&str) -> bool) -> Table {
    let own =
        |column: &str| definition.properties.contains_key(column).then(|| Name::from(column.to_owned()));
    let mut primary = definition.properties.iter().filter(|(_, property)| property.is_primary_key());
    let id = primary.next().filter(|_| primary.next().is_none()).map(|(name, _)| Name::from(name.clone()));
    let (key, soft_end) = (own(&columns.key), own(&columns.soft_end));
    let operations = OPERATIONS.into_iter().filter(|operation| match operation {
        WriteOperation::Create => offers("post"),
        WriteOperation::Deactivate => offers("patch") && soft_end.is_some(),
        _ => offers("patch"),
    });
    let operations = if key.is_some() { operations.collect() } else { Vec::new() };
    let key = key.or(id.clone()).unwrap_or_default();
    let field = |(column, property): (&String, &Property)| FieldDescription {
        read_only: (property.is_set_by_itself() && key != *column) || soft_end.as_deref() == Some(column),
        unique: key == *column || id.as_deref() == Some(column),
        required: definition.required.contains(column) && property.default.is_none(),
        refers: property.points_at().map(|table| Name::from(table.to_owned())),
        kind: property.kind().to_owned(),
        name: column.clone().into(),
        sample: None,
    };
    let stream = StreamDescription {
        name: name.to_owned().into(),
        title: name.replace('_', " "),
        fields: definition.properties.iter().map(field).collect(),
        readable: offers("get") && !key.is_empty(),
        operations,
        key,
    };
    Table { stream, id, soft_end }
}

/// What is pointed at comes first. Tables that point at each other in a circle keep their order.
fn in_order(mut waiting: Vec<Table>) -> Vec<Table> {
    let mut sorted: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_ready = |table: &Table| {
            let mut targets = table.stream.fields.iter().filter_map(|field| field.refers.as_ref());
            targets.all(|to| *to == table.stream.name || waiting.iter().all(|other| other.stream.name != *to))
        };
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        sorted.push(waiting.remove(next));
    }
    sorted
}

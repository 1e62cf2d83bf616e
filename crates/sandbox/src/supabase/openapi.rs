//! The document at the root: Swagger 2.0, as PostgREST writes it.

use serde_json::{Map, Value, json};

use super::schema::{Column, Fill, Kind, TABLES, Table};

/// The published SQL, for the comments that PostgREST repeats.
const SQL: &str = include_str!("../../../../docs/te-kete-ako.sql");

/// The whole document.
pub fn document(host: &str) -> Value {
    let definitions: Map<String, Value> = TABLES.iter().map(|t| (t.name.to_owned(), definition(t))).collect();
    let mut paths: Map<String, Value> = TABLES.iter().map(|t| (format!("/{}", t.name), path(t))).collect();
    paths.insert(
        "/".into(),
        json!({"get": {"tags": ["Introspection"], "summary": "OpenAPI description (this document)"}}),
    );
    json!({
        "swagger": "2.0",
        "info": {"title": "standard public schema", "description": "", "version": "12.2.3"},
        "host": host,
        "basePath": "/",
        "schemes": ["http"],
        "consumes": ["application/json", "text/csv"],
        "produces": ["application/json", "application/vnd.pgrst.object+json", "text/csv"],
        "paths": paths,
        "definitions": definitions,
    })
}

fn path(table: &Table) -> Value {
    let operation = |responses: Value| json!({"tags": [table.name], "responses": responses});
    json!({
        "get": operation(json!({"200": {"description": "OK"}, "206": {"description": "Partial Content"}})),
        "post": operation(json!({"201": {"description": "Created"}})),
        "patch": operation(json!({"204": {"description": "No Content"}})),
        "delete": operation(json!({"204": {"description": "No Content"}})),
    })
}

fn definition(table: &Table) -> Value {
    let required: Vec<&str> = table.columns.iter().filter(|c| c.required).map(|c| c.name).collect();
    let properties: Map<String, Value> =
        table.columns.iter().map(|c| (c.name.to_owned(), property(table, c))).collect();
    let mut definition = json!({"required": required, "properties": properties, "type": "object"});
    if let Some(comment) = comment(&format!("table  public.{} ", table.name)) {
        definition["description"] = comment.into();
    }
    definition
}

fn property(table: &Table, column: &Column) -> Value {
    let (format, kind) = match column.kind {
        Kind::Uuid => ("uuid", "string"),
        Kind::Text => ("text", "string"),
        Kind::Integer => ("integer", "integer"),
        Kind::Date => ("date", "string"),
        Kind::Timestamp => ("timestamp with time zone", "string"),
    };
    let mut property = json!({"format": format, "type": kind});
    let note = match (column.name, column.references) {
        ("id", _) => Some("Note:\nThis is a Primary Key.<pk/>".to_owned()),
        (_, Some(other)) => {
            Some(format!("Note:\nThis is a Foreign Key to `{other}.id`.<fk table='{other}' column='id'/>"))
        }
        _ => None,
    };
    let comment = comment(&format!("column public.{}.{} ", table.name, column.name));
    let parts: Vec<String> = comment.into_iter().chain(note).collect();
    if !parts.is_empty() {
        property["description"] = parts.join("\n\n").into();
    }
    match column.fill {
        Fill::Null => {}
        Fill::NewUuid => property["default"] = "gen_random_uuid()".into(),
        Fill::Now => property["default"] = "now()".into(),
    }
    property
}

/// The text of `comment on <what> is '…';`.
fn comment(what: &str) -> Option<String> {
    let (_, rest) = SQL.split_once(&format!("comment on {what}"))?;
    let (_, rest) = rest.split_once("is '")?;
    let (text, _) = rest.split_once("';")?;
    Some(text.replace("''", "'"))
}

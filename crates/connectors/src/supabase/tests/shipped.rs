//! What ships: the catalog against the published tables, the mapping against the catalog.

use std::collections::BTreeMap;

use crosswalk_connector_kit::{Connector, KitError, Secrets, Settings};
use crosswalk_model::{Entity, Input, Rule, Step};

use super::secrets;
use crate::supabase::{Supabase, catalog, mapping};

const SQL: &str = include_str!("../../../../../docs/te-kete-ako.sql");

/// A column: name, type, whether it is required, and the table that it points at.
type Column = (String, String, bool, Option<String>);

/// The columns of each table.
fn published() -> BTreeMap<String, Vec<Column>> {
    let mut tables = BTreeMap::new();
    for block in SQL.split("create table if not exists public.").skip(1) {
        let (name, rest) = block.split_once(" (").unwrap();
        let lines = rest.lines().skip(1).take_while(|line| !line.starts_with(");"));
        let columns = lines.map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            let required = line.contains("not null") && !line.contains("default");
            let target = line.split("references public.").nth(1).and_then(|text| text.split(' ').next());
            (
                words[0].to_owned(),
                words[1].trim_end_matches(',').to_owned(),
                required,
                target.map(str::to_owned),
            )
        });
        tables.insert(name.to_owned(), columns.collect());
    }
    tables
}

#[test]
fn the_catalog_is_what_is_published() {
    let published = published();
    let tables = catalog::te_kete_ako();
    assert_eq!(tables.len(), published.len());
    for table in tables {
        let mut own: Vec<_> = table.stream.fields.iter().collect();
        let mut columns = published[table.stream.name.as_ref()].clone();
        own.sort_by_key(|field| field.name.clone());
        columns.sort();
        assert_eq!(own.len(), columns.len(), "{}", table.stream.name);
        for (field, (name, kind, required, target)) in own.into_iter().zip(columns) {
            assert_eq!(field.name, name);
            assert_eq!(field.kind, kind.replace("integer", "int"));
            assert_eq!(field.required, required, "{name}");
            assert_eq!(field.refers.as_deref(), target.as_deref(), "{name}");
        }
    }
}

fn inputs(rule: &Rule) -> Vec<&str> {
    match &rule.input {
        Input::Field(name) => vec![name],
        Input::Fields(names) => names.iter().map(|name| name.as_ref()).collect(),
        Input::Constant(_) | Input::Template(_) => Vec::new(),
    }
}

#[test]
fn the_mapping_fills_known_columns_from_known_fields() {
    let tables = catalog::te_kete_ako();
    let crosswalk = mapping::te_kete_ako();
    for map in &crosswalk.streams {
        let table = tables.iter().find(|table| table.stream.name == map.to).unwrap();
        let entity: Entity = map.from.parse().unwrap();
        for field in &map.fields {
            let column = table.stream.field(&field.to).unwrap();
            assert!(!column.read_only, "{}", field.to);
            for input in inputs(&field.rule).into_iter().filter(|input| !input.starts_with('$')) {
                assert!(entity.field(input.split('.').next().unwrap()).is_some(), "{input}");
            }
            let target = field.rule.steps.iter().find_map(|step| match step {
                Step::Reference { to } => Some(to.clone()),
                _ => None,
            });
            assert_eq!(column.refers, target, "{}", field.to);
        }
        let filled = |name: &str| name == table.stream.key || map.fields.iter().any(|field| field.to == name);
        let missing: Vec<_> =
            table.stream.fields.iter().filter(|column| column.required && !filled(&column.name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
    assert!(crosswalk.streams.len() == 4);
}

#[test]
fn a_discovered_project_starts_without_a_mapping() {
    let discover = Settings::default().with("tables", "discover");
    assert!(Supabase.crosswalk(&discover).streams.is_empty());
    assert_eq!(Supabase.crosswalk(&Settings::default()).streams.len(), 4);
}

#[test]
fn the_mapping_survives_being_written_down() {
    let crosswalk = mapping::te_kete_ako();
    let text = serde_json::to_string(&crosswalk).unwrap();
    assert!(serde_json::from_str::<crosswalk_model::Crosswalk>(&text).unwrap() == crosswalk);
}

fn field_of(error: Result<Box<dyn crosswalk_connector_kit::Connection>, KitError>) -> Option<String> {
    error.err().and_then(|error| error.field().map(str::to_owned))
}

#[test]
fn a_setting_that_does_not_fit_is_named() {
    let good = Settings::default().with("project_url", "https://abc.supabase.example/rest/v1/");
    assert!(Supabase.open(&good, &secrets()).is_ok());
    let cases = [
        (Settings::default(), secrets(), "project_url"),
        (good.clone(), Secrets::default(), "api_key"),
        (good.clone().with("schema", "a b"), secrets(), "schema"),
        (good.clone().with("tables", "discover").with("key_column", "1;drop"), secrets(), "key_column"),
        (good.clone().with("project_url", "abc.supabase.example"), secrets(), "project_url"),
        (good.with("project_url", "https://127.0.0.1"), secrets(), "project_url"),
    ];
    for (settings, secrets, field) in cases {
        assert_eq!(field_of(Supabase.open(&settings, &secrets)).as_deref(), Some(field));
    }
}

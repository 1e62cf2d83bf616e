//! The default mapping: only known fields on both sides.

use crosswalk_model::{Catalog, Crosswalk, Entity, Input, Rule, Step, StreamMap};

use super::breaches::Breaches;
use crate::{Capability, Connector, Settings};

/// Looks at the mapping with which a new sync starts.
pub(super) fn fits(
    connector: &dyn Connector,
    settings: &Settings,
    catalog: &Catalog,
    breaches: &mut Breaches,
) {
    let crosswalk = connector.crosswalk(settings);
    let outbound = connector.spec().can(Capability::Write);
    for map in crosswalk.streams.iter().filter(|map| map.enabled) {
        let (entity, stream) = if outbound { (&map.from, &map.to) } else { (&map.to, &map.from) };
        breaches.must(catalog.stream(stream).is_some(), "the mapping names known streams", stream);
        match entity.parse::<Entity>() {
            Err(_) => breaches.broken("the mapping names known entities", entity),
            Ok(entity) if outbound => outward(entity, map, catalog, breaches),
            Ok(entity) => inward(entity, map, breaches),
        }
        for rule in map.fields.iter().map(|field| &field.rule).chain([&map.key]) {
            lookups(rule, &crosswalk, breaches);
        }
    }
}

fn outward(entity: Entity, map: &StreamMap, catalog: &Catalog, breaches: &mut Breaches) {
    let fields = map.fields.iter().map(|field| &field.rule);
    for input in fields.chain([&map.key]).flat_map(inputs).filter(|input| !input.starts_with('$')) {
        let first = input.split('.').next().unwrap_or_default();
        let seen = format!("{entity}.{input}");
        breaches.must(entity.field(first).is_some(), "the mapping reads known fields", seen);
    }
    let Some(stream) = catalog.stream(&map.to) else { return };
    for field in &map.fields {
        let known = stream.field(&field.to).is_some_and(|known| !known.read_only);
        let seen = format!("{}.{}", map.to, field.to);
        breaches.must(known, "the mapping fills known fields", seen);
    }
    let filled = |name: &str| name == stream.key || map.fields.iter().any(|field| field.to == name);
    for field in stream.fields.iter().filter(|field| field.required && !filled(&field.name)) {
        let seen = format!("{}.{}", map.to, field.name);
        breaches.broken("the mapping fills what is required", &seen);
    }
}

fn inward(entity: Entity, map: &StreamMap, breaches: &mut Breaches) {
    for field in &map.fields {
        let first = field.to.split('.').next().unwrap_or_default();
        let seen = format!("{entity}.{}", field.to);
        breaches.must(entity.field(first).is_some(), "the mapping fills known fields", seen);
    }
}

fn inputs(rule: &Rule) -> Vec<&str> {
    match &rule.input {
        Input::Field(name) => vec![name],
        Input::Fields(names) => names.iter().map(|name| name.as_ref()).collect(),
        Input::Constant(_) | Input::Template(_) => Vec::new(),
    }
}

fn lookups(rule: &Rule, crosswalk: &Crosswalk, breaches: &mut Breaches) {
    for step in &rule.steps {
        if let Step::Lookup { table, .. } = step {
            breaches.must(crosswalk.lookups.contains_key(table), "lookup tables are there", table);
        }
    }
}

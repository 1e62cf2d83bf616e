//! What ships: the catalog against the published API, the mapping against the catalog.

use std::collections::BTreeSet;

use crosswalk_connector_kit::{Connector, Secrets, Settings};
use crosswalk_model::{Entity, Input, Step};

use super::secrets;
use crate::edpsych_connect::{EdPsychConnect, catalog, mapping};

const API: &str = include_str!("../../../../../docs/edpsych-connect.openapi.yaml");

/// The attributes that the API publishes for a schema.
fn published(schema: &str) -> BTreeSet<String> {
    let (_, rest) = API.split_once(&format!("\n    {schema}:\n")).unwrap();
    let (_, properties) = rest.split_once("      properties:\n").unwrap();
    let own = properties.lines().take_while(|line| line.starts_with("        "));
    own.filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn the_catalog_is_what_is_published() {
    let schemas = ["LearnerAttributes", "StaffAttributes", "GroupAttributes", "MembershipAttributes"];
    let catalog = catalog::catalog();
    assert_eq!(catalog.streams.len(), schemas.len());
    for (stream, schema) in catalog.streams.iter().zip(schemas) {
        let own = stream.fields.iter().filter(|field| !field.read_only && field.name != stream.key);
        let own: BTreeSet<_> = own.map(|field| field.name.clone().into_owned()).collect();
        assert_eq!(own, published(schema), "{}", stream.name);
        assert!(API.contains(&format!("/v1/{}/batch:", stream.name)));
    }
}

#[test]
fn the_mapping_fills_known_attributes_from_known_fields() {
    let catalog = catalog::catalog();
    let crosswalk = mapping::crosswalk();
    for map in &crosswalk.streams {
        let stream = catalog.stream(&map.to).unwrap();
        let entity: Entity = map.from.parse().unwrap();
        for field in &map.fields {
            assert!(stream.field(&field.to).is_some_and(|known| !known.read_only), "{}", field.to);
            if let Input::Field(input) = &field.rule.input {
                assert!(entity.field(input.split('.').next().unwrap()).is_some(), "{input}");
            }
            for step in &field.rule.steps {
                let Step::Reference { to } = step else { continue };
                assert!(catalog.stream(to).is_some(), "{to}");
            }
        }
        let filled = |name: &str| name == stream.key || map.fields.iter().any(|field| field.to == name);
        assert!(stream.fields.iter().all(|field| !field.required || filled(&field.name)), "{}", map.to);
        assert!(!filled("birth_date"), "birth dates are not sent unless somebody says why");
    }
    let text = serde_json::to_string(&crosswalk).unwrap();
    assert!(serde_json::from_str::<crosswalk_model::Crosswalk>(&text).unwrap() == crosswalk);
}

#[test]
fn a_setting_that_does_not_fit_is_named() {
    let good = Settings::default().with("base_url", "https://api.example").with("client_id", "school");
    assert!(EdPsychConnect.open(&good, &secrets()).is_ok());
    let cases = [
        (Settings::default(), secrets(), "base_url"),
        (Settings::default().with("base_url", "https://api.example"), secrets(), "client_id"),
        (good.clone(), Secrets::default(), "client_secret"),
        (good.with("base_url", "http://api.example"), secrets(), "base_url"),
    ];
    for (settings, secrets, field) in cases {
        let error = EdPsychConnect.open(&settings, &secrets).err().unwrap();
        assert_eq!(error.field(), Some(field));
    }
}

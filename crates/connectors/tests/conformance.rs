//! The conformance battery over the whole registry, against the model town.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops where something is not as it must be")]

use std::path::{Path, PathBuf};

use crosswalk_connector_kit::conformance::{Breach, Harness, run, shape};
use crosswalk_connectors::registry::connectors;

#[path = "conformance/csv_files.rs"]
mod csv_files;
#[path = "conformance/edpsych.rs"]
mod edpsych;
#[path = "conformance/kamar.rs"]
mod kamar;
#[path = "conformance/oneroster_csv.rs"]
mod oneroster_csv;
#[path = "conformance/stories.rs"]
mod stories;
#[path = "conformance/supabase.rs"]
mod supabase;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// How the service of a connector is reached.
async fn harness(key: &str) -> Box<dyn Harness> {
    match key {
        "csv_files" => Box::new(csv_files::Files::new()),
        "kamar" => Box::new(kamar::Pushes),
        "oneroster_csv" => Box::new(oneroster_csv::Package::new()),
        "supabase" => Box::new(supabase::Cloud::start().await),
        "edpsych_connect" => Box::new(edpsych::Cloud::start().await),
        _ => panic!("the conformance battery has no harness for {key}: write one beside the others"),
    }
}

fn told(breaches: &[Breach]) -> String {
    breaches.iter().map(|breach| format!("  {breach}\n")).collect()
}

#[test]
fn every_connector_has_its_shape() {
    for connector in connectors() {
        let breaches = shape(&*connector, &root());
        assert!(breaches.is_empty(), "{}:\n{}", connector.spec().key, told(&breaches));
    }
}

#[tokio::test]
async fn every_connector_keeps_the_rules() {
    let mut all = String::new();
    for connector in connectors() {
        let key = connector.spec().key;
        let breaches = run(&*connector, &*harness(&key).await).await;
        if !breaches.is_empty() {
            all.push_str(&format!("{key}:\n{}", told(&breaches)));
        }
    }
    assert!(all.is_empty(), "{all}");
}

#[test]
fn keys_are_unique() {
    let mut keys: Vec<_> = connectors().iter().map(|connector| connector.spec().key).collect();
    let count = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), count);
}

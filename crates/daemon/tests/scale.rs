//! `crosswalkd bench --scale` on a small district: what is measured is also right.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use std::process::Command;

#[test]
fn a_small_district_is_loaded_and_taken_in_again() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosswalkd"));
    command.args(["bench", "--scale", "--enrollments", "2500", "--without-dlt", "--json"]);
    let ended = command.output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let figures: Vec<serde_json::Value> = serde_json::from_slice(&ended.stdout).unwrap();
    let what: Vec<&str> = figures.iter().map(|figure| figure["what"].as_str().unwrap()).collect();
    let told = |words: &str| what.iter().any(|what| what.contains(words));
    for words in
        ["files to roster", "nothing changed", "1 % changed", "rows written", "facet", "lineage", "dlt"]
    {
        assert!(told(words), "nothing is told of {words}: {what:?}");
    }
    let left_out = figures.iter().filter(|figure| figure["left_out"].is_string());
    assert!(left_out.count() >= 2, "dlt was not asked for");
}

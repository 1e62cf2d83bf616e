//! The rule of the registry: a connector is one folder with the same rooms as every other, and one line in the list.

use crate::tree::Tree;
use std::collections::BTreeSet;

const FOLDER: &str = "crates/connectors/src";
const LONGEST_MOD: usize = 120;
/// Connectors without a default crosswalk, and why.
const WITHOUT_MAPPING: [(&str, &str); 0] = [];

fn folders(tree: &Tree) -> BTreeSet<&str> {
    let start = FOLDER.len() + 1;
    let entries = tree.files(FOLDER, "/mod.rs").map(|file| &file.path[start..]);
    entries.filter(|path| path.matches('/').count() == 1).filter_map(|path| path.split('/').next()).collect()
}

fn breaches(tree: &Tree) -> Vec<String> {
    let registry =
        tree.file(&format!("{FOLDER}/registry.rs")).map(|file| code_of(&file.text)).unwrap_or_default();
    folders(tree).into_iter().flat_map(|name| breaches_of(tree, name, &registry)).collect()
}

/// The text without its comments: a connector that is only spoken of is not registered.
fn code_of(text: &str) -> String {
    text.lines().filter_map(|line| line.split("//").next()).collect::<Vec<_>>().join("\n")
}

fn breaches_of(tree: &Tree, name: &str, registry: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    let has = |file: &str| tree.has(&format!("{FOLDER}/{name}/{file}"));
    let has_mapping =
        has("mapping.rs") || has("mapping/mod.rs") || WITHOUT_MAPPING.iter().any(|(other, _)| *other == name);
    let has_tests = has("tests.rs") || has("tests/mod.rs");
    for (is_there, what) in
        [(has("README.md"), "README.md"), (has_mapping, "mapping.rs"), (has_tests, "tests.rs")]
    {
        if !is_there {
            breaches.push(format!("{FOLDER}/{name} has no {what}"));
        }
    }
    match mentions(registry, name) {
        1 => {}
        0 => breaches.push(format!("{FOLDER}/registry.rs does not list {name}")),
        count => breaches.push(format!("{FOLDER}/registry.rs names {name} {count} times; one line each")),
    }
    let lines = tree.file(&format!("{FOLDER}/{name}/mod.rs")).map_or(0, |file| file.text.lines().count());
    if lines > LONGEST_MOD {
        breaches.push(format!(
            "{FOLDER}/{name}/mod.rs has {lines} lines; at most {LONGEST_MOD}: spec and wiring only"
        ));
    }
    breaches
}

fn mentions(registry: &str, name: &str) -> usize {
    registry.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| *word == name).count()
}

#[test]
fn connectors_are_all_alike() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn connectors_do_not_know_each_other() {
    crate::obeyed(&crate::neighbours::breaches(Tree::here(), FOLDER, &[]));
}

#[test]
fn a_strange_connector_is_found() {
    let long = "\n".repeat(121);
    let tree = Tree::of(&[
        ("crates/connectors/src/registry.rs", "// b::B and d::D\nvec![a::A, c::C, c::D]"),
        ("crates/connectors/src/a/mod.rs", ""),
        ("crates/connectors/src/a/README.md", ""),
        ("crates/connectors/src/a/mapping.rs", ""),
        ("crates/connectors/src/a/tests.rs", ""),
        ("crates/connectors/src/b/mod.rs", &long),
        ("crates/connectors/src/b/push/mod.rs", ""),
        ("crates/connectors/src/c/mod.rs", ""),
        ("crates/connectors/src/c/README.md", ""),
        ("crates/connectors/src/c/mapping/mod.rs", ""),
        ("crates/connectors/src/c/tests.rs", ""),
    ]);
    assert_eq!(folders(&tree).len(), 3);
    // b: no README, no mapping, no tests, not listed, too long; c: listed twice.
    crate::found(&breaches(&tree), 6);
}

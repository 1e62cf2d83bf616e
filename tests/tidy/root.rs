//! What stands at the root, and the licence.

use crate::rooms::metadata;
use crate::tree::Tree;

const FIXED: [&str; 9] = [
    "Cargo.toml",
    "tauri.conf.json",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "LICENSE",
    "migrations/README.md",
    ".ci/run",
];
const LICENCE: [&str; 3] = ["Apache License", "Version 2.0, January 2004", "END OF TERMS AND CONDITIONS"];

fn root(tree: &Tree) -> Vec<String> {
    let missing = FIXED.iter().filter(|path| !tree.has(path)).map(|path| format!("{path} is missing"));
    let text = tree.file("LICENSE").map(|file| file.text.as_str()).unwrap_or_default();
    let licence = LICENCE
        .iter()
        .filter(|words| !text.contains(*words))
        .map(|words| format!("LICENSE does not say \"{words}\""));
    missing.chain(licence).collect()
}

fn licences(packages: &[(String, Option<String>)]) -> Vec<String> {
    let other = packages.iter().filter(|(_, licence)| licence.as_deref() != Some("Apache-2.0"));
    other.map(|(name, _)| format!("{name} is not under Apache-2.0")).collect()
}

#[test]
fn the_root_is_complete() {
    crate::obeyed(&root(Tree::here()));
}

#[test]
fn every_package_is_under_apache_2() {
    let packages = metadata().workspace_packages();
    let packages: Vec<_> =
        packages.iter().map(|package| (package.name.to_string(), package.license.clone())).collect();
    crate::obeyed(&licences(&packages));
}

#[test]
fn a_root_with_holes_is_found() {
    let tree = Tree::of(&[("LICENSE", "MIT License"), ("README.md", "")]);
    crate::found(&root(&tree), FIXED.len() - 2 + LICENCE.len());
    crate::found(
        &licences(&[
            ("a".into(), Some("Apache-2.0".into())),
            ("b".into(), Some("MIT".into())),
            ("c".into(), None),
        ]),
        2,
    );
}

//! Folders side by side that must not know each other: pages, connectors.

use crate::code::production;
use crate::paths::named;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// Breaches by code below `folder` that names a neighbour. `within` is the module path of that folder in its crate.
pub fn breaches(tree: &Tree, folder: &str, within: &[&str]) -> Vec<String> {
    let start = format!("{folder}/");
    let own = |path: &str| {
        path[start.len()..].split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
    };
    let files: Vec<_> = production(tree).into_iter().filter(|file| file.path.starts_with(&start)).collect();
    let neighbours: BTreeSet<String> =
        files.iter().filter(|file| is_room(&file.path[start.len()..])).map(|file| own(&file.path)).collect();
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| neighbours.contains(&own(&file.path))) {
        let module = module_path(&file.path[start.len()..], within);
        for named in named(file) {
            let target = absolute(&named.path, &module);
            let other = target.strip_prefix(within).and_then(|rest| rest.first());
            if let Some(other) =
                other.filter(|other| neighbours.contains(*other) && **other != own(&file.path))
            {
                breaches.push(format!("{}:{}: names its neighbour {other}", file.path, named.line));
            }
        }
    }
    breaches
}

/// A neighbour is a folder, or a file that is not part of the frame around them.
fn is_room(path: &str) -> bool {
    path.contains('/') || !["mod.rs", "lib.rs", "registry.rs"].contains(&path)
}

fn module_path(path: &str, within: &[&str]) -> Vec<String> {
    let below = path.trim_end_matches(".rs").split('/').filter(|name| *name != "mod");
    within.iter().copied().chain(below).map(str::to_owned).collect()
}

/// The path from the crate's root; empty for what is named from elsewhere.
fn absolute(path: &str, module: &[String]) -> Vec<String> {
    let mut segments = path.split("::").peekable();
    let mut here: Vec<String> = match segments.peek() {
        Some(&"crate") => Vec::new(),
        Some(&"super" | &"self") => module.to_vec(),
        _ => return Vec::new(),
    };
    for segment in segments {
        match segment {
            "crate" | "self" => {}
            "super" => drop(here.pop()),
            name => here.push(name.to_owned()),
        }
    }
    here
}

trait StripPrefix {
    fn strip_prefix(&self, prefix: &[&str]) -> Option<&[String]>;
}

impl StripPrefix for Vec<String> {
    fn strip_prefix(&self, prefix: &[&str]) -> Option<&[String]> {
        let is_below =
            self.len() > prefix.len() && self.iter().zip(prefix).all(|(own, wanted)| own == wanted);
        is_below.then(|| &self[prefix.len()..])
    }
}

#[test]
fn neighbours_that_are_named_are_found() {
    let tree = Tree::of(&[
        ("ui/src/pages/mod.rs", "pub mod plan; pub mod runs; use self::plan::P;"),
        (
            "ui/src/pages/plan/mod.rs",
            "mod view; use view::V; use crate::pages::plan::view::W; use crate::widgets::X;",
        ),
        ("ui/src/pages/plan/view.rs", "use super::super::runs::R; fn a() { crate::pages::runs::b() }"),
        ("ui/src/pages/runs/mod.rs", "use crate::{pages::plan::P, state};"),
    ]);
    crate::found(&breaches(&tree, "ui/src/pages", &["pages"]), 3);
}

#[test]
fn connectors_lie_at_the_root_of_their_crate() {
    let tree = Tree::of(&[
        ("crates/connectors/src/lib.rs", "mod kamar; mod files; mod registry;"),
        ("crates/connectors/src/registry.rs", "use crate::kamar::Kamar; use crate::files::Files;"),
        ("crates/connectors/src/kamar/mod.rs", "use crate::files::sniff; use super::registry;"),
        ("crates/connectors/src/files/mod.rs", "use std::io; fn a() { self::b() }"),
    ]);
    crate::found(&breaches(&tree, "crates/connectors/src", &[]), 1);
}

//! Every crate opens with what it is, what it is not, and where to start.

use crate::tree::{File, Tree};

const LONGEST: usize = 24;

fn crate_docs(tree: &Tree) -> Vec<String> {
    let libraries = tree.files("", "/lib.rs").filter(|file| file.path.matches("/src/").count() == 1);
    libraries.filter_map(|file| Some(format!("{}: its crate doc {}", file.path, fault(file)?))).collect()
}

fn fault(file: &File) -> Option<&'static str> {
    let doc: Vec<&str> = file.text.lines().filter_map(|line| line.strip_prefix("//!")).collect();
    let words = doc.join(" ").to_lowercase();
    let has = |wanted: &[&str]| words.split(|c: char| !c.is_alphabetic()).any(|word| wanted.contains(&word));
    match doc.len() {
        0 => Some("is missing"),
        1..=2 => Some("says too little"),
        25.. => Some("has more than 24 lines"),
        _ if !has(&["not", "never", "no", "nothing", "none"]) => Some("does not say what it is not"),
        _ if !has(&["start", "begin", "read"]) => Some("does not say where to start"),
        _ => None,
    }
}

#[test]
fn every_crate_says_what_it_is_and_what_not() {
    crate::obeyed(&crate_docs(Tree::here()));
}

#[test]
fn poor_crate_docs_are_found() {
    let long = "//! It is not. Start here.\n".repeat(LONGEST + 1);
    let good = "//! What it is.\n//! It is not that.\n//! Start at `a`.\n";
    let tree = Tree::of(&[
        ("crates/a/src/lib.rs", good),
        ("crates/b/src/lib.rs", "//! Placeholder.\n"),
        ("crates/c/src/lib.rs", "pub fn x() {}\n"),
        ("crates/d/src/lib.rs", &long),
        ("crates/e/src/lib.rs", "//! What it is.\n//! More.\n//! Start here.\n"),
        ("crates/f/src/lib.rs", "//! What it is.\n//! It is not that.\n//! More.\n"),
    ]);
    crate::found(&crate_docs(&tree), 5);
}

//! Languages: each catalogue of `ui/texts` states only what it says otherwise than the first, under keys that the first
//! has and with the same places for values, and whoever awaits a reader says so.

use crate::tree::{File, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// The catalogue in which every sentence stands.
const FIRST: &str = "ui/texts/en-NZ.toml";
/// Catalogues that no fluent reader has looked at yet.
const UNREAD: [&str; 1] = ["ui/texts/mi.toml"];

fn breaches(tree: &Tree) -> Vec<String> {
    let Some(first) = tree.file(FIRST) else { return vec![format!("{FIRST} is missing")] };
    let first = sentences(first);
    let others = tree.files("ui/texts/", ".toml").filter(|file| file.path != FIRST);
    others.flat_map(|file| [strays(file, &first), unread(file)].concat()).collect()
}

/// The sentences by their keys.
fn sentences(file: &File) -> BTreeMap<&str, &str> {
    let lines = file.text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.filter_map(|line| line.split_once(" = ")).map(|(key, said)| (key.trim(), said.trim())).collect()
}

fn strays(file: &File, first: &BTreeMap<&str, &str>) -> Vec<String> {
    let judged = sentences(file).into_iter().filter_map(|(key, said)| match first.get(key) {
        None => Some(format!("{key} is said by no screen")),
        Some(known) if places(known) != places(said) => Some(format!("{key} has other places for values")),
        Some(known) if *known == said => Some(format!("{key} is said as in the first language")),
        Some(_) => None,
    });
    judged.map(|breach| format!("{}: {breach}", file.path)).collect()
}

/// The names in braces.
fn places(said: &str) -> BTreeSet<&str> {
    said.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

fn unread(file: &File) -> Vec<String> {
    let is_silent = UNREAD.contains(&file.path.as_str()) && !file.text.contains("AWAITING A FLUENT REVIEWER");
    is_silent
        .then(|| format!("{}: it does not say that it awaits a fluent reviewer", file.path))
        .into_iter()
        .collect()
}

#[test]
fn languages_agree() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn strays_are_found() {
    let tree = Tree::of(&[
        (FIRST, "# a = \"b\"\none = \"1 of {all}\"\ntwo = \"2\"\nthree = \"3\"\n"),
        ("ui/texts/en-GB.toml", "one = \"one of {all}\"\ntwo = \"2\"\nfour = \"4\"\n"),
        ("ui/texts/mi.toml", "one = \"1 o {katoa}\"\n"),
    ]);
    // The same sentence, a key of no screen, another place; and the word of warning is missing.
    crate::found(&breaches(&tree), 4);
    crate::found(&breaches(&Tree::of(&[])), 1);
}

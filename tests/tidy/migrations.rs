//! Migrations only go forward: one that was released is never edited, and a new one comes after it.

use crate::tree::Tree;

/// A line for each released migration: the hash of its text and its name. Grows at a release, and only then.
const RELEASED: &str = include_str!("released-migrations.txt");

fn breaches(tree: &Tree, released: &str) -> Vec<String> {
    let released: Vec<(&str, &str)> = lines(released).filter_map(|line| line.split_once("  ")).collect();
    let edited = released.iter().filter_map(|(hash, name)| edited(tree, hash, name));
    let newest = released.iter().map(|(_, name)| *name).max().unwrap_or_default();
    let all = tree.files("migrations/", ".sql").map(|file| &file.path["migrations/".len()..]);
    let early = all.filter(|name| !released.iter().any(|(_, known)| known == name) && *name <= newest);
    edited.chain(early.map(|name| format!("migrations/{name} comes before one that was released"))).collect()
}

fn lines(released: &str) -> impl Iterator<Item = &str> {
    released.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn edited(tree: &Tree, hash: &str, name: &str) -> Option<String> {
    let Some(file) = tree.file(&format!("migrations/{name}")) else {
        return Some(format!("migrations/{name} was released and is gone"));
    };
    (hash_of(&file.text) != hash)
        .then(|| format!("migrations/{name} was released and has been edited: write a new one"))
}

/// A checkout on Windows may bring its own line ends.
fn hash_of(text: &str) -> String {
    blake3::hash(text.replace("\r\n", "\n").as_bytes()).to_hex().to_string()
}

#[test]
fn released_migrations_stay_as_they_are() {
    crate::obeyed(&breaches(Tree::here(), RELEASED));
}

#[test]
fn the_list_of_released_migrations_is_well_formed() {
    let is_good = |line: &str| {
        line.split_once("  ").is_some_and(|(hash, name)| hash.len() == 64 && name.ends_with(".sql"))
    };
    let bad: Vec<String> = lines(RELEASED).filter(|line| !is_good(line)).map(str::to_owned).collect();
    crate::obeyed(&bad);
}

#[test]
fn an_edited_migration_is_found() {
    let released = format!("# comment\n{}  0001_a.sql\n{}  0002_b.sql\n", hash_of("a\n"), hash_of("b\n"));
    let check = |files: &[(&str, &str)]| breaches(&Tree::of(files), &released);
    let (a, b) = (("migrations/0001_a.sql", "a\r\n"), ("migrations/0002_b.sql", "b\n"));
    crate::found(&check(&[a, b, ("migrations/0003_c.sql", "c")]), 0);
    crate::found(&check(&[a]), 1);
    crate::found(&check(&[a, ("migrations/0002_b.sql", "changed\n")]), 1);
    crate::found(&check(&[a, b, ("migrations/0001_z.sql", "")]), 1);
}

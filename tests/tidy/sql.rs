//! SQL stands in one place: the store, and the migrations that it reads.

use crate::code::production;
use crate::paths::named;
use crate::tree::{File, Tree};
use syn::visit::Visit;

const STORE: &str = "crates/store/";
/// How a statement begins. Two words, so that a sentence is not taken for one.
const BEGINNINGS: [(&str, &str); 9] = [
    ("SELECT ", " FROM "),
    ("INSERT INTO ", ""),
    ("UPDATE ", " SET "),
    ("DELETE FROM ", ""),
    ("CREATE TABLE ", ""),
    ("CREATE INDEX ", ""),
    ("ALTER TABLE ", ""),
    ("DROP TABLE ", ""),
    ("PRAGMA ", ""),
];

fn breaches(tree: &Tree) -> Vec<String> {
    let code =
        production(tree).into_iter().filter(|file| !file.path.starts_with(STORE)).flat_map(breaches_of);
    let files = tree.files("", ".sql").filter(|file| !is_place_of_sql(&file.path));
    code.chain(files.map(|file| format!("{}: SQL belongs into the store and migrations/", file.path)))
        .collect()
}

/// docs/ publishes the tables of a cloud, which are not ours to run.
fn is_place_of_sql(path: &str) -> bool {
    ["migrations/", STORE, "docs/"].iter().any(|place| path.starts_with(place))
}

fn breaches_of(file: &File) -> Vec<String> {
    let mut statements = Statements::default();
    if let Some(parsed) = crate::code::parse(file) {
        statements.visit_file(&parsed);
    }
    let crates =
        named(file).into_iter().filter(|named| named.path == "sqlx" || named.path.starts_with("sqlx::"));
    let lines = statements.0.into_iter().chain(crates.map(|named| named.line));
    lines.map(|line| format!("{}:{line}: SQL belongs into the store", file.path)).collect()
}

#[derive(Default)]
struct Statements(Vec<usize>);

impl<'ast> Visit<'ast> for Statements {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !crate::code::is_for_tests(crate::code::attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        let value = text.value();
        let value = value.trim_start();
        if BEGINNINGS.iter().any(|(start, inside)| value.starts_with(start) && value.contains(inside)) {
            self.0.push(text.span().start().line);
        }
    }
}

#[test]
fn sql_stands_in_the_store() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn sql_elsewhere_is_found() {
    let count = |path: &str, text: &str| breaches(&Tree::of(&[(path, text)])).len();
    assert_eq!(count("crates/engine/src/a.rs", "fn a() { q(\"SELECT x FROM y\") }"), 1);
    assert_eq!(count("crates/engine/src/a.rs", "use sqlx::Pool; fn a() { sqlx::query() }"), 2);
    assert_eq!(count("crates/engine/a.sql", ""), 1);
    assert_eq!(count("crates/store/src/a.rs", "fn a() { q(\"SELECT x FROM y\") }"), 0);
    assert_eq!(count("ui/src/a.rs", "fn a() { say(\"SELECT a school\"); say(\"Update the plan\") }"), 0);
}

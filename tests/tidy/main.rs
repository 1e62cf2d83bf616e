//! The laws of the house, checked over the source tree and over `cargo metadata`.
//!
//! It compiles none of our other crates, so that it runs in seconds; what a type can enforce is not here.
//! Every law is a function from what it reads to a list of breaches, and has a bad sample that it must find.
//! Start at `tree.rs` (what is read) and `rooms.toml` (the walls, as data).

mod code;
mod connectors;
mod crate_docs;
mod languages;
mod links;
mod manners;
mod migrations;
mod neighbours;
mod pains;
mod paths;
mod purity;
mod rooms;
mod root;
mod screens;
mod secrets;
mod sizes;
mod sql;
mod store_face;
mod supply;
mod text;
mod tree;
mod walls;
mod words;

/// Fails with every breach on a line of its own.
fn obeyed(breaches: &[String]) {
    assert!(breaches.is_empty(), "{} breaches:\n  {}\n", breaches.len(), breaches.join("\n  "));
}

/// Fails unless the law found exactly this many breaches in a bad sample.
#[track_caller]
fn found(breaches: &[String], count: usize) {
    assert_eq!(breaches.len(), count, "{breaches:#?}");
}

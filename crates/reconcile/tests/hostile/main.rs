//! Hostile input: conditions, templates and whole mappings, spoilt by the seeded generator of the connectors' tests. What
//! a person types may be nonsense or meant badly; compiling and mapping never panic, dawdle or make long texts of it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[path = "../../../connectors/tests/hostile/spoil.rs"]
mod spoil;
#[path = "../../../connectors/tests/hostile/watch.rs"]
mod watch;

mod cases;
mod rules;
mod whole;

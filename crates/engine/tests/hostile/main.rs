//! Hostile input: mappings as text, spoilt by the seeded generator of the connectors' tests.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[path = "../../../connectors/tests/hostile/spoil.rs"]
mod spoil;
#[path = "../../../connectors/tests/hostile/watch.rs"]
mod watch;

mod mapping_text;

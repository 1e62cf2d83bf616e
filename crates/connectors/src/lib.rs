//! The plugs: one folder per service or standard that Crosswalk talks to.
//!
//! Start with [`registry::connectors`], which lists them all; each folder then reads alike: `mod.rs` (spec and
//! wiring), `config.rs` (settings), `wire.rs` (the vendor's shapes), `read.rs`, `write.rs` or `push.rs` (what it
//! claims to do), `mapping.rs` (the crosswalk that a new sync starts with) and a `README.md` for a school's
//! administrator.
//!
//! What it is *not*: no engine, no store and no listener stand here. A connector turns a vendor's shapes into
//! documents and changes into a vendor's calls; whether, when and where to is decided elsewhere.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod registry;

mod csv_files;
mod edpsych_connect;
mod kamar;
mod oneroster_csv;
mod supabase;

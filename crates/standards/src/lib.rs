//! The shared tongues: shapes, readers and writers of standards that no single vendor owns.
//!
//! - [`delimited`]: CSV and TSV of unknown make, and a writer that spreadsheets cannot be harmed by.
//! - [`oneroster`]: the OneRoster CSV binding, 1.1 and 1.2, from a folder or a zip archive.
//!
//! What it is not: it knows no vendor, opens no connection, keeps nothing, and knows nothing of the roster.
//! Connectors turn what it reads into records; the engine decides what becomes of them.
//!
//! Two habits hold throughout. What is odd is tolerated and reported (a note, a finding), and what cannot be
//! understood is an error: no file is ever read as "nobody". An absent cell is not an empty one.
//!
//! Start at [`delimited::Table::read`], or at [`delimited::Rows`] for files that do not fit into memory.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod addresses;
pub mod delimited;
pub mod oneroster;
mod private;

pub use addresses::{Addresses, addresses};
pub use private::Private;

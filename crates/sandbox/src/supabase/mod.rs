//! A simulated Supabase project: PostgREST over in-memory tables, on loopback.
//!
//! The tables are those of `docs/te-kete-ako.sql`. What PostgREST and PostgreSQL do with a request was taken from their
//! documentation and tried on PostgreSQL 15: one faulty row fails the whole request, a bulk insert nulls what a row
//! leaves out of the named columns, NOT NULL is checked before a conflict is looked for, and rows without an `order`
//! come in the order of the heap, to whose end every update moves its row.

mod auth;
mod condition;
mod errors;
mod handle;
mod openapi;
mod prefer;
mod query;
mod read;
mod routes;
pub mod schema;
mod table;
mod values;
mod write;

#[cfg(test)]
mod tests;

pub use auth::Dialect;
pub use handle::{EditError, Supabase};
pub(crate) use query::pairs;

//! A simulated EdPsych Connect: the API of `docs/edpsych-connect.openapi.yaml` over memory, on loopback.
//!
//! A test walks every route against that document.

mod batch;
mod handle;
mod item;
mod limits;
mod page;
mod problem;
mod resource;
mod routes;
pub mod schema;
mod tokens;

#[cfg(test)]
mod contract_tests;
#[cfg(test)]
mod tests;

pub use handle::{EdPsych, EditError};

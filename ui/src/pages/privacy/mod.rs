//! The register of personal data: what is stored, how, for how long; and what leaves the school, to whom and why.

mod find;
mod page;
mod retention;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};

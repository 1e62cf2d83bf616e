//! A new connection: the catalogue with its search, then the form of the chosen connector.

mod catalogue;
mod page;
mod view;

pub use page::{catalogue, form};
#[cfg(debug_assertions)]
pub use {catalogue::catalogue as catalogue_view, view::view};

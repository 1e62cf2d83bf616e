//! Backups: how they stand, what is made each night, how one is restored; and the bundle for whoever helps.

mod bundle;
mod make;
mod nightly;
mod page;
mod restore;
mod standing;
mod typed;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};

//! The audit trail: who did what, and the proof that nobody changed it afterwards.

mod export;
mod page;
mod view;
mod words;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};

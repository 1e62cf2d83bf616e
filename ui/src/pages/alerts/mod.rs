//! Alerts: what is wrong now, of what somebody wants to be told who does not look at the screen, and how.

mod channels;
mod form;
mod page;
mod typed;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::{Deeds, view};

//! The school's holidays: the days on which schedules rest that are told to.

mod draft;
mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::view;

//! Health and history: what the runs of the last weeks came to, day by day.

mod page;
mod series;
mod view;
mod words;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::view;

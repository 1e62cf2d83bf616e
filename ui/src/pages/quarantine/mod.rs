//! The quarantine: records that are not sent any more because their destination refused the same words again and again.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::view;

//! A push source's own form: exactly what to type there, and how its pushes fare.

mod page;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use view::view;

//! Numbers, sizes, moments and identifiers as people read them. Pure: the present moment is passed in.

mod fold;
mod moment;
mod number;

pub use fold::folded;
pub use moment::{Clock, ago, full};
pub use number::{seconds, size, thousands};

//! The battery itself: a good connector breaks nothing, and every flaw is found.

mod fake;
mod flaws;

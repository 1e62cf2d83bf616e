//! What the screen may ask, what it gets, and what the engine tells of its own accord.
//!
//! Start with [`Call`]: every question, declared once with its reply and the permission that it needs. Both
//! transports carry the same [`Envelope`]; what cannot be done comes back as a [`Problem`]; what happens meanwhile
//! is an [`Event`].
//!
//! What it is *not*: no answer is computed here, nothing is fetched, no store, connector or engine is known. It
//! compiles for wasm.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod ask;
mod call;
mod envelope;
mod event;
mod place;
mod problem;
mod views;

pub use ask::Ask;
pub use call::*;
pub use envelope::Envelope;
pub use event::{Event, EventKind};
pub use place::{PLACES, SCHEME, page_of};
pub use problem::Problem;
pub use views::*;

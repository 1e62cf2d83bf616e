//! The verbs of Crosswalk: pure, synchronous functions over the nouns.
//!
//! Start with [`map`] (records of one side become records of the other), [`select`] (who takes part), [`identify`]
//! (who is who), [`merge`] (what the roster says), [`outbound`] (what differs at a destination), [`guard`] (what is
//! unusual), [`plan`] (what would change, in order and in words) and [`undo`] (what takes it back).
//!
//! What it is *not*: no input or output, no clock, no randomness, no async. What a function must know it is given;
//! the same inputs always give the same plan.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod fold;
pub mod group;
pub mod guard;
pub mod hand;
pub mod identify;
pub mod inbound;
pub mod map;
pub mod merge;
pub mod outbound;
pub mod plan;
pub mod reason;
pub mod select;
pub mod sentence;
pub mod suggest;
pub mod tally;
pub mod undo;

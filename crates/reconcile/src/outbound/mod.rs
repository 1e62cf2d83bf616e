//! Outbound differences have three sides: what the roster maps to, what the destination holds, and what both last
//! agreed on. [`field::settle`] is the truth table for one field, [`record::decide`] the one for a whole record;
//! `docs/TRUTH-TABLE.md` prints both, and the tests go through them line by line.

pub mod field;
pub mod pins;
pub mod record;

pub use field::{FieldVerdict, alike, settle};
pub use pins::Pins;
pub use record::{Agreed, Departure, Present, Sides, Verdict, decide, kept_question, key_question};

//! The model town: a simulated KAMAR, two simulated clouds and a seeded generator of schools.
//!
//! It is for tests, the demo and the benchmark. Everything runs on loopback, everybody in it is invented.
//!
//! It is not a connector and shares no code with one: a simulated vendor that shares our code agrees with our
//! mistakes. It knows no roster, no plan and no engine either.
//!
//! Start with [`Town`], which starts everything; [`school::School`] is who lives there, [`kamar::KamarServer`] pushes,
//! [`supabase::Supabase`] and [`edpsych::EdPsych`] are pushed to, and [`oracle`] says what both must hold in the end.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod announcer;
pub mod clock;
pub mod cloud;
pub mod district;
pub mod edpsych;
pub mod hook;
pub mod http;
pub mod kamar;
pub mod oracle;
pub mod random;
pub mod school;
pub mod supabase;
mod town;

pub use town::{Town, TownSpec};

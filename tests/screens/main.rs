//! The screens in a real browser and in the real window: few stories, by page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod address;
mod answers;
mod budgets;
mod care;
mod cloud;
mod faces;
mod hard_days;
mod kamar;
mod keyboard;
mod languages;
mod newer;
mod pages;
mod runs;
mod story;
mod upkeep;
#[cfg(target_os = "linux")]
mod window;

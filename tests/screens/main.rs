//! The screens in a real browser and in the real window: few stories, by page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod address;
mod care;
mod cloud;
mod kamar;
mod keyboard;
mod pages;
mod story;
mod upkeep;
#[cfg(target_os = "linux")]
mod window;

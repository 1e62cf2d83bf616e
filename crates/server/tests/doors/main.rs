//! Both doors with a real engine behind them, over a store in a temporary folder and real sockets on loopback.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod browser;
mod changes;
mod encrypted;
mod house;
mod listener;

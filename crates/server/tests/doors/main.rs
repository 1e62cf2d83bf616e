//! Both doors with a real engine behind them, over a store in a temporary folder and real sockets on loopback.

mod browser;
mod encrypted;
mod house;
mod listener;

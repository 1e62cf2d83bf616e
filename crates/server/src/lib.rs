//! The front door: every HTTP route of the house.
//!
//! Two doors on two ports. [`Webhooks`] takes in what sources push: any path, asked of the engine. [`App`] gives the
//! screens to a browser of the person at this computer: files, calls, events. [`attach`] is the other side of the
//! second door, for a window or a command that finds the data folder owned. Start with [`Webhooks::bind`] and
//! [`App::bind`]; the host serves both under the engine's supervisor.
//!
//! What it is *not*: it decides nothing and stores nothing. It knows no connector, no store and no window; who may
//! push is the connector's word, what a call means is the engine's.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod app;
pub mod attach;
mod error;
mod hosts;
mod reply;
mod serve;
pub mod tls;
pub mod webhooks;

pub use app::{App, AppSettings, Door};
pub use error::ServerError;
pub use hosts::Hosts;
pub use tls::Tls;
pub use webhooks::{Webhooks, WebhooksSettings};

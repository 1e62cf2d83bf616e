//! The socket: what a connector is, and what every connector may lean on.
//!
//! Start with [`Connector`] (a stateless value with a [`Spec`]) and [`Connection`] (what it opens from settings and
//! secrets); a source that is pushed to also gives a [`Push`]. Errors are the closed set of [`KitError`].
//!
//! What it is *not*: no vendor stands here, no store, no engine. It owns the only HTTP client of the house
//! ([`http`]), because limits, redaction and address checks belong in one place.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod batch;
mod check;
pub mod conformance;
mod connector;
mod credentials;
mod error;
pub mod http;
mod order;
pub mod outlet;
mod push;
pub mod sample;
mod settings;
mod sink;
mod spec;

pub use batch::{WriteBatch, WriteChange};
pub use check::{CheckResult, CheckState};
pub use connector::{Connection, Connector, ReadBack, ReadEnd, ReadRequest};
pub use credentials::{BasicCredentials, digest_with_secret, same_secret};
pub use error::KitError;
pub use push::{Answer, Body, Interpreted, Push, PushRequest, Refusal, Verified};
pub use settings::{Secrets, Settings};
pub use sink::{Collected, DocumentSink, PresentRecord};
pub use spec::{
    Authentication, Capability, ConfigField, ConfigKind, ConnectorKind, Maturity, RateLimit, ShownWhen, Spec,
};

pub use async_trait::async_trait;
pub use tokio_util::sync::CancellationToken;

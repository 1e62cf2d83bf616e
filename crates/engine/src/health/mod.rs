//! Health: connections that fail rest for a while, and what failed is tried again within bounds.
//!
//! [`breaker`] is the arithmetic · [`rest`] keeps it for each connection, and starts again what may be tried.
//! Records that a destination refuses again and again stand in `outbound/quarantine.rs`.

pub(crate) mod breaker;
mod rest;

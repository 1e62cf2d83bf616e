//! What an HTTP client is set to.

use std::time::Duration;

use crosswalk_model::Secret;

use super::header::HeaderText;
use super::own_servers::OwnServers;
use crate::RateLimit;

/// What a client needs to know of one service. There is no switch that turns off the check of certificates.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// The service's title, for messages.
    pub service: String,
    /// The config field that holds the address, so that a message can point at it.
    pub url_field: String,
    /// The address before every route, such as `https://api.edpsych-connect.example`.
    pub base_url: String,
    /// Which addresses of private networks and of this computer may be called.
    pub own_servers: OwnServers,
    /// Whether plain HTTP may be spoken to another computer. This computer may always be spoken to plainly.
    pub allow_http: bool,
    /// Times, sizes and numbers.
    pub limits: Limits,
    pub(super) headers: Vec<(&'static str, HeaderText)>,
}

/// Times, sizes and numbers that bound every call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest time for making a connection, TLS included.
    pub connect: Duration,
    /// The longest time from sending a request to the last byte of its answer.
    pub request: Duration,
    /// The largest answer in bytes, unpacked.
    pub body_bytes: usize,
    /// How many requests may be sent in which time.
    pub rate: Option<RateLimit>,
    /// How often one request is tried again.
    pub retries: usize,
    /// The longest `Retry-After` that is waited for; a longer one is given back to the caller.
    pub longest_wait: Duration,
    /// The first wait before trying again; it doubles each time and is spread by chance.
    pub first_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            request: Duration::from_secs(60),
            body_bytes: 64 << 20,
            rate: None,
            retries: 3,
            longest_wait: Duration::from_secs(60),
            first_wait: Duration::from_millis(250),
        }
    }
}

impl HttpSettings {
    /// Settings with the usual limits: only https, only public addresses.
    pub fn new(service: &str, url_field: &str, base_url: &str) -> Self {
        Self {
            service: service.to_owned(),
            url_field: url_field.to_owned(),
            base_url: base_url.to_owned(),
            own_servers: OwnServers::default(),
            allow_http: false,
            limits: Limits::default(),
            headers: Vec::new(),
        }
    }

    /// The same, with those addresses of private networks and of this computer allowed that were listed.
    pub fn own_servers(mut self, listed: OwnServers) -> Self {
        self.own_servers = listed;
        self
    }

    /// The same, with plain HTTP to other computers allowed or not.
    pub fn allow_http(mut self, allowed: bool) -> Self {
        self.allow_http = allowed;
        self
    }

    /// The same with other limits.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same with one more header in every request.
    pub fn header(mut self, name: &'static str, text: &str) -> Self {
        self.headers.push((name, HeaderText::Plain(text.to_owned())));
        self
    }

    /// The same with one more header in every request that holds a secret behind a prefix, such as `Bearer `.
    pub fn secret_header(mut self, name: &'static str, prefix: &'static str, secret: &Secret) -> Self {
        self.headers.push((name, HeaderText::Secret { prefix, secret: secret.clone() }));
        self
    }
}

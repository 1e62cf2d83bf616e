//! The client against a server that behaves as HTTP's documents say.

mod calls;
mod disguised;
mod reach;
mod tokens;

use std::time::Duration;

use wiremock::MockServer;

use super::{HttpClient, HttpSettings, Limits, OwnServers};

fn settings(server: &MockServer) -> HttpSettings {
    let limits = Limits {
        request: Duration::from_millis(800),
        body_bytes: 1 << 20,
        retries: 2,
        longest_wait: Duration::from_secs(5),
        first_wait: Duration::from_millis(1),
        ..Limits::default()
    };
    HttpSettings::new("The service", "url", &server.uri()).own_servers(this_computer()).limits(limits)
}

fn client(server: &MockServer) -> HttpClient {
    HttpClient::new(settings(server)).unwrap()
}

/// Servers of tests listen on this computer.
fn this_computer() -> OwnServers {
    OwnServers::parse("127.0.0.1").unwrap()
}

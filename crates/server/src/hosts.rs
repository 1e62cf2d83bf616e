//! The names under which a listener may be spoken to.
//!
//! A web page that was opened anywhere can make a browser call an address of this computer (DNS rebinding). It cannot
//! choose the `Host` header: that bears the page's own name. So only known names are let in, before anything is routed.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};

/// Exact names and addresses, each with its port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts {
    names: BTreeSet<String>,
    /// The port that may be left out: the scheme's own, or any behind a proxy.
    bare: bool,
}

impl Hosts {
    /// Those that a listener at this port answers to. A name that brings its own port is taken as it is.
    /// `bare`: whether the port may be missing, as it is for 80, for 443 and behind a proxy.
    pub fn new<'a>(port: u16, bare: bool, names: impl IntoIterator<Item = &'a str>) -> Self {
        let with_port = |name: &str| {
            let name = name.trim().to_ascii_lowercase();
            if has_port(&name) { vec![name] } else { both(&name, port, bare) }
        };
        Self { names: names.into_iter().flat_map(with_port).collect(), bare }
    }

    /// Whether a request may go on: its `Host` is known, or is the very address that the connection came in at.
    pub fn admit(&self, headers: &HeaderMap, uri: &Uri, local: SocketAddr) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let Ok(host) = host.to_str() else { return false };
        let in_uri = uri.authority().map(axum::http::uri::Authority::as_str);
        [Some(host), in_uri].into_iter().flatten().all(|name| self.knows(name, local))
    }

    fn knows(&self, name: &str, local: SocketAddr) -> bool {
        let name = name.to_ascii_lowercase();
        let local = SocketAddr::new(local.ip().to_canonical(), local.port());
        let own = both(&bracketed(local), local.port(), self.bare);
        self.names.contains(&name) || own.contains(&name)
    }
}

fn both(name: &str, port: u16, bare: bool) -> Vec<String> {
    let full = format!("{name}:{port}");
    if bare { vec![full, name.to_owned()] } else { vec![full] }
}

fn bracketed(address: SocketAddr) -> String {
    match address.ip() {
        std::net::IpAddr::V4(ip) => ip.to_string(),
        std::net::IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// Whether a port stands behind the name; the colons within the brackets of an IPv6 address are none.
fn has_port(name: &str) -> bool {
    let after_address = name.rsplit(']').next().unwrap_or_default();
    after_address.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(hosts: &Hosts, host: &[&str], uri: &str, local: &str) -> bool {
        let headers =
            host.iter().map(|host| (HOST, host.parse().unwrap())).fold(HeaderMap::new(), |mut all, one| {
                all.append(one.0, one.1);
                all
            });
        hosts.admit(&headers, &uri.parse().unwrap(), local.parse().unwrap())
    }

    #[test]
    fn only_known_names_with_their_port() {
        let hosts =
            Hosts::new(8085, false, ["localhost", "Roster.School.example", "proxy.example:444", "[fd00::1]"]);
        let here = "127.0.0.1:8085";
        for good in [
            "localhost:8085",
            "LOCALHOST:8085",
            "roster.school.example:8085",
            "proxy.example:444",
            "127.0.0.1:8085",
            "[fd00::1]:8085",
        ] {
            assert!(admits(&hosts, &[good], "/kamar", here), "{good}");
        }
        for bad in [
            "",
            "localhost",
            "localhost:80",
            "evil.example:8085",
            "localhost:8085.evil.example",
            "localhost.:8085",
            "127.0.0.1",
            "127.0.0.2:8085",
            "proxy.example:8085",
            "localhost:8085, evil.example",
        ] {
            assert!(!admits(&hosts, &[bad], "/kamar", here), "{bad}");
        }
    }

    #[test]
    fn none_or_two_are_nobody() {
        let hosts = Hosts::new(8085, false, ["localhost"]);
        assert!(!admits(&hosts, &[], "/", "127.0.0.1:8085"));
        assert!(!admits(&hosts, &["localhost:8085", "localhost:8085"], "/", "127.0.0.1:8085"));
    }

    #[test]
    fn an_absolute_address_must_be_known_too() {
        let hosts = Hosts::new(8085, false, ["localhost"]);
        assert!(admits(&hosts, &["localhost:8085"], "http://localhost:8085/kamar", "127.0.0.1:8085"));
        assert!(!admits(&hosts, &["localhost:8085"], "http://evil.example:8085/kamar", "127.0.0.1:8085"));
    }

    #[test]
    fn the_port_may_be_missing_where_it_goes_without_saying() {
        let hosts = Hosts::new(443, true, ["roster.school.example"]);
        assert!(admits(&hosts, &["roster.school.example"], "/", "10.0.0.5:443"));
        assert!(admits(&hosts, &["10.0.0.5"], "/", "10.0.0.5:443"));
        assert!(admits(&hosts, &["[fd00::5]"], "/", "[fd00::5]:443"));
        assert!(admits(&hosts, &["10.0.0.5"], "/", "[::ffff:10.0.0.5]:443"));
        assert!(!admits(&hosts, &["10.0.0.6"], "/", "10.0.0.5:443"));
    }
}

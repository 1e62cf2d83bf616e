//! Which addresses may be called. A web address that an administrator types must not reach into a private network
//! by accident, and a name must not be turned into a private address by somebody else's name server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::own_servers::OwnServers;
use super::settings::HttpSettings;
use crate::KitError;

/// Reads the base address and checks all of it that can be checked without the network.
pub(super) fn base_url(settings: &HttpSettings) -> Result<Url, KitError> {
    let bad = |remedy: &str| bad_setting(&settings.url_field, remedy);
    let url = Url::parse(settings.base_url.trim())
        .map_err(|_| bad("It is not a web address. It should look like https://name.example."))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad("It holds a name or password. Enter the address alone."));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(bad("It holds a “?” or “#”. Enter the address without what follows."));
    }
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Err(bad("It has no computer name. It should look like https://name.example."));
    };
    let plain_is_fine = settings.allow_http || is_this_computer(host);
    match url.scheme() {
        "https" => {}
        "http" if plain_is_fine => {}
        _ => return Err(bad("It must begin with https://, so that nobody on the way can read along.")),
    }
    match literal(host).filter(|ip| !may_be_called(*ip, &settings.own_servers)) {
        Some(ip) => Err(private_address(&settings.url_field, ip)),
        None => Ok(url),
    }
}

fn bad_setting(field: &str, remedy: &str) -> KitError {
    KitError::BadSetting { field: field.to_owned(), remedy: remedy.to_owned() }
}

fn private_address(field: &str, ip: IpAddr) -> KitError {
    let remedy = format!(
        "It leads to {ip}, in a private network or on this computer. Check it; if the service really runs there, enter \
         that address under “Own servers”."
    );
    bad_setting(field, &remedy)
}

/// The one rule for every address that is called.
fn may_be_called(ip: IpAddr, own_servers: &OwnServers) -> bool {
    is_public(ip) || own_servers.allow(ip)
}

fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn is_this_computer(host: &str) -> bool {
    host == "localhost" || literal(host).is_some_and(|ip| ip.is_loopback())
}

/// Whether an address belongs to the public internet. Private, local, documentation and reserved ranges do not, nor
/// do IPv6 forms that hide such an IPv4 address.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => hidden_v4(v6).map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let documentation = (a == 0x2001 && b == 0x0db8) || (a & 0xfff0) == 0x3ff0;
    let teredo_or_benchmark = a == 0x2001 && b < 0x0200;
    (a & 0xe000) == 0x2000 && !documentation && !teredo_or_benchmark
}

/// The IPv4 address inside a mapped, NAT64 or 6to4 address.
fn hidden_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = ip.segments();
    let join = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] => Some(join(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(join(high, low)),
        [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

/// Looks names up and drops addresses that may not be called, so that what was checked is what is called.
pub(super) struct Vetted {
    pub(super) own_servers: OwnServers,
    pub(super) url_field: String,
    pub(super) service: String,
}

impl Vetted {
    fn keep(&self, found: Vec<SocketAddr>, host: &str) -> Result<Vec<SocketAddr>, KitError> {
        let Some(first) = found.first().map(SocketAddr::ip) else {
            return Err(unknown_name(&self.service, host));
        };
        let allowed: Vec<_> =
            found.into_iter().filter(|at| may_be_called(at.ip(), &self.own_servers)).collect();
        if allowed.is_empty() { Err(private_address(&self.url_field, first)) } else { Ok(allowed) }
    }
}

fn unknown_name(service: &str, host: &str) -> KitError {
    let detail = format!("There is no computer with the name {host}. Check the address and this network.");
    KitError::Unreachable { service: service.to_owned(), detail }
}

impl Resolve for Vetted {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let vetted = Self {
            own_servers: self.own_servers.clone(),
            url_field: self.url_field.clone(),
            service: self.service.clone(),
        };
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await;
            let found = found.map_err(|_| unknown_name(&vetted.service, &host))?.collect();
            let allowed = vetted.keep(found, &host)?;
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "192.0.2.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::1",
            "::",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001::1",
            "100::1",
        ];
        for text in private {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in
            ["1.1.1.1", "203.0.112.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
        {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    fn read(text: &str, own: &str, http: bool) -> Result<Url, KitError> {
        let own = OwnServers::parse(own).unwrap();
        base_url(&HttpSettings::new("The service", "url", text).own_servers(own).allow_http(http))
    }

    #[test]
    fn an_address_is_taken_or_points_at_its_field() {
        let own = "127.0.0.1 10.0.0.0/24";
        for (text, own, http) in [
            ("https://name.example", "", false),
            ("https://name.example/rest/v1/", "", false),
            ("http://127.0.0.1:8000", own, false),
            ("https://10.0.0.5", own, false),
            ("http://localhost:8000", "", false),
            ("http://school.example", "", true),
        ] {
            assert!(read(text, own, http).is_ok(), "{text}");
        }
        for (text, own, http) in [
            ("name.example", "", false),
            ("ftp://name.example", own, true),
            ("http://name.example", own, false),
            ("https://user:pass@name.example", "", false),
            ("https://name.example/?a=1", "", false),
            ("https://10.0.0.5", "", false),
            ("https://10.0.1.5", own, false),
            ("http://127.0.0.1:8000", "", false),
            ("https://0x7f.1", "", false),
            ("https://2130706433", "", false),
            ("https://[::ffff:10.0.0.1]", "", false),
            ("https://[::1]", own, false),
            ("https://169.254.169.254", "169.254.169.254", false),
        ] {
            let error = read(text, own, http).unwrap_err();
            assert_eq!(error.field(), Some("url"), "{text}");
        }
    }

    #[test]
    fn a_name_that_leads_inside_is_refused_and_a_mixed_one_keeps_the_public_side() {
        let vetted = |own: &str| Vetted {
            own_servers: OwnServers::parse(own).unwrap(),
            url_field: "url".into(),
            service: "The service".into(),
        };
        let (inside, outside) = ("10.0.0.1:0".parse().unwrap(), "1.1.1.1:0".parse().unwrap());
        let other = "10.0.0.2:0".parse().unwrap();
        assert_eq!(vetted("10.0.0.1").keep(vec![inside, other], "a.example").unwrap(), [inside]);
        let vetted = vetted("");
        let refused = vetted.keep(vec![inside], "a.example").unwrap_err();
        assert_eq!(refused.code(), "bad_setting");
        assert!(refused.to_string().contains("It leads to 10.0.0.1"), "{refused}");
        assert_eq!(vetted.keep(vec![], "a.example").unwrap_err().code(), "unreachable");
        assert_eq!(vetted.keep(vec![inside, outside], "a.example").unwrap(), [outside]);
        // A name server that changes its mind is asked anew, and judged anew: what was fine a moment ago is refused.
        let answers = [vec![outside], vec![inside], vec![outside, other], vec![other]];
        let kept = answers.map(|found| vetted.keep(found, "a.example").ok());
        assert_eq!(kept, [Some(vec![outside]), None, Some(vec![outside]), None]);
    }
}

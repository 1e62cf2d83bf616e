//! Private addresses in disguise: every way of writing one that browsers and libraries understand. None may be called,
//! and nothing that is typed as an address makes the client panic.

use std::net::{IpAddr, Ipv4Addr};

use crate::http::address::{base_url, is_public};
use crate::http::{HttpSettings, OwnServers};

/// Private, local and reserved IPv4 addresses.
const INSIDE: [[u8; 4]; 14] = [
    [127, 0, 0, 1],
    [127, 255, 255, 254],
    [10, 0, 0, 1],
    [10, 255, 255, 255],
    [172, 16, 0, 1],
    [172, 31, 255, 255],
    [192, 168, 0, 1],
    [169, 254, 169, 254],
    [100, 64, 0, 1],
    [0, 0, 0, 0],
    [192, 0, 0, 192],
    [198, 18, 0, 1],
    [224, 0, 0, 1],
    [255, 255, 255, 255],
];

/// The ways in which one may be written.
fn written([a, b, c, d]: [u8; 4]) -> Vec<String> {
    let whole = u32::from_be_bytes([a, b, c, d]);
    let tail = u32::from_be_bytes([0, b, c, d]);
    let low = u16::from_be_bytes([c, d]);
    let high = u16::from_be_bytes([a, b]);
    vec![
        format!("{a}.{b}.{c}.{d}"),
        format!("{a}.{b}.{c}.{d}."),
        format!("{whole}"),
        format!("0x{whole:x}"),
        format!("0X{whole:X}"),
        format!("0{whole:o}"),
        format!("0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
        format!("0{a:o}.0{b:o}.0{c:o}.0{d:o}"),
        format!("0x{a:x}.{b}.0{c:o}.{d}"),
        format!("{a}.{tail}"),
        format!("{a}.{b}.{low}"),
        format!("0x{a:x}.{tail}"),
        format!("00000{a:o}.{b}.{c}.{d}"),
        format!("{a}%2E{b}%2e{c}.{d}"),
        format!("\u{ff10}x{whole:x}"),
        format!("{a}\u{3002}{b}\u{ff0e}{c}\u{ff61}{d}"),
        format!("[::ffff:{a}.{b}.{c}.{d}]"),
        format!("[::ffff:{high:x}:{low:x}]"),
        format!("[0:0:0:0:0:FFFF:{high:X}:{low:X}]"),
        format!("[::{a}.{b}.{c}.{d}]"),
        format!("[64:ff9b::{a}.{b}.{c}.{d}]"),
        format!("[64:ff9b:1::{high:x}:{low:x}]"),
        format!("[2002:{high:x}:{low:x}::1]"),
        format!("[fe80::{a}:{b}]"),
        format!("[fec0::{a}]"),
        format!("[fd00::{a}:{b}]"),
    ]
}

fn taken(text: &str) -> bool {
    let settings = HttpSettings::new("The service", "url", text).own_servers(OwnServers::default());
    base_url(&settings.allow_http(true)).is_ok_and(|url| {
        // What stays a name is judged when it is looked up.
        let literal =
            url.host_str().map(|host| host.trim_start_matches('[').trim_end_matches(']').to_owned());
        literal.is_some_and(|host| host.parse::<IpAddr>().is_ok())
    })
}

#[test]
fn no_way_of_writing_it_makes_a_private_address_public() {
    for inside in INSIDE {
        for host in written(inside) {
            for address in [
                format!("https://{host}"),
                format!("https://{host}:8443/rest"),
                format!("http://{host}/"),
                format!("  HTTPS://{host}  "),
                format!("https:\\\\{host}\\x"),
                format!("https:{host}"),
            ] {
                assert!(!taken(&address), "{address}");
            }
        }
    }
}

#[test]
fn addresses_by_chance_are_judged_alike_in_every_disguise() {
    let mut seed = 7_u64;
    for _ in 0..5_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let octets = u32::try_from(seed >> 32).unwrap().to_be_bytes();
        let public = is_public(IpAddr::V4(Ipv4Addr::from(octets)));
        for host in written(octets).into_iter().take(13) {
            let address = format!("https://{host}");
            assert!(public || !taken(&address), "{address}");
        }
    }
}

//! The school's own servers: the addresses of private networks that an administrator has listed.
//!
//! Addresses and networks are listed, never names: whoever answers for a name could turn it into any address, and the
//! list would allow what nobody listed.

use std::net::IpAddr;

use crate::{ConfigField, ConfigKind, KitError, Settings};

/// The widest network that may be listed, in leading bits: 10.0.0.0/8, and a site of IPv6.
const WIDEST_V4: u8 = 8;
const WIDEST_V6: u8 = 32;

/// What may be called although it is not public.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnServers(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u8,
}

impl OwnServers {
    /// The key of the config field.
    pub const KEY: &'static str = "own_servers";

    /// The field of a connector's form.
    pub fn field() -> ConfigField {
        let help = "Only for a service that runs inside the school's own network: its address, such as 192.168.1.20, \
                    or its network, such as 192.168.1.0/24. Several are separated by spaces.";
        ConfigField::new(Self::KEY, "Own servers", ConfigKind::Text, help)
            .rule(r"^[0-9A-Fa-f.:/,;\s]*$", "Enter addresses such as 192.168.1.20, no names.")
            .optional()
    }

    /// Reads the setting.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] when an entry is no address, or its network is too wide to be a list of servers.
    pub fn read(settings: &Settings) -> Result<Self, KitError> {
        Self::parse(settings.optional(Self::KEY).unwrap_or_default())
    }

    /// Reads a list that is separated by spaces, commas or line ends.
    ///
    /// # Errors
    /// As [`OwnServers::read`].
    pub fn parse(text: &str) -> Result<Self, KitError> {
        let entries = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';');
        entries.filter(|entry| !entry.is_empty()).map(network).collect::<Result<_, _>>().map(Self)
    }

    /// Whether an address was listed. What no server can have is never allowed: link-local addresses (behind which
    /// clouds keep their credentials), those of groups, and none at all.
    pub fn allow(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        !is_nobodys(ip) && self.0.iter().any(|network| network.holds(ip))
    }
}

impl Network {
    fn holds(self, ip: IpAddr) -> bool {
        let (own, other, width) = match (self.address, ip) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits().into(), other.to_bits().into(), 32),
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits(), other.to_bits(), 128),
            _ => return false,
        };
        let differing: u128 = own ^ other;
        differing.checked_shr(width - u32::from(self.bits)).unwrap_or(0) == 0
    }
}

fn network(entry: &str) -> Result<Network, KitError> {
    let no_address =
        || bad("This is no address. Enter one such as 192.168.1.20, or a network such as 192.168.1.0/24.");
    let (address, bits) = match entry.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| no_address())?)),
        None => (entry, None),
    };
    let address: IpAddr = address.parse().map_err(|_| no_address())?;
    let address = address.to_canonical();
    let (width, widest) = if address.is_ipv4() { (32, WIDEST_V4) } else { (128, WIDEST_V6) };
    let bits = bits.unwrap_or(width);
    if bits > width {
        return Err(no_address());
    }
    if bits < widest {
        return Err(bad("This network is too wide. List the addresses of the servers that are meant."));
    }
    Ok(Network { address, bits })
}

fn bad(remedy: &str) -> KitError {
    KitError::BadSetting { field: OwnServers::KEY.to_owned(), remedy: remedy.to_owned() }
}

fn is_nobodys(ip: IpAddr) -> bool {
    let link_local = match ip {
        IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    link_local || ip.is_unspecified() || ip.is_multicast()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(list: &str, ip: &str) -> bool {
        OwnServers::parse(list).unwrap().allow(ip.parse().unwrap())
    }

    #[test]
    fn only_what_is_listed_is_allowed() {
        let list = "192.168.1.20, 10.1.0.0/16\n127.0.0.1 fd00:1::/64";
        for ip in [
            "192.168.1.20",
            "10.1.0.1",
            "10.1.255.255",
            "127.0.0.1",
            "fd00:1::9",
            "::ffff:10.1.2.3",
            "::ffff:127.0.0.1",
        ] {
            assert!(allows(list, ip), "{ip}");
        }
        for ip in ["192.168.1.21", "10.2.0.1", "127.0.0.2", "::1", "fd00:2::9", "::ffff:10.2.0.1"] {
            assert!(!allows(list, ip), "{ip}");
        }
        assert!(!allows("", "127.0.0.1"));
        assert!(allows("10.0.0.0/8", "10.9.9.9") && !allows("10.0.0.0/8", "11.0.0.1"));
        assert!(allows("10.1.2.3/32", "10.1.2.3") && !allows("10.1.2.3/32", "10.1.2.2"));
    }

    #[test]
    fn what_no_server_has_is_never_allowed() {
        for ip in ["169.254.169.254", "224.0.0.1", "255.255.255.255", "0.0.0.0", "fe80::1", "ff02::1", "::"] {
            assert!(!allows(ip, ip), "{ip}");
        }
        assert!(!allows("169.254.0.0/16", "169.254.169.254"));
        assert!(!allows("169.254.0.0/16", "::ffff:169.254.169.254"));
    }

    #[test]
    fn what_is_no_list_of_addresses_points_at_the_field() {
        for list in [
            "server.example",
            "10.0.0",
            "10.0.0.1/33",
            "10.0.0.1/x",
            "0.0.0.0/0",
            "10.0.0.0/7",
            "::/0",
            "fd00::/8",
            "10.0.0.1/",
        ] {
            let error = OwnServers::parse(list).unwrap_err();
            assert_eq!(error.field(), Some("own_servers"), "{list}");
        }
    }
}

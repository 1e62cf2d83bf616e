//! Addresses that an administrator types whole, with path and query, unlike the base address of a service.

use reqwest::Url;

use super::HttpRequest;
use crate::KitError;

/// An address in parts: what is called, and what is asked there.
#[derive(Debug)]
pub(super) struct Whole {
    /// Scheme, host and port, such as `https://alerts.example`.
    pub origin: String,
    url: Url,
}

impl Whole {
    /// Reads what was typed into a field; `such_as` is an address that would do.
    pub fn read(text: &str, field: &str, such_as: &str) -> Result<Self, KitError> {
        let bad = |remedy: String| KitError::BadSetting { field: field.to_owned(), remedy };
        let url = Url::parse(text.trim()).map_err(|_| bad(format!("Enter an address such as {such_as}.")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("It holds a name or password. Enter the address alone.".into()));
        }
        if url.path().contains('%') {
            return Err(bad("Enter an address without escaped characters.".into()));
        }
        Ok(Self { origin: url.origin().ascii_serialization(), url })
    }

    /// The computer that it names.
    pub fn host(&self) -> Option<&str> {
        self.url.host_str()
    }

    /// The path, as a route that holds no names.
    pub fn route(&self) -> String {
        self.url.path().to_owned()
    }

    /// The request with the address's own query.
    pub fn asked(&self, mut request: HttpRequest) -> HttpRequest {
        for (name, value) in self.url.query_pairs() {
            request = request.query(&name, value);
        }
        request
    }
}

/// An address that somebody may be offered to open, spelt in full with the host as the network knows it, and that host.
/// `None` for whatever is not plain https: a link from elsewhere is not believed.
pub fn secure_link(text: &str) -> Option<(String, String)> {
    let url = Url::parse(text.trim()).ok()?;
    let is_plain = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    let host = url.host_str().filter(|host| is_plain && !host.is_empty())?.to_owned();
    Some((url.into(), host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_or_points_at_its_field() {
        let whole = Whole::read(" https://alerts.example:8443/a/hook?k=v ", "url", "").unwrap();
        assert_eq!(
            (whole.origin.as_str(), whole.route().as_str()),
            ("https://alerts.example:8443", "/a/hook")
        );
        for text in ["", "alerts.example", "https://alerts.example/a%20b", "https://me:pw@alerts.example/"] {
            let refused = Whole::read(text, "url", "https://alerts.example/hook").unwrap_err();
            assert_eq!(refused.field(), Some("url"), "{text}");
        }
    }

    #[test]
    fn only_plain_https_may_be_opened() {
        let table = [
            ("https://get.example/a.zip", Some(("https://get.example/a.zip", "get.example"))),
            ("https://gët.example/", Some(("https://xn--gt-hja.example/", "xn--gt-hja.example"))),
            ("http://get.example/a.zip", None),
            ("javascript:alert(1)", None),
            ("https://me@get.example/a.zip", None),
            ("file:///etc/passwd", None),
            ("get.example", None),
        ];
        for (text, expect) in table {
            let link = secure_link(text);
            let link = link.as_ref().map(|(link, host)| (link.as_str(), host.as_str()));
            assert_eq!(link, expect, "{text}");
        }
    }
}

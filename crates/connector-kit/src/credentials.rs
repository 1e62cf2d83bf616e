//! What a sender shows us, compared with what we expect without telling by its duration how much was right.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use crosswalk_model::{Hash, Secret};
use subtle::ConstantTimeEq;

/// A name and a password from an `Authorization: Basic` header (RFC 7617).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasicCredentials {
    /// The name; everything before the first colon.
    pub username: Secret,
    /// The password; everything after the first colon, further colons included.
    pub password: Secret,
}

impl BasicCredentials {
    /// Reads the value of the header; `None` when it is not Basic or not readable.
    pub fn from_header(value: &str) -> Option<Self> {
        let (scheme, encoded) = value.trim().split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let encoded = encoded.trim();
        let bytes = STANDARD.decode(encoded).or_else(|_| STANDARD_NO_PAD.decode(encoded)).ok()?;
        let text = String::from_utf8(bytes).unwrap_or_else(|e| latin1(e.as_bytes()));
        let (username, password) = text.split_once(':')?;
        Some(Self { username: Secret::new(username), password: Secret::new(password) })
    }

    /// Whether both are right. Takes as long for a wrong name as for a wrong password.
    pub fn are(&self, username: &str, password: &Secret) -> bool {
        let name = same_text(username, self.username.expose());
        let word = same_text(password.expose(), self.password.expose());
        name & word
    }
}

/// Whether a text that a sender shows is the secret.
pub fn same_secret(expected: &Secret, given: &str) -> bool {
    same_text(expected.expose(), given)
}

/// The digest of a text followed by a secret, for services that prove themselves so; `digest` is the service's.
pub fn digest_with_secret(text: &str, secret: &Secret, digest: impl FnOnce(&[u8]) -> String) -> String {
    digest(format!("{text}{}", secret.expose()).as_bytes())
}

/// Hashing first hides the lengths too.
fn same_text(expected: &str, given: &str) -> bool {
    Hash::of(expected.as_bytes()).0.ct_eq(&Hash::of(given.as_bytes()).0).into()
}

/// Older clients send the header in Latin-1.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &[u8]) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn a_header_is_split_at_the_first_colon() {
        let given = BasicCredentials::from_header(&header(b"kamar:a:b:c")).unwrap();
        assert!(given.are("kamar", &Secret::new("a:b:c")));
        let cases = [("kamar", "a:b:d"), ("kama", "a:b:c"), ("kamar:a", "b:c"), ("", ""), ("KAMAR", "a:b:c")];
        for (name, word) in cases {
            assert!(!given.are(name, &Secret::new(word)), "{name}");
        }
    }

    #[test]
    fn what_is_not_basic_is_no_header() {
        let cases = ["", "Basic", "Basic !!!", "Bearer abc", "Basic bm9jb2xvbg=="];
        for case in cases {
            assert!(BasicCredentials::from_header(case).is_none(), "{case}");
        }
        let unpadded = BasicCredentials::from_header("basic  YTpi").unwrap();
        assert!(unpadded.are("a", &Secret::new("b")));
        let latin1 = BasicCredentials::from_header(&header(b"k:caf\xe9")).unwrap();
        assert!(latin1.are("k", &Secret::new("café")));
    }

    #[test]
    fn credentials_print_nothing() {
        let given = BasicCredentials::from_header(&header(b"kamar:hunter2")).unwrap();
        let printed = format!("{given:?}");
        assert!(!printed.contains("kamar") && !printed.contains("hunter2"), "{printed}");
    }

    #[test]
    fn a_digest_takes_the_secret_last() {
        let plain = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(digest_with_secret("a", &Secret::new("b"), plain), "ab");
    }
}

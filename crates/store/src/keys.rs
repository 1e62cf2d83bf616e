//! The data keys that the binary keeps in the keychain or in a key file.

use std::fmt;

use crosswalk_model::Secret;
use zeroize::Zeroizing;

/// The first bytes of a hash of the key: tells which key a value was encrypted with, and nothing else.
pub(crate) type KeyId = [u8; 8];

/// One 32-byte key.
#[derive(Clone)]
pub(crate) struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn id(&self) -> KeyId {
        let mut id = KeyId::default();
        id.copy_from_slice(&self.derive("crosswalk 2026 key id")[..8]);
        id
    }

    /// A key for one purpose; the data key itself encrypts nothing.
    pub(crate) fn derive(&self, purpose: &'static str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key(purpose, self.0.as_slice()))
    }
}

/// The key that new values are encrypted with, and older ones that are only read with.
#[derive(Clone)]
pub struct Keys {
    current: DataKey,
    older: Vec<DataKey>,
}

impl Keys {
    /// A key from 32 random bytes, which the caller takes from the operating system.
    pub fn generate(random: [u8; 32]) -> Self {
        Self { current: DataKey::new(random), older: Vec::new() }
    }

    /// The same keys with a new one in front: new values are encrypted with it, old ones stay readable.
    pub fn rotated(mut self, random: [u8; 32]) -> Self {
        let former = std::mem::replace(&mut self.current, DataKey::new(random));
        self.older.insert(0, former);
        self
    }

    /// Reads what [`Keys::text`] wrote; `None` when it is something else.
    pub fn parse(text: &Secret) -> Option<Self> {
        let mut keys = text
            .expose()
            .split_whitespace()
            .map(|word| blake3::Hash::from_hex(word).ok().map(|key| DataKey::new(*key.as_bytes())));
        let current = keys.next()??;
        Some(Self { current, older: keys.collect::<Option<_>>()? })
    }

    /// The keys as a text for the keychain or a key file: hexadecimal, the current one first.
    pub fn text(&self) -> Secret {
        let hex = |key: &DataKey| blake3::Hash::from_bytes(*key.0).to_hex().to_string();
        Secret::new(self.all().map(hex).collect::<Vec<_>>().join(" "))
    }

    /// Reads a recovery key as a person types it: in groups, in capitals or not, one key a line where there are
    /// several; `None` when it is something else.
    pub fn parse_recovery(typed: &Secret) -> Option<Self> {
        let plain: String = typed.expose().to_lowercase().chars().filter(|c| *c != '-').collect();
        Self::parse(&Secret::new(plain))
    }

    /// [`Keys::text`] for a file that is encrypted itself.
    pub(crate) fn bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.text().expose().as_bytes().to_vec())
    }

    /// Reads what [`Keys::bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::parse(&Secret::new(std::str::from_utf8(bytes).ok()?))
    }

    /// The id of the current key, in hexadecimal: says which key it is and gives nothing of it away.
    pub fn id(&self) -> String {
        self.current.id().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(crate) fn current(&self) -> &DataKey {
        &self.current
    }

    pub(crate) fn older(&self) -> &[DataKey] {
        &self.older
    }

    fn all(&self) -> impl Iterator<Item = &DataKey> {
        std::iter::once(&self.current).chain(&self.older)
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys([secret])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let keys = Keys::generate([1; 32]).rotated([2; 32]);
        let back = Keys::parse(&keys.text()).unwrap();
        let ids = |keys: &Keys| keys.all().map(DataKey::id).collect::<Vec<_>>();
        assert_eq!(ids(&back), ids(&keys));
        assert_eq!(ids(&keys)[1], ids(&Keys::generate([1; 32]))[0]);
        assert_ne!(ids(&keys)[0], ids(&keys)[1]);
        for odd in ["", "x", "0011"] {
            assert!(Keys::parse(&Secret::new(odd)).is_none(), "{odd}");
        }
    }

    #[test]
    fn a_recovery_key_is_read_as_it_is_typed() {
        let keys = Keys::generate([0xab; 32]);
        let groups = vec!["ABAB"; 16].join("-");
        assert_eq!(Keys::parse_recovery(&Secret::new(format!(" {groups}\n"))).unwrap().id(), keys.id());
        assert!(Keys::parse_recovery(&Secret::new("seven blue pūkeko")).is_none());
        assert_eq!(Keys::from_bytes(&keys.bytes()).unwrap().id(), keys.id());
    }

    #[test]
    fn debug_prints_no_key() {
        assert_eq!(format!("{:?}", Keys::generate([7; 32])), "Keys([secret])");
    }
}

//! Packing of many small values into one blob: each part is preceded by its length (four bytes, little-endian).

use crate::{Result, StoreError};

/// Adds one part.
pub(crate) fn put(out: &mut Vec<u8>, part: &[u8]) {
    out.extend_from_slice(&(part.len() as u32).to_le_bytes());
    out.extend_from_slice(part);
}

/// Takes packed parts off the front.
pub(crate) struct Unpack<'a>(pub(crate) &'a [u8]);

impl<'a> Unpack<'a> {
    pub(crate) fn part(&mut self) -> Result<&'a [u8]> {
        let (length, rest) = self.0.split_first_chunk::<4>().ok_or_else(broken)?;
        let (part, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(broken)?;
        self.0 = rest;
        Ok(part)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str> {
        std::str::from_utf8(self.part()?).map_err(|_| broken())
    }
}

fn broken() -> StoreError {
    StoreError::corrupt("a packed value")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_come_back(parts: Vec<Vec<u8>>) {
            let mut packed = Vec::new();
            parts.iter().for_each(|part| put(&mut packed, part));
            let mut unpack = Unpack(&packed);
            for part in &parts {
                prop_assert_eq!(unpack.part().unwrap(), part.as_slice());
            }
            prop_assert!(unpack.0.is_empty());
        }

        #[test]
        fn nonsense_is_an_error_and_never_a_crash(bytes: Vec<u8>) {
            let mut unpack = Unpack(&bytes);
            while !unpack.0.is_empty() {
                if unpack.part().is_err() { break; }
            }
        }
    }
}

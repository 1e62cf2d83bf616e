//! A writer of small archives, so that hostile ones can be made to measure. Entries are stored, not compressed.

/// The archive with these entries.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut central) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let at = u32::try_from(bytes.len()).unwrap();
        let facts = facts(name, content);
        bytes.extend([b"PK\x03\x04\x14\x00".as_slice(), &facts, name.as_bytes(), content].concat());
        central.extend(
            [b"PK\x01\x02\x14\x00\x14\x00".as_slice(), &facts, &[0; 10], &at.to_le_bytes(), name.as_bytes()]
                .concat(),
        );
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let (start, size) = (u32::try_from(bytes.len()).unwrap(), u32::try_from(central.len()).unwrap());
    bytes.extend(&central);
    bytes.extend(
        [
            b"PK\x05\x06\0\0\0\0".as_slice(),
            &count,
            &count,
            &size.to_le_bytes(),
            &start.to_le_bytes(),
            &[0; 2],
        ]
        .concat(),
    );
    bytes
}

/// Flags, method, time, checksum, sizes, lengths: the same in both places of an entry.
fn facts(name: &str, content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len()).unwrap().to_le_bytes();
    let length = u16::try_from(name.len()).unwrap().to_le_bytes();
    [&[0; 8], checksum(content).to_le_bytes().as_slice(), &size, &size, &length, &[0; 2]].concat()
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

/// The archive with another size declared for its last entry: what a zip bomb says of itself.
pub fn inflated(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    let last = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[last + 24..last + 28].copy_from_slice(&size.to_le_bytes());
    bytes
}

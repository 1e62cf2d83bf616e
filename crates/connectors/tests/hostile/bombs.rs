//! Archives that grow: written here bit by bit, so that they may lie about their size.

use crosswalk_connector_kit::Settings;

use crate::files::read;
use crate::watch::{memory, watched};

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

struct Entry<'e> {
    name: &'e str,
    method: u16,
    bytes: Vec<u8>,
    sum: u32,
    /// The size that is declared.
    size: u32,
}

/// An archive with these files, not compressed.
pub fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let entries: Vec<Entry<'_>> = files
        .iter()
        .map(|(name, bytes)| Entry {
            name,
            method: STORED,
            sum: sum(bytes),
            size: length(bytes),
            bytes: bytes.clone(),
        })
        .collect();
    packed(&entries)
}

fn packed(entries: &[Entry<'_>]) -> Vec<u8> {
    let (mut bytes, mut central) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = length(&bytes).to_le_bytes();
        let facts = facts(entry);
        bytes
            .extend([b"PK\x03\x04\x14\x00".as_slice(), &facts, entry.name.as_bytes(), &entry.bytes].concat());
        central.extend(
            [b"PK\x01\x02\x14\x00\x14\x00".as_slice(), &facts, &[0; 10], &at, entry.name.as_bytes()].concat(),
        );
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let (start, size) = (length(&bytes).to_le_bytes(), length(&central).to_le_bytes());
    bytes.extend(central);
    bytes.extend([b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &size, &start, &[0; 2]].concat());
    bytes
}

fn facts(entry: &Entry<'_>) -> Vec<u8> {
    let name = u16::try_from(entry.name.len()).unwrap().to_le_bytes();
    let (sum, packed) = (entry.sum.to_le_bytes(), length(&entry.bytes).to_le_bytes());
    [
        &[0, 0],
        entry.method.to_le_bytes().as_slice(),
        &[0; 4],
        &sum,
        &packed,
        &entry.size.to_le_bytes(),
        &name,
        &[0; 2],
    ]
    .concat()
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

fn sum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 },
        )
    })
}

/// A deflated stream of a heading line and so many repetitions of 258 equal bytes: thirteen bits for each.
fn repeated(heading: &str, byte: u8, times: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.add(0b011, 3);
    heading.bytes().chain([byte]).for_each(|byte| bits.code(0x30 + u32::from(byte), 8));
    for _ in 0..times {
        bits.code(0b1100_0101, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    bits.add(0, 7);
    bits.bytes
}

/// Bits in the order of deflate: lowest first, codes highest first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn add(&mut self, bits: u32, count: u32) {
        for at in 0..count {
            self.held |= ((bits >> at) & 1) << self.count;
            self.count += 1;
            if self.count == 8 {
                self.bytes.push(u8::try_from(self.held).unwrap());
                (self.held, self.count) = (0, 0);
            }
        }
    }

    fn code(&mut self, code: u32, count: u32) {
        self.add(code.reverse_bits() >> (32 - count), count);
    }
}

fn told(entries: &[Entry<'_>]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("package.zip");
    std::fs::write(&file, packed(entries)).unwrap();
    let settings = Settings::default().with("place", "zip").with("file", file.to_string_lossy());
    let mut told = String::new();
    watched("bomb", 0, || told = read("oneroster_csv", &settings).err().unwrap_or_default());
    told
}

/// About 700 MB in 4.6 MB.
const TIMES: usize = 2_800_000;

#[test]
fn a_bomb_is_refused_whatever_it_says_of_its_size() {
    let heading = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n";
    for byte in *b",\n a" {
        let bytes = repeated(heading, byte, TIMES);
        for size in [u32::try_from(TIMES * 258).unwrap(), length(&bytes), 400] {
            let bomb = Entry { name: "orgs.csv", method: DEFLATED, bytes: bytes.clone(), sum: 0, size };
            let told = told(&[bomb]);
            // What ends the reading is the archive's size, its checksum, or a table that is none.
            assert!(!told.is_empty() && told.ends_with('.'), "{byte}, declared {size}: {told}");
        }
    }
    memory("a bomb");
}

#[test]
fn a_true_deflated_file_is_read() {
    let heading = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\ns1,,,Rimu College,school,7001,";
    let mut bits = Bits::default();
    bits.add(0b011, 3);
    heading.bytes().for_each(|byte| bits.code(0x30 + u32::from(byte), 8));
    bits.code(0, 7);
    bits.add(0, 7);
    let entry = Entry {
        name: "orgs.csv",
        method: DEFLATED,
        bytes: bits.bytes,
        sum: sum(heading.as_bytes()),
        size: length(heading.as_bytes()),
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("package.zip");
    std::fs::write(&file, packed(&[entry])).unwrap();
    let settings = Settings::default().with("place", "zip").with("file", file.to_string_lossy());
    let read = read("oneroster_csv", &settings).unwrap();
    assert_eq!(read.documents.len(), 1, "the writer of these bombs writes good archives too");
}

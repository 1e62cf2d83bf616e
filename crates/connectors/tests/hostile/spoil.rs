//! A seeded spoiler: the same seed makes the same damage on every computer.

/// Numbers by chance, of which the seed decides all (SplitMix64).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % (end.max(1) as u64)).unwrap()
    }

    pub fn one<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[self.below(of.len())]
    }
}

/// What breaks parsers, in every format.
const TOKENS: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b",",
    b",,",
    b":",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[[",
    b"<",
    b">",
    b"</",
    b"/>",
    b"<!--",
    b"<![CDATA[",
    b"<!DOCTYPE x [",
    b"<!ENTITY a \"b\">",
    b"&a;",
    b"&#x0;",
    b"&#99999999;",
    b"&",
    b"<?xml",
    b"1e999",
    b"-0",
    b"99999999999999999999",
    b"null",
    b"NaN",
    b"00000000",
    b"\r",
    b"\n",
    b"\r\n",
    b"\t",
    b";",
    b"|",
    b"\"\"",
    b"=cmd|'/c'!A1",
    b"\"sync\":\"full\"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"../",
];

/// Spoils something good in up to eight places.
pub fn spoilt(good: &[u8], others: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=chance.below(8) {
        once(&mut bytes, others, chance);
        bytes.truncate(256 << 10);
    }
    bytes
}

fn once(bytes: &mut Vec<u8>, others: &[Vec<u8>], chance: &mut Chance) {
    let (from, to) = stretch(bytes.len(), chance);
    match chance.below(9) {
        0 => bytes.truncate(from),
        1 => drop(bytes.drain(from..to)),
        2 => {
            let again = bytes[from..to].to_vec();
            insert(bytes, to, &again);
        }
        3 => bytes[from..to].reverse(),
        4 => bytes[from..to].iter_mut().for_each(|byte| *byte ^= 1 << (chance.below(8))),
        5 => {
            let token = chance.one(TOKENS);
            insert(bytes, from, token);
        }
        6 => {
            let many = chance.one(TOKENS).repeat(1 + chance.below(3000));
            insert(bytes, from, &many);
        }
        7 => {
            let other = &others[chance.below(others.len())];
            let (start, end) = stretch(other.len(), chance);
            insert(bytes, from, &other[start..end]);
        }
        _ => {
            let token = chance.one(TOKENS);
            bytes.splice(from..to, token.iter().copied());
        }
    }
}

fn stretch(length: usize, chance: &mut Chance) -> (usize, usize) {
    let from = chance.below(length + 1);
    // Short stretches more often than long ones.
    let longest = if chance.below(4) == 0 { length } else { 24 };
    (from, (from + chance.below(longest.max(1))).min(length))
}

fn insert(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    bytes.splice(at..at, new.iter().copied());
}

#[test]
fn a_seed_always_makes_the_same_damage() {
    let good = b"{\"a\":[1,2,3]}".to_vec();
    let made = |seed| spoilt(&good, std::slice::from_ref(&good), &mut Chance::new(seed));
    assert_eq!(made(7), made(7));
    let different: std::collections::BTreeSet<_> = (0..100).map(made).collect();
    assert!(different.len() > 80, "{}", different.len());
}

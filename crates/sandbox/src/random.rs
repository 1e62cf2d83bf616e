//! A small deterministic generator of numbers, so that a seed always builds the same school.

/// SplitMix64 (Steele, Lea, Flood 2014): one word of state, good enough spread, the same on every machine.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A generator that always gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A generator for one purpose or person, independent of how often any other was asked.
    pub fn derive(seed: u64, salt: u64) -> Self {
        let mut random = Self::new(seed ^ salt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        random.word();
        random
    }

    /// The next 64 bits.
    pub fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.word() % limit as u64) as usize }
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of the words; empty when there are none.
    pub fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }

    /// Text of `length` characters out of an alphabet.
    pub fn text(&mut self, alphabet: &str, length: usize) -> String {
        let letters: Vec<char> = alphabet.chars().collect();
        (0..length).filter_map(|_| letters.get(self.below(letters.len())).copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_same_numbers() {
        let (mut a, mut b) = (Random::new(7), Random::new(7));
        assert!((0..100).all(|_| a.word() == b.word()));
    }

    #[test]
    fn other_seed_or_salt_other_numbers() {
        assert_ne!(Random::new(7).word(), Random::new(8).word());
        assert_ne!(Random::derive(7, 1).word(), Random::derive(7, 2).word());
    }

    #[test]
    fn numbers_spread_below_the_limit() {
        let mut random = Random::new(1);
        let mut seen = [0usize; 5];
        (0..5000).for_each(|_| seen[random.below(5)] += 1);
        assert!(seen.iter().all(|n| *n > 800), "{seen:?}");
        assert_eq!(random.below(0), 0);
    }
}

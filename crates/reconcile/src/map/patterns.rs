//! Patterns of conditions: compiled once, with a limit on their size. The library would compile a pattern again
//! for every record.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::fault::Fault;

/// Characters of a pattern.
pub(crate) const LONGEST: usize = 200;
/// Bytes of a compiled pattern.
const SIZE: usize = 256 * 1024;
/// How deep its brackets may nest.
const NESTING: u32 = 20;

/// The name of the function that looks up a compiled pattern by its number.
pub(crate) const FUNCTION: &str = "matches_pattern";

/// Compiled patterns, by number.
#[derive(Clone, Default)]
pub(crate) struct Patterns(Arc<Vec<Regex>>);

impl Patterns {
    /// Compiles one more and gives its number.
    pub fn add(&mut self, pattern: &str) -> Result<i64, Fault> {
        if pattern.chars().count() > LONGEST {
            return Err(Fault::Pattern);
        }
        let mut builder = RegexBuilder::new(pattern);
        builder.size_limit(SIZE).dfa_size_limit(SIZE).nest_limit(NESTING);
        let compiled = builder.build().map_err(|_| Fault::Pattern)?;
        let all = Arc::make_mut(&mut self.0);
        all.push(compiled);
        Ok(all.len() as i64 - 1)
    }

    /// Whether the text matches the pattern with this number.
    pub fn matches(&self, text: &str, number: i64) -> bool {
        usize::try_from(number).ok().and_then(|at| self.0.get(at)).is_some_and(|regex| regex.is_match(text))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

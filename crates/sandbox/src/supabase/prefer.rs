//! The `Prefer` header.

use axum::http::HeaderMap;

/// What a write answers with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Return {
    /// Nothing.
    #[default]
    Minimal,
    /// Headers only.
    HeadersOnly,
    /// The rows.
    Representation,
}

/// What happens to a row that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is updated.
    Merge,
    /// It stays as it is.
    Ignore,
}

/// Preferences of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefer {
    /// `return=`.
    pub answer: Return,
    /// `resolution=`.
    pub resolution: Option<Resolution>,
    /// `count=` of any kind: the sandbox always counts exactly.
    pub count: bool,
    /// `missing=default`.
    pub missing_default: bool,
    /// Those that were understood, for `Preference-Applied`.
    pub applied: Vec<String>,
}

impl Prefer {
    /// Reads all `Prefer` headers; unknown preferences are ignored.
    pub fn read(headers: &HeaderMap) -> Self {
        let mut prefer = Self::default();
        let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        for word in values.flat_map(|value| value.split(',')) {
            prefer.apply(word.trim());
        }
        prefer
    }

    fn apply(&mut self, word: &str) {
        match word {
            "return=minimal" => self.answer = Return::Minimal,
            "return=headers-only" => self.answer = Return::HeadersOnly,
            "return=representation" => self.answer = Return::Representation,
            "resolution=merge-duplicates" => self.resolution = Some(Resolution::Merge),
            "resolution=ignore-duplicates" => self.resolution = Some(Resolution::Ignore),
            "count=exact" | "count=planned" | "count=estimated" => self.count = true,
            "missing=default" => self.missing_default = true,
            "missing=null" => self.missing_default = false,
            _ => return,
        }
        self.applied.push(word.to_owned());
    }
}

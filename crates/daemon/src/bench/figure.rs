//! One figure: the house against a bare measure of the same run.

use std::time::Duration;

use serde::Serialize;

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What is measured.
    pub what: String,
    /// The house's own figure, with its unit.
    pub house: String,
    /// What it is measured against.
    pub against: String,
    /// The ratio of the two.
    pub ratio: f64,
    /// What is promised, in words.
    pub target: &'static str,
    /// Whether it is kept.
    pub kept: bool,
    /// Why it was not measured, in a sentence, if it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

impl Figure {
    /// A figure of which nothing is promised.
    pub(super) fn new(what: impl Into<String>, house: String, against: String, ratio: f64) -> Self {
        Self { what: what.into(), house, against, ratio, target: "", kept: true, left_out: None }
    }

    /// What could not be measured here, and why.
    pub(super) fn left_out(what: impl Into<String>, why: impl Into<String>) -> Self {
        let left_out = Some(why.into());
        Self { left_out, ..Self::new(what, String::new(), String::new(), 0.0) }
    }

    /// A time against a bare one.
    pub(super) fn times(what: impl Into<String>, house: Duration, bare: Duration, against: &str) -> Self {
        let ratio = house.as_secs_f64() / bare.as_secs_f64();
        Self::new(what, format!("{:.2} s", house.as_secs_f64()), against.to_owned(), ratio)
    }

    /// With what is promised of it.
    pub(super) fn promised(mut self, target: &'static str, kept: bool) -> Self {
        (self.target, self.kept) = (target, kept);
        self
    }
}

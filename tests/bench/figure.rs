//! A figure with what is promised of it.

use serde::Serialize;

/// One figure.
#[derive(Serialize)]
pub struct Figure {
    /// What is measured.
    pub what: String,
    /// The figure, in its unit.
    pub figure: f64,
    /// The most that is promised, in the same unit; none where nothing is.
    pub target: Option<f64>,
    /// kB, ms, s, rows.
    pub unit: &'static str,
    /// Whether the promise is kept.
    pub kept: bool,
}

impl Figure {
    /// At most so much is promised.
    pub fn at_most(what: impl Into<String>, figure: f64, target: f64, unit: &'static str) -> Self {
        Self { what: what.into(), figure, target: Some(target), unit, kept: figure <= target }
    }

    /// Only told.
    pub fn told(what: impl Into<String>, figure: f64, unit: &'static str) -> Self {
        Self { what: what.into(), figure, target: None, unit, kept: true }
    }
}

/// All figures, a line each.
pub fn table(figures: &[Figure]) -> String {
    let line = |one: &Figure| {
        let verdict = match one.target {
            None => String::new(),
            Some(target) => {
                format!("(at most {target} {}: {})", one.unit, if one.kept { "kept" } else { "MISSED" })
            }
        };
        format!("{:<58} {:>9.1} {:<5} {verdict}\n", one.what, one.figure, one.unit)
    };
    figures.iter().map(line).collect()
}

/// The figure below which so many per cent of all lie.
pub fn percentile(figures: &[f64], percent: usize) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

//! Bands of numbers, such as ages.

use crosswalk_model::Value;

use super::fault::Fault;
use super::numbers::{number, whole};
use super::odd::Odd;

/// From low to high, both included.
pub(crate) struct Band {
    low: i64,
    high: i64,
    text: String,
}

impl Band {
    /// Reads `11-12`, `11–12` or `17+`.
    pub fn new(text: &str) -> Result<Self, Fault> {
        let (low, high) = match text.trim().strip_suffix('+') {
            Some(low) => (whole(low), Some(i64::MAX)),
            None => text.split_once(['-', '–']).map_or((None, None), |(low, high)| (whole(low), whole(high))),
        };
        match (low, high) {
            (Some(low), Some(high)) if low <= high => Ok(Self { low, high, text: text.to_owned() }),
            _ => Err(Fault::Band(text.to_owned())),
        }
    }
}

/// The text of the first band in which the number lies.
pub(crate) fn band(value: Value, bands: &[Band]) -> Result<Value, Odd> {
    let Value::Int(number) = number(value)? else { return Ok(Value::Null) };
    let band = bands.iter().find(|band| (band.low..=band.high).contains(&number));
    band.map(|band| Value::text(&band.text)).ok_or_else(|| {
        Odd::dropped(
            "not_in_bands",
            "The number lies in none of the bands; it was left out. Add a band for it.",
        )
    })
}

//! Numbers with separators, sizes and durations.

use crate::texts;

/// A whole number with a comma between thousands: `14,902`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 3 == first {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A size in bytes: `812 bytes`, `25.3 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if bytes < 1000 {
        return texts::size_bytes(bytes);
    }
    let (mut value, mut unit) = (bytes as f64 / 1000.0, 0);
    while value >= 999.95 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

/// A duration: `0.4 s`, `12 s`, `3 min 5 s`.
pub fn seconds(milliseconds: i64) -> String {
    let whole = milliseconds / 1000;
    match whole {
        ..1 if milliseconds < 50 => texts::duration_moment().to_owned(),
        ..10 => texts::duration_short(format!("{:.1}", milliseconds as f64 / 1000.0)),
        10..60 => texts::duration_short(whole),
        _ if whole % 60 == 0 => texts::duration_minutes(thousands((whole / 60).unsigned_abs())),
        _ => texts::duration_long(thousands((whole / 60).unsigned_abs()), whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (14_902, "14,902"), (1_234_567, "1,234,567")];
        for (number, expect) in cases {
            assert_eq!(thousands(number), expect);
        }
    }

    #[test]
    fn sizes_have_units() {
        let cases =
            [(0, "0 bytes"), (1, "1 byte"), (1_499, "1.5 kB"), (999_999, "1.0 MB"), (25_300_000, "25.3 MB")];
        for (bytes, expect) in cases {
            assert_eq!(size(bytes), expect);
        }
    }

    #[test]
    fn durations_lose_precision_as_they_grow() {
        let cases = [
            (12, "under 0.1 s"),
            (420, "0.4 s"),
            (9_940, "9.9 s"),
            (52_000, "52 s"),
            (185_000, "3 min 5 s"),
            (240_900, "4 min"),
        ];
        for (milliseconds, expect) in cases {
            assert_eq!(seconds(milliseconds), expect);
        }
    }
}

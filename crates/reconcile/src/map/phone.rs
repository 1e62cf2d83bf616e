//! Telephone numbers in E.164: a plus, the country code, the number without its leading 0, at most 15 digits
//! (ITU-T recommendation E.164).

use crosswalk_model::Value;

use super::fault::Fault;
use super::odd::Odd;
use super::text::as_text;

/// Digits after the country code, from and to, where we know them; elsewhere any that E.164 allows.
const NATIONAL: [(&str, usize, usize); 4] = [("1", 10, 10), ("44", 9, 10), ("61", 9, 9), ("64", 8, 10)];
/// Countries whose numbers keep their leading 0.
const KEEP_ZERO: [&str; 3] = ["39", "378", "379"];

/// A country's code for telephone numbers.
pub(crate) struct Country(String);

impl Country {
    /// Reads `64` or `+64`.
    pub fn new(text: &str) -> Result<Self, Fault> {
        let code = text.trim().trim_start_matches('+');
        let fits = (1..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
        if fits && !code.starts_with('0') {
            Ok(Self(code.to_owned()))
        } else {
            Err(Fault::Country(text.to_owned()))
        }
    }
}

/// A number in E.164, and what is odd about it. Blank and all zeros are empty.
pub(crate) fn phone(value: &Value, country: &Country) -> Result<(Value, Option<Odd>), Odd> {
    let text = as_text(value).ok_or_else(Odd::not_text)?;
    let (text, extension) = without_extension(text.trim());
    if text.chars().all(|c| matches!(c, '0' | ' ')) {
        return Ok((Value::Null, None));
    }
    let number = country.number(&text).ok_or_else(bad_phone)?;
    Ok((Value::Text(format!("+{number}")), extension.then(dropped_extension)))
}

fn bad_phone() -> Odd {
    Odd::dropped(
        "bad_phone",
        "The value cannot be read as one telephone number; it was left out. Correct it at the source.",
    )
}

fn dropped_extension() -> Odd {
    Odd::note(
        "phone_extension",
        "The extension after the telephone number was left out; the number was kept.",
    )
}

/// `09 555 0100 ext. 12` without `ext. 12`.
fn without_extension(text: &str) -> (String, bool) {
    let lower = text.to_lowercase();
    let tail = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    if tail.len() == lower.len() {
        return (lower, false);
    }
    let mark = tail.trim_end_matches([' ', '.', ':']);
    let ending = ["extension", "extn", "ext", "x", "#"].into_iter().find_map(|word| mark.strip_suffix(word));
    match ending {
        Some(number) => (number.trim_end_matches([' ', ',', ';']).to_owned(), true),
        None => (lower, false),
    }
}

impl Country {
    fn number(&self, text: &str) -> Option<String> {
        let punctuation =
            |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '.' | '(' | ')' | '\u{2011}');
        let plain = text.replace("(0)", "");
        let plus = plain.trim_start_matches(['(', ' ']).starts_with('+');
        let bare: String = if plus { plain.replacen('+', "", 1) } else { text.to_owned() };
        let digits: String = bare.chars().filter(|c| !punctuation(*c)).collect();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        self.fitting(if plus { self.abroad(&digits) } else { self.dialled(&digits) })
    }

    /// Digits that were dialled from here.
    fn dialled(&self, digits: &str) -> String {
        if let Some(digits) = digits.strip_prefix("00") {
            return self.abroad(digits);
        }
        let whole = digits.strip_prefix(&self.0).is_some_and(|rest| rest.len() >= 8 && self.fits(rest));
        if whole { digits.to_owned() } else { format!("{}{}", self.0, self.without_trunk(digits)) }
    }

    /// Digits that begin with a country code, perhaps with a 0 after ours that is not dialled from abroad.
    fn abroad(&self, digits: &str) -> String {
        match digits.strip_prefix(&self.0) {
            Some(rest) => format!("{}{}", self.0, self.without_trunk(rest)),
            None => digits.to_owned(),
        }
    }

    fn without_trunk<'a>(&self, digits: &'a str) -> &'a str {
        if KEEP_ZERO.contains(&self.0.as_str()) { digits } else { digits.strip_prefix('0').unwrap_or(digits) }
    }

    fn fits(&self, national: &str) -> bool {
        NATIONAL
            .iter()
            .find(|(code, _, _)| *code == self.0)
            .is_none_or(|(_, from, to)| (*from..=*to).contains(&national.len()))
    }

    fn fitting(&self, number: String) -> Option<String> {
        let sized = (8..=15).contains(&number.len()) && !number.starts_with('0');
        let ours = number.strip_prefix(&self.0).is_none_or(|national| self.fits(national));
        (sized && ours).then_some(number)
    }
}

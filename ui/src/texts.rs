//! Every sentence that the screens speak, from `ui/texts`: one function a text, made by `build.rs`.

use std::fmt::Display;

/// The languages in the order of `build.rs`; the first is spoken until a person chooses another.
const LANGUAGE: usize = 0;

fn said(number: usize) -> &'static str {
    SAID[LANGUAGE][number]
}

/// Puts each value into the place in braces that bears its name.
fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            filled.push_str(&value.to_string());
        }
        filled.push_str(rest);
    }
    filled
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_into_their_places() {
        assert_eq!(fill("Approve {count} of {total}", &[("total", &9), ("count", &3)]), "Approve 3 of 9");
        assert_eq!(fill("nothing here", &[]), "nothing here");
        assert_eq!(fill("{who}", &[("who", &"Te Kete {Ako}")]), "Te Kete {Ako}");
    }

    #[test]
    fn a_number_chooses_its_form() {
        assert_eq!(conflicts_title(1), "1 conflict");
        assert_eq!(conflicts_title(1_200), "1,200 conflicts");
    }
}

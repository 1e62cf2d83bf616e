//! Every sentence that the screens speak, from `ui/texts`: one function a text, made by `build.rs`.

use std::fmt::Display;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The place in [`TAGS`] of the language that is spoken.
static SPOKEN: AtomicUsize = AtomicUsize::new(0);

/// A language that names only a few things so far. Its page is an English one with parts of that language.
const PARTIAL: &str = "mi";

/// Speaks a language from now on. What was said before stays as it is, so that a page that is drawn is loaded anew.
pub fn speak(tag: &str) {
    let place = TAGS.iter().position(|known| *known == tag);
    SPOKEN.store(place.unwrap_or_default(), Ordering::Relaxed);
}

/// The language of the page as a whole.
pub fn page_language() -> &'static str {
    Some(spoken()).filter(|tag| *tag != PARTIAL).unwrap_or(TAGS[0])
}

/// The language of a sentence, where it is not that of the page: a screen reader needs to know.
pub fn tongue(sentence: &str) -> Option<&'static str> {
    let is_own = || OWN[SPOKEN.load(Ordering::Relaxed)].binary_search(&sentence).is_ok();
    (spoken() == PARTIAL && is_own()).then_some(PARTIAL)
}

fn spoken() -> &'static str {
    TAGS[SPOKEN.load(Ordering::Relaxed)]
}

fn said(number: usize) -> &'static str {
    SAID[SPOKEN.load(Ordering::Relaxed)][number]
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
    fn every_language_falls_back_to_the_first() {
        let place = |tag: &str| TAGS.iter().position(|known| *known == tag).unwrap();
        let of = |tag: &str| SAID[place(tag)].to_vec();
        let other =
            |tag: &str| of(tag).iter().zip(of("en-NZ")).filter(|(own, first)| **own != *first).count();
        assert_eq!(TAGS[0], "en-NZ");
        assert!(other("en-US") > 5 && other("mi") > 20 && other("en-GB") > 0);
        assert_eq!(OWN[place("mi")].binary_search(&"Ngā hononga").map(|_| ()), Ok(()));
        assert!(OWN[place("mi")].binary_search(&"Connections").is_err());
    }

    #[test]
    fn a_number_chooses_its_form() {
        assert_eq!(conflicts_title(1), "1 conflict");
        assert_eq!(conflicts_title(1_200), "1,200 conflicts");
    }
}

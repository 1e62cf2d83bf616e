//! Which language is spoken: the one that a person chose, else the first of the system's that is known and read over.

use super::theme::storage;
use crate::texts;
use leptos::prelude::*;

const KEPT: &str = "crosswalk.language";

/// What is kept as long as the system decides.
pub const SYSTEM: &str = "system";

/// Languages that nobody is given without asking: no fluent reader has looked at them yet.
const UNREAD: [&str; 1] = ["mi"];

/// Speaks the language that was chosen, and tells the page's readers which one it is.
pub fn start() {
    texts::speak(spoken(&kept(), &of_the_system()));
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", texts::page_language());
    }
}

/// What a person chose: a tag, or [`SYSTEM`].
pub fn kept() -> String {
    let kept = storage().and_then(|kept| kept.get_item(KEPT).ok().flatten());
    kept.filter(|tag| texts::TAGS.contains(&tag.as_str())).unwrap_or_else(|| SYSTEM.to_owned())
}

/// Keeps a choice, and loads the page anew: every sentence on it was said in another language.
pub fn choose(tag: &str) {
    if let Some(storage) = storage() {
        // Where nothing can be kept the language stays as it is.
        let _ = storage.set_item(KEPT, tag);
    }
    let _ = window().location().reload();
}

fn of_the_system() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// The language to speak. English of elsewhere is nearest to that of New Zealand.
fn spoken(kept: &str, system: &[String]) -> &'static str {
    let known = |wanted: &str| {
        let is_it = |tag: &&&str| tag.eq_ignore_ascii_case(wanted);
        texts::TAGS.iter().find(is_it).copied()
    };
    let offered = |tag: &String| known(tag).filter(|tag| !UNREAD.contains(tag));
    let english = |tag: &&String| tag.to_lowercase().starts_with("en");
    known(kept).or_else(|| offered(system.iter().find(english)?)).unwrap_or(texts::TAGS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_first_then_the_system() {
        let cases = [
            ("system", vec!["en-US", "en"], "en-US"),
            ("system", vec!["de-DE", "en-gb", "en-US"], "en-GB"),
            ("system", vec!["en-AU", "en-US"], "en-NZ"),
            ("system", vec!["mi-NZ", "mi"], "en-NZ"),
            ("system", vec![], "en-NZ"),
            ("mi", vec!["en-US"], "mi"),
            ("en-NZ", vec!["en-US"], "en-NZ"),
            ("tlh", vec!["en-US"], "en-US"),
        ];
        for (kept, system, expect) in cases {
            let system: Vec<String> = system.into_iter().map(str::to_owned).collect();
            assert_eq!(spoken(kept, &system), expect, "{kept} {system:?}");
        }
    }
}

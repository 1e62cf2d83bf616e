//! The sentences of the screens, by their names in `ui/texts`: a story stays true when one is worded anew.

const TEXTS: &str = include_str!("../../../ui/texts/en-NZ.toml");

/// The sentence of that name.
pub fn word(name: &str) -> String {
    found(name).unwrap_or_else(|| panic!("ui/texts has no sentence {name}"))
}

/// The sentence of that name in another language.
pub fn word_in(language: &str, name: &str) -> String {
    let path = format!("{}/../ui/texts/{language}.toml", env!("CARGO_MANIFEST_DIR"));
    let texts = std::fs::read_to_string(path).expect("the catalogue");
    found_in(&texts, name).unwrap_or_else(|| panic!("{language} has no sentence {name} of its own"))
}

/// The part of a sentence before its first value: `Approve and apply ` of `Approve and apply {count}`.
pub fn beginning(name: &str) -> String {
    word(name).split('{').next().unwrap_or_default().trim().to_owned()
}

/// The sentence with its values filled in.
pub fn told(name: &str, values: &[(&str, &str)]) -> String {
    let fill = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
    values.iter().fold(word(name), fill)
}

fn found(name: &str) -> Option<String> {
    found_in(TEXTS, name)
}

fn found_in(texts: &str, name: &str) -> Option<String> {
    let line = texts.lines().find(|line| line.split(" = ").next() == Some(name))?;
    let (_, text) = line.split_once(" = ")?;
    serde_json::from_str(text).ok()
}

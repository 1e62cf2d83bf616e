//! Words: names that say nothing, and sentences that help nobody, from `words.toml`.

use crate::code::{parse, production, production_items};
use crate::tree::{File, Tree};
use serde::Deserialize;

#[derive(Deserialize)]
struct Words {
    names: Vec<String>,
    screen: Vec<Instead>,
}

#[derive(Deserialize)]
struct Instead {
    word: String,
    better: String,
    /// The language in which it is the right word.
    #[serde(default)]
    right_in: String,
}

impl Instead {
    fn is_right_in(&self, path: &str) -> bool {
        !self.right_in.is_empty() && path.ends_with(&format!("/{}.toml", self.right_in))
    }
}

#[expect(clippy::expect_used, reason = "without the list no word can be judged")]
fn words() -> Words {
    toml::from_str(include_str!("words.toml")).expect("words.toml")
}

fn type_names(tree: &Tree, words: &Words) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in production(tree) {
        let parsed = parse(file);
        let items = parsed.iter().flat_map(|parsed| production_items(&parsed.items));
        let bad =
            items.filter_map(type_name).filter(|name| words.names.iter().any(|word| name.ends_with(word)));
        breaches
            .extend(bad.map(|name| format!("{}: the name {name} says nothing of what it does", file.path)));
    }
    breaches
}

fn type_name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        syn::Item::Trait(item) => Some(item.ident.to_string()),
        syn::Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn file_names(tree: &Tree, words: &Words) -> Vec<String> {
    let is_bad = |part: &str| words.names.iter().any(|word| part.eq_ignore_ascii_case(word));
    let code = tree.files("", ".rs").filter(|file| file.path.split(['/', '_', '.', '-']).any(is_bad));
    code.map(|file| format!("{}: a name that says nothing of what is in it", file.path)).collect()
}

fn sentences(tree: &Tree, words: &Words) -> Vec<String> {
    tree.files("ui/texts/", "").flat_map(|file| sentences_of(file, words)).collect()
}

fn sentences_of(file: &File, words: &Words) -> Vec<String> {
    let mut breaches = Vec::new();
    for (line, number) in file.text.lines().zip(1..) {
        let said = said(line).to_lowercase();
        let counts = |one: &&Instead| !one.is_right_in(&file.path) && holds(&said, &one.word);
        for Instead { word, better, .. } in words.screen.iter().filter(counts) {
            breaches.push(format!("{}:{number}: not \"{word}\" but: {better}", file.path));
        }
    }
    breaches
}

/// What stands on the right of a line `key = sentence`; keys are for programs.
fn said(line: &str) -> &str {
    let is_key = |key: &str| key.trim().chars().all(|c| c.is_alphanumeric() || "_-.\"".contains(c));
    match line.split_once(['=', ':']) {
        Some((key, sentence)) if is_key(key) => sentence,
        _ => line,
    }
}

fn holds(sentence: &str, word: &str) -> bool {
    let is_end = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    sentence.match_indices(word).any(|(at, _)| {
        is_end(sentence[..at].chars().next_back()) && is_end(sentence[at + word.len()..].chars().next())
    })
}

#[test]
fn names_say_something() {
    crate::obeyed(&[type_names(Tree::here(), &words()), file_names(Tree::here(), &words())].concat());
}

#[test]
fn screens_speak_plainly() {
    crate::obeyed(&sentences(Tree::here(), &words()));
}

#[test]
fn empty_words_are_found() {
    let tree = Tree::of(&[
        (
            "crates/a/src/sync_manager.rs",
            "struct SyncManager; mod m { trait PathHelper {} } struct Serviceable;",
        ),
        ("crates/a/src/lib.rs", "#[cfg(test)] mod t { struct RowUtil; } use tower::Service;"),
        ("crates/a/src/utils/mod.rs", ""),
        (
            "ui/texts/en.toml",
            "students_gone = \"12 pupils left\"\nfailed = \"Oops. An error occurred\"\ngood = \"Valid\"\n",
        ),
        // The right word there, and only there.
        ("ui/texts/en-US.toml", "gone = \"12 students left\"\n"),
    ]);
    crate::found(&type_names(&tree, &words()), 2);
    crate::found(&file_names(&tree, &words()), 2);
    crate::found(&sentences(&tree, &words()), 2);
}

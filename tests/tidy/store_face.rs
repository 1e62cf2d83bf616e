//! The store speaks in our nouns: no type of its database driver stands in what it shows.

use crate::code::{parse, production, production_items};
use crate::tree::{File, Tree};
use std::collections::BTreeSet;
use syn::{ImplItem, Item, Visibility};

const STORE: &str = "crates/store/src/";

fn breaches(tree: &Tree) -> Vec<String> {
    let files: Vec<_> = production(tree).into_iter().filter(|file| file.path.starts_with(STORE)).collect();
    let shown = shown_words(tree);
    files.into_iter().flat_map(|file| breaches_of(file, &shown)).collect()
}

/// The words that `lib.rs` shows: its public modules, and what it re-exports.
fn shown_words(tree: &Tree) -> BTreeSet<String> {
    let parsed = tree.file(&format!("{STORE}lib.rs")).and_then(parse);
    let shown = parsed.iter().flat_map(|file| &file.items).flat_map(|item| match item {
        Item::Use(import) if is_public(&import.vis) => crate::paths::imported(&import.tree),
        Item::Mod(module) if is_public(&module.vis) => vec![module.ident.to_string()],
        _ => Vec::new(),
    });
    shown.filter_map(|path| path.rsplit("::").next().map(str::to_owned)).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn breaches_of(file: &File, shown: &BTreeSet<String>) -> Vec<String> {
    let Some(parsed) = parse(file) else { return Vec::new() };
    let drivers: BTreeSet<String> = crate::paths::named(file)
        .into_iter()
        .filter(|named| named.path.starts_with("sqlx::"))
        .filter_map(|named| named.path.rsplit("::").next().map(str::to_owned))
        .chain(["sqlx".to_owned()])
        .collect();
    let in_shown_module =
        words(&file.path[STORE.len()..]).iter().any(|part| part == "lib" || shown.contains(part));
    let faces =
        production_items(&parsed.items).into_iter().flat_map(|item| faces(item, shown, in_shown_module));
    let bad = faces.filter(|(_, face)| words(face).iter().any(|word| drivers.contains(word)));
    bad.map(|(name, _)| format!("{}: {name} shows a type of sqlx", file.path)).collect()
}

/// What an item shows of itself: its name and the text of its signature.
fn faces(item: &Item, shown: &BTreeSet<String>, in_shown_module: bool) -> Vec<(String, String)> {
    let is_shown = |name: &str| in_shown_module || shown.contains(name);
    match item {
        Item::Fn(function) if is_public(&function.vis) && is_shown(&function.sig.ident.to_string()) => {
            vec![face(&function.sig.ident, &function.sig)]
        }
        Item::Struct(shape) if is_public(&shape.vis) && is_shown(&shape.ident.to_string()) => shape
            .fields
            .iter()
            .filter(|field| is_public(&field.vis))
            .map(|field| face(&shape.ident, &field.ty))
            .collect(),
        Item::Impl(block)
            if block.trait_.is_none() && words(&text(&block.self_ty)).iter().any(|word| is_shown(word)) =>
        {
            block.items.iter().filter_map(method).collect()
        }
        _ => Vec::new(),
    }
}

fn method(item: &ImplItem) -> Option<(String, String)> {
    match item {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(face(&method.sig.ident, &method.sig)),
        _ => None,
    }
}

fn face(name: &syn::Ident, shape: &impl quote::ToTokens) -> (String, String) {
    (name.to_string(), text(shape))
}

fn text(shape: &impl quote::ToTokens) -> String {
    shape.to_token_stream().to_string()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

#[test]
fn the_store_shows_no_driver() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn a_driver_that_is_shown_is_found() {
    let lib = ("crates/store/src/lib.rs", "mod inner; pub mod open; pub use inner::Store;");
    let count = |path: &str, text: &str| breaches(&Tree::of(&[lib, (path, text)])).len();
    assert_eq!(count("crates/store/src/open.rs", "pub fn a() -> sqlx::Error {}"), 1);
    assert_eq!(
        count(
            "crates/store/src/open.rs",
            "use sqlx::AnyPool; pub struct A { pub pool: AnyPool, own: AnyPool }"
        ),
        1
    );
    assert_eq!(
        count(
            "crates/store/src/inner.rs",
            "use sqlx::AnyPool; impl Store { pub fn pool(&self) -> &AnyPool {} }"
        ),
        1
    );
    assert_eq!(count("crates/store/src/inner.rs", "impl Hidden { pub fn a() -> sqlx::Error {} }"), 0);
    assert_eq!(
        count("crates/store/src/open.rs", "pub(crate) fn a() -> sqlx::Error {} pub fn b() { sqlx::query() }"),
        0
    );
}

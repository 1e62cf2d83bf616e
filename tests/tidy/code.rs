//! Rust files, parsed: which of them are tests, which functions and attributes they hold.

use crate::tree::{File, Tree};
use std::collections::BTreeSet;
use std::path::Path;
use syn::spanned::Spanned;

/// A parsed file; one that does not parse is a breach of its own, found by the compiler.
pub fn parse(file: &File) -> Option<syn::File> {
    syn::parse_file(&file.text).ok()
}

/// The Rust files that are not tests: outside `tests/`, and not a module behind `#[cfg(test)]`.
pub fn production(tree: &Tree) -> Vec<&File> {
    let tests = tree.tests.get_or_init(|| test_modules(tree));
    let is_test =
        |path: &str| path.starts_with("tests/") || tests.iter().any(|test| path.starts_with(test.as_str()));
    tree.files("", ".rs").filter(|file| !is_test(&file.path)).collect()
}

/// The beginnings of the paths of modules that are declared with `#[cfg(test)] mod name;`.
fn test_modules(tree: &Tree) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in tree.files("", ".rs") {
        let items = parse(file).map(|parsed| parsed.items).unwrap_or_default();
        for item in items {
            if let syn::Item::Mod(module) = item
                && module.content.is_none()
                && is_for_tests(&module.attrs)
            {
                let stem = format!("{}/{}", module_folder(&file.path), module.ident);
                found.extend([format!("{stem}.rs"), format!("{stem}/")]);
            }
        }
    }
    found
}

/// Where the modules that a file declares lie.
fn module_folder(path: &str) -> String {
    let path = Path::new(path);
    let folder = path.parent().unwrap_or(Path::new("")).to_string_lossy().into_owned();
    match path.file_stem().and_then(|stem| stem.to_str()) {
        None | Some("mod" | "lib" | "main") => folder,
        Some(stem) => format!("{folder}/{stem}"),
    }
}

/// Whether an item is compiled for tests only, or is a test.
pub fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let is_cfg_test = attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test");
        is_cfg_test || attribute.path().is_ident("test")
    })
}

/// The attributes of an item, whatever it is.
pub fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    use syn::Item;
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The items that are not for tests, also those of inline modules, at any depth.
pub fn production_items(items: &[syn::Item]) -> Vec<&syn::Item> {
    let mut found = Vec::new();
    for item in items.iter().filter(|item| !is_for_tests(attributes(item))) {
        found.push(item);
        if let syn::Item::Mod(syn::ItemMod { content: Some((_, inner)), .. }) = item {
            found.extend(production_items(inner));
        }
    }
    found
}

/// A function and how long it is.
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its signature.
    pub line: usize,
    /// The lines from its signature to its closing brace.
    pub lines: usize,
}

/// The functions of a file that are not for tests, with those of impls and traits.
pub fn functions(file: &syn::File) -> Vec<Function> {
    let mut visitor = Functions::default();
    for item in &file.items {
        syn::visit::Visit::visit_item(&mut visitor, item);
    }
    visitor.0
}

#[derive(Default)]
struct Functions(Vec<Function>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let (line, end) = (signature.span().start().line, body.span().end().line);
        self.0.push(Function { name: signature.ident.to_string(), line, lines: end - line + 1 });
    }
}

impl<'ast> syn::visit::Visit<'ast> for Functions {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_for_tests(attributes(item)) {
            syn::visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.add(&function.sig, &function.block);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.add(&function.sig, &function.block);
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(body) = &function.default {
            self.add(&function.sig, body);
        }
        syn::visit::visit_trait_item_fn(self, function);
    }
}

#[test]
fn tests_are_told_from_production() {
    let tree = Tree::of(&[
        ("crates/a/src/lib.rs", "mod b; #[cfg(test)] mod cases;"),
        ("crates/a/src/b.rs", "#[cfg(test)] mod tests;"),
        ("crates/a/src/b/tests.rs", ""),
        ("crates/a/src/cases/one.rs", ""),
        ("crates/a/src/cases.rs", ""),
        ("tests/x/main.rs", ""),
    ]);
    let paths: Vec<_> = production(&tree).iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["crates/a/src/lib.rs", "crates/a/src/b.rs"]);
}

#[test]
fn functions_are_measured_from_signature_to_brace() {
    let text = "/// Doc.\n#[inline]\nfn a(\n  x: u8,\n) {\n  x;\n}\n#[cfg(test)]\nmod t { fn b() {} }\n\
                impl X { fn c() {} }\ntrait T { fn d(); fn e() {\n} }";
    let parsed = syn::parse_file(text).unwrap_or_else(|problem| unreachable!("{problem}"));
    let measured: Vec<_> = functions(&parsed).into_iter().map(|f| (f.name, f.lines)).collect();
    assert_eq!(measured, [("a".into(), 5), ("c".into(), 1), ("e".into(), 2)]);
}

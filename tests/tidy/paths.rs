//! The paths that code names: `std::fs::read`, and each end of a `use` written out in full.

use crate::code::{attributes, is_for_tests, parse};
use crate::tree::File;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// A path as the code names it.
pub struct Named {
    /// Its segments joined by `::`.
    pub path: String,
    /// Where.
    pub line: usize,
}

/// Every path and word that the code of a file names, tests, comments and texts apart.
pub fn named(file: &File) -> Vec<Named> {
    let Some(parsed) = parse(file) else { return Vec::new() };
    let mut visitor = Visitor::default();
    visitor.visit_file(&parsed);
    visitor.0
}

#[derive(Default)]
struct Visitor(Vec<Named>);

impl<'ast> Visit<'ast> for Visitor {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if is_for_tests(attributes(item)) {
            return;
        }
        match item {
            // Its contents are visited item by item.
            syn::Item::Mod(module) if module.content.is_some() => {}
            syn::Item::Use(_) => {}
            other => from_tokens(tokens_of(other), &mut self.0),
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, import: &'ast syn::ItemUse) {
        from_use(&import.tree, "", import.use_token.span.start().line, &mut self.0);
    }
}

fn tokens_of(item: &syn::Item) -> TokenStream {
    quote::ToTokens::to_token_stream(item)
}

/// The names that a `use` brings in, each written out in full.
pub fn imported(tree: &syn::UseTree) -> Vec<String> {
    let mut found = Vec::new();
    from_use(tree, "", 0, &mut found);
    found.into_iter().map(|named| named.path).collect()
}

fn from_use(tree: &syn::UseTree, prefix: &str, line: usize, found: &mut Vec<Named>) {
    let joined =
        |name: &syn::Ident| if prefix.is_empty() { name.to_string() } else { format!("{prefix}::{name}") };
    match tree {
        syn::UseTree::Path(path) => from_use(&path.tree, &joined(&path.ident), line, found),
        syn::UseTree::Name(name) => found.push(Named { path: joined(&name.ident), line }),
        syn::UseTree::Rename(rename) => found.push(Named { path: joined(&rename.ident), line }),
        syn::UseTree::Glob(_) => found.push(Named { path: format!("{prefix}::*"), line }),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| from_use(tree, prefix, line, found)),
    }
}

/// Joins words that stand between `::`.
fn from_tokens(tokens: TokenStream, found: &mut Vec<Named>) {
    let mut is_joined = false;
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if is_joined && colons == 2 && !found.is_empty() => {
                let last = found.len() - 1;
                found[last].path.push_str(&format!("::{word}"));
                colons = 0;
            }
            TokenTree::Ident(word) => {
                found.push(Named { path: word.to_string(), line: word.span().start().line });
                (is_joined, colons) = (true, 0);
            }
            TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
            TokenTree::Group(group) => {
                from_tokens(group.stream(), found);
                (is_joined, colons) = (false, 0);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => (is_joined, colons) = (false, 0),
        }
    }
}

#[test]
fn paths_are_written_out() {
    let text = "use std::{fs, io::{self, Read as R}};\n/// std::env in words\nfn a() { tokio::spawn(async { b::c(\"x::y\") }); }\n\
                #[cfg(test)] mod t { use std::net; }\nmod m { use super::d::*; }";
    let file = File { path: "a.rs".into(), text: text.into() };
    let all: Vec<String> = named(&file).into_iter().map(|named| named.path).collect();
    for wanted in
        ["std::fs", "std::io::self", "std::io::Read", "tokio::spawn", "async", "b::c", "super::d::*"]
    {
        assert!(all.iter().any(|path| path == wanted), "{wanted} in {all:?}");
    }
    assert!(
        !all.iter().any(|path| path.contains("std::net") || path.contains("std::env") || path == "x::y"),
        "{all:?}"
    );
}

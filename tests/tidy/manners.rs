//! Manners in code: nothing ignored, nothing left undone, every exception with its reason.

use crate::code::{attributes, is_for_tests, parse, production};
use crate::tree::{File, Tree};
use std::collections::BTreeSet;
use syn::spanned::Spanned;
use syn::visit::Visit;

fn breaches(tree: &Tree) -> Vec<String> {
    let production: BTreeSet<&str> = production(tree).into_iter().map(|file| file.path.as_str()).collect();
    tree.files("", ".rs")
        .flat_map(|file| breaches_of(file, production.contains(file.path.as_str())))
        .collect()
}

fn breaches_of(file: &File, is_production: bool) -> Vec<String> {
    let Some(parsed) = parse(file) else { return vec![format!("{}: is not Rust", file.path)] };
    let mut visitor = Visitor { path: &file.path, is_production, found: Vec::new() };
    visitor.visit_file(&parsed);
    visitor.found
}

struct Visitor<'a> {
    path: &'a str,
    is_production: bool,
    found: Vec<String>,
}

impl Visitor<'_> {
    fn add(&mut self, at: &impl Spanned, what: &str) {
        self.found.push(format!("{}:{}: {what}", self.path, at.span().start().line));
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let outside = self.is_production;
        self.is_production &= !is_for_tests(attributes(item));
        syn::visit::visit_item(self, item);
        self.is_production = outside;
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let name = attribute.path();
        if name.is_ident("ignore") {
            self.add(attribute, "a test is ignored: mend it or remove it");
        } else if name.is_ident("allow") && self.is_production {
            self.add(attribute, "write #[expect(…, reason = \"…\")] instead of #[allow(…)]");
        } else if name.is_ident("expect") && !has_reason(attribute) {
            self.add(attribute, "an exception without its reason");
        }
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if call.path.segments.last().is_some_and(|name| name.ident == "todo" || name.ident == "unimplemented")
        {
            self.add(call, "left undone");
        }
        syn::visit::visit_macro(self, call);
    }
}

fn has_reason(attribute: &syn::Attribute) -> bool {
    let list = attribute.meta.require_list().map(|list| list.tokens.to_string());
    list.is_ok_and(|tokens| tokens.contains("reason ="))
}

#[test]
fn code_has_manners() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn bad_manners_are_found() {
    let count = |text: &str| breaches(&Tree::of(&[("crates/a/src/a.rs", text)])).len();
    assert_eq!(count("#[test] #[ignore] fn a() {}"), 1);
    assert_eq!(count("fn a() { todo!() }"), 1);
    assert_eq!(count("fn a() { std::unimplemented!(\"x\") }"), 1);
    assert_eq!(count("#[allow(dead_code)] fn a() {}"), 1);
    assert_eq!(count("fn a() { #[allow(unused)] let x = 1; }"), 1);
    assert_eq!(count("#![allow(dead_code)]"), 1);
    assert_eq!(count("#[expect(dead_code)] fn a() {}"), 1);
    assert_eq!(count("fn ("), 1);
    assert_eq!(count("#![cfg_attr(test, allow(clippy::panic))]"), 0);
    assert_eq!(count("#[cfg(test)] mod t { #[allow(dead_code)] fn a() {} }"), 0);
    assert_eq!(count("#[expect(dead_code, reason = \"kept\")] fn a() {}"), 0);
}

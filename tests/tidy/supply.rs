//! What comes from outside: the bans and licences of `deny.toml`, checked here too, because cargo-deny is not everywhere.

use crate::rooms::metadata;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
struct Deny {
    bans: Bans,
    licenses: Licenses,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

/// A crate of the outside world: its name, its licence, whether it comes from crates.io.
struct Outside {
    name: String,
    licence: String,
    is_from_registry: bool,
}

#[expect(clippy::expect_used, reason = "without deny.toml nothing can be judged")]
fn deny() -> Deny {
    toml::from_str(include_str!("../../deny.toml")).expect("deny.toml")
}

fn outside() -> Vec<Outside> {
    let foreign = metadata().packages.iter().filter_map(|package| {
        let source = package.source.as_ref()?;
        let licence = package.license.clone().unwrap_or_default();
        Some(Outside { name: package.name.to_string(), licence, is_from_registry: source.is_crates_io() })
    });
    foreign.collect()
}

fn breaches(packages: &[Outside], deny: &Deny) -> Vec<String> {
    let banned = packages.iter().filter_map(|package| {
        let ban = deny.bans.deny.iter().find(|ban| ban.name == package.name)?;
        Some(format!("{} is banned: {}", package.name, ban.reason))
    });
    let foreign = packages.iter().filter(|package| !package.is_from_registry);
    let unlicensed = packages.iter().filter(|package| !is_allowed(package, &deny.licenses));
    banned
        .chain(foreign.map(|package| format!("{} does not come from crates.io", package.name)))
        .chain(unlicensed.map(|package| {
            format!("{} is under \"{}\", which is not allowed", package.name, package.licence)
        }))
        .collect()
}

fn is_allowed(package: &Outside, licenses: &Licenses) -> bool {
    let own = licenses.exceptions.iter().find(|exception| exception.name == package.name);
    let allows = |licence: &str| {
        licenses.allow.contains(licence) || own.is_some_and(|exception| exception.allow.contains(licence))
    };
    Expression::new(&package.licence).any(&allows)
}

/// An SPDX expression, or the older form with `/` for OR.
struct Expression(std::collections::VecDeque<String>);

impl Expression {
    fn new(text: &str) -> Self {
        let spaced =
            text.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "+WITH+");
        Self(spaced.split_whitespace().map(|word| word.replace("+WITH+", " WITH ")).collect())
    }

    fn next_is(&mut self, word: &str) -> bool {
        let is_next = self.0.front().is_some_and(|next| next == word);
        if is_next {
            self.0.pop_front();
        }
        is_next
    }

    /// one OR other
    fn any(&mut self, allows: &dyn Fn(&str) -> bool) -> bool {
        let mut result = self.all(allows);
        while self.next_is("OR") {
            result |= self.all(allows);
        }
        result
    }

    /// one AND other
    fn all(&mut self, allows: &dyn Fn(&str) -> bool) -> bool {
        let mut result = self.one(allows);
        while self.next_is("AND") {
            result &= self.one(allows);
        }
        result
    }

    fn one(&mut self, allows: &dyn Fn(&str) -> bool) -> bool {
        if self.next_is("(") {
            let result = self.any(allows);
            return self.next_is(")") && result;
        }
        self.0.pop_front().is_some_and(|licence| allows(&licence))
    }
}

#[test]
fn nothing_banned_or_strange_comes_in() {
    crate::obeyed(&breaches(&outside(), &deny()));
}

#[test]
fn strange_crates_are_found() {
    let package = |name: &str, licence: &str, is_from_registry: bool| Outside {
        name: name.to_owned(),
        licence: licence.to_owned(),
        is_from_registry,
    };
    let check = |outside: Outside| breaches(&[outside], &deny()).len();
    assert_eq!(check(package("good", "MIT OR Apache-2.0", true)), 0);
    assert_eq!(check(package("rusqlite", "MIT", true)), 1);
    assert_eq!(check(package("forked", "MIT", false)), 1);
    assert_eq!(check(package("copyleft", "GPL-3.0-only", true)), 1);
    assert_eq!(check(package("unknown", "", true)), 1);
}

#[test]
fn licence_expressions_are_understood() {
    let allows = |text: &str| Expression::new(text).any(&|licence| ["MIT", "A WITH x"].contains(&licence));
    for good in
        ["MIT", "GPL OR MIT", "GPL/MIT", "MIT AND A WITH x", "(MIT OR GPL) AND MIT", "GPL AND GPL OR MIT"]
    {
        assert!(allows(good), "{good}");
    }
    for bad in ["", "GPL", "MIT AND GPL", "A", "(MIT OR GPL) AND GPL", "(MIT"] {
        assert!(!allows(bad), "{bad}");
    }
}

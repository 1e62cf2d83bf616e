//! The screens: the wasm bundle, one sheet of styles and the page, in ui/dist under names that carry their hash.
//! `wasm-opt` is not used (it is no library): the size is what rustc's own optimiser and wasm-bindgen leave.

mod bindgen;
mod compile;
mod files;
mod page;
mod sources;
mod stamp;
mod styles;

pub use compile::{Profile, lint};

use crate::{house::House, say};
use anyhow::Result;
use files::Files;
use stamp::Stamp;

/// Builds the screens, where something has changed since they were built last.
/// With `trust_stamp` the sources are only compared with the last bundle's stamp, and Cargo is not asked.
pub fn screens(house: &House, profile: Profile, trust_stamp: bool) -> Result<()> {
    bindgen::check_versions(&house.root)?;
    let last = Stamp::read(house);
    let sources = sources::fingerprint(house, profile)?;
    if trust_stamp && last.as_ref().is_some_and(|last| last.is_of_sources(&sources, house)) {
        say::line("The screens are up to date.");
        return Ok(());
    }
    let wasm = compile::compile(house, profile)?;
    let made_of = sources::fingerprint_of_parts(house, profile, &wasm)?;
    if last.as_ref().is_some_and(|last| last.is_of_parts(&made_of, house)) {
        say::line("The screens are up to date.");
        return Stamp { sources, ..last.unwrap_or_default() }.write(house);
    }
    let files = bundle(house, profile, &wasm)?;
    files.write(&house.dist())?;
    say::line(&format!("The screens are in ui/dist: {}.", files.sizes()));
    Stamp { sources, parts: made_of, files: files.names() }.write(house)
}

fn bundle(house: &House, profile: Profile, wasm: &std::path::Path) -> Result<Files> {
    let mut files = Files::default();
    let bundle = bindgen::bindgen(house, profile, wasm)?;
    bundle.snippets.into_iter().for_each(|(name, bytes)| files.add(name, bytes));
    files.add_tree(&house.ui().join("assets"), "assets")?;
    let names = page::Names {
        js: files.add_hashed("crosswalk", "js", bundle.js),
        wasm: files.add_hashed("crosswalk", "wasm", bundle.wasm),
        css: files.add_hashed("crosswalk", "css", styles::bundle(&house.ui())?.into_bytes()),
        icon: files.add_hashed("crosswalk", "svg", std::fs::read(house.root.join("icons/crosswalk.svg"))?),
    };
    page::add(&house.ui(), &names, &mut files)?;
    Ok(files)
}

/// The files of the bundle as they were built last, with their names.
pub fn bundled(house: &House) -> Result<Vec<(String, Vec<u8>)>> {
    files::tree(&house.dist(), "")
}

/// Whether the screens' code has tests that run without a browser.
pub fn have_tests(house: &House) -> bool {
    let found = sources::rust_files(&house.ui().join("src"));
    found.iter().any(|file| std::fs::read_to_string(file).is_ok_and(|text| text.contains("#[test]")))
}

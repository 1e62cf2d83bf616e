//! Fingerprints of what the screens are made of.

use super::Profile;
use crate::house::House;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The rooms of which the wasm file is compiled.
const ROOMS: [&str; 4] = ["ui/src", "ui/texts", "crates/model", "crates/contract"];
/// Single files that change it as well.
const FILES: [&str; 4] = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "ui/Cargo.toml"];
/// What is bundled beside the wasm file.
const PARTS: [&str; 5] = ["ui/index.html", "ui/boot.js", "ui/styles", "ui/assets", "icons/crosswalk.svg"];

/// The fingerprint of every source: when it stays, nothing needs to be built.
pub fn fingerprint(house: &House, profile: Profile) -> Result<String> {
    let places = [&ROOMS[..], &FILES, &PARTS].concat();
    hash(house, profile, places.iter().map(|place| house.root.join(place)))
}

/// The fingerprint of the compiled wasm file and what is bundled with it: when it stays, nothing needs to be bundled.
pub fn fingerprint_of_parts(house: &House, profile: Profile, wasm: &Path) -> Result<String> {
    let parts = PARTS.iter().map(|place| house.root.join(place));
    let sheets = files_with(&house.ui().join("src"), "css");
    hash(house, profile, parts.chain(sheets).chain([wasm.to_owned()]))
}

fn hash(house: &House, profile: Profile, places: impl Iterator<Item = PathBuf>) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    // Two checkouts may share a target folder, and with it the stamp.
    hasher.update(house.root.to_string_lossy().as_bytes()).update(profile.name().as_bytes());
    let mut files: Vec<PathBuf> = places.flat_map(|place| files_below(&place)).collect();
    files.sort();
    for file in files {
        let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        hasher.update(file.to_string_lossy().as_bytes()).update(blake3::hash(&bytes).as_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// The file itself, or every file below the folder; nothing when there is neither.
fn files_below(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let entries = std::fs::read_dir(place).into_iter().flatten().flatten();
    entries.flat_map(|entry| files_below(&entry.path())).collect()
}

/// Every file below a folder whose name ends so.
pub fn files_with(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let is_wanted = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    files_below(folder).into_iter().filter(is_wanted).collect()
}

/// Every Rust file below a folder.
pub fn rust_files(folder: &Path) -> Vec<PathBuf> {
    files_with(folder, "rs")
}

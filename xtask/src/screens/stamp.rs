//! What the bundle in ui/dist was made of. It lies in the target folder: ui/dist is handed out as it is.

use crate::house::House;
use anyhow::{Context, Result};
use std::path::PathBuf;

/// The last bundle.
#[derive(Default, Debug, PartialEq)]
pub struct Stamp {
    /// The fingerprint of every source.
    pub sources: String,
    /// The fingerprint of the wasm file and of what was bundled with it.
    pub parts: String,
    /// The files in ui/dist.
    pub files: Vec<String>,
}

impl Stamp {
    /// The stamp of the last bundle, if one was made.
    pub fn read(house: &House) -> Option<Self> {
        parse(&std::fs::read_to_string(path(house)).ok()?)
    }

    /// Leaves the stamp for the next time.
    pub fn write(&self, house: &House) -> Result<()> {
        let lines = [&self.sources, &self.parts].into_iter().chain(&self.files);
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        std::fs::write(path(house), text).context("cannot write the stamp of the screens")
    }

    /// Whether the bundle is there and was made of these sources.
    pub fn is_of_sources(&self, sources: &str, house: &House) -> bool {
        self.sources == sources && self.is_complete(house)
    }

    /// Whether the bundle is there and was made of these parts.
    pub fn is_of_parts(&self, parts: &str, house: &House) -> bool {
        self.parts == parts && self.is_complete(house)
    }

    fn is_complete(&self, house: &House) -> bool {
        !self.files.is_empty() && self.files.iter().all(|name| house.dist().join(name).is_file())
    }
}

fn path(house: &House) -> PathBuf {
    house.screens_target().join("bundle.stamp")
}

fn parse(text: &str) -> Option<Stamp> {
    let mut lines = text.lines().map(str::to_owned);
    Some(Stamp { sources: lines.next()?, parts: lines.next()?, files: lines.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_without_its_files_is_worth_nothing() {
        let stamp = parse("s\np\n").unwrap();
        let house = House { root: "r".into(), target: "t".into() };
        assert!(!stamp.is_of_sources("s", &house));
        assert_eq!(parse("s\n"), None);
    }
}

//! The files of ui/dist: gathered in memory, then written at once, and what is no longer among them removed.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// Files by their name below ui/dist, with `/` between folders.
#[derive(Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Adds a file under its own name.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.0.insert(name, bytes);
    }

    /// Adds a file under a name with its hash, and gives that name: a browser may keep it for ever.
    pub fn add_hashed(&mut self, stem: &str, extension: &str, bytes: Vec<u8>) -> String {
        let hash = blake3::hash(&bytes).to_hex();
        let name = format!("{stem}-{}.{extension}", &hash[..8]);
        self.add(name.clone(), bytes);
        name
    }

    /// Adds every file of a folder, if there is one.
    pub fn add_tree(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        tree(folder, prefix)?.into_iter().for_each(|(name, bytes)| self.add(name, bytes));
        Ok(())
    }

    /// The names of all files, sorted.
    pub fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// The sizes that matter, in words.
    pub fn sizes(&self) -> String {
        let size = |extension: &str| -> usize {
            self.0.iter().filter(|(name, _)| name.ends_with(extension)).map(|(_, bytes)| bytes.len()).sum()
        };
        let words = [("wasm", ".wasm"), ("js", ".js"), ("css", ".css")];
        words.map(|(word, extension)| format!("{word} {} KB", size(extension).div_ceil(1024))).join(", ")
    }

    /// Writes all files and removes every other. The page is written last: it names the others.
    pub fn write(&self, dist: &Path) -> Result<()> {
        let (page, rest): (Vec<_>, Vec<_>) =
            self.0.iter().partition(|(name, _)| name.as_str() == "index.html");
        for (name, bytes) in rest.into_iter().chain(page) {
            write_changed(&dist.join(name), bytes)?;
        }
        for (name, _) in tree(dist, "")? {
            if !self.0.contains_key(&name) {
                std::fs::remove_file(dist.join(&name))
                    .with_context(|| format!("cannot remove ui/dist/{name}"))?;
            }
        }
        Ok(())
    }
}

/// A file that stays the same keeps its time, so that Cargo does not embed it anew.
fn write_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Every file below a folder, with its name under `prefix`; nothing when there is no such folder.
pub fn tree(folder: &Path, prefix: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(found) };
    for entry in entries {
        let path = entry?.path();
        let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = if prefix.is_empty() { own } else { format!("{prefix}/{own}") };
        if path.is_dir() {
            found.extend(tree(&path, &name)?);
        } else {
            let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            found.push((name, bytes));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_files_go_and_the_rest_stays() {
        let dist = std::env::temp_dir().join(format!("crosswalk-dist-{}", std::process::id()));
        let mut old = Files::default();
        old.add("index.html".into(), b"old".to_vec());
        let stale = old.add_hashed("crosswalk", "js", b"old".to_vec());
        old.write(&dist).unwrap();
        let mut new = Files::default();
        new.add("index.html".into(), b"new".to_vec());
        new.add("snippets/a/b.js".into(), b"b".to_vec());
        new.write(&dist).unwrap();
        let names: Vec<_> = tree(&dist, "").unwrap().into_iter().map(|(name, _)| name).collect();
        std::fs::remove_dir_all(&dist).unwrap();
        assert!(!names.contains(&stale), "{names:?}");
        assert_eq!(names.len(), 2);
    }

    #[test]
    fn a_hashed_name_follows_the_content() {
        let mut files = Files::default();
        let one = files.add_hashed("crosswalk", "css", b"a".to_vec());
        let two = files.add_hashed("crosswalk", "css", b"b".to_vec());
        assert_ne!(one, two);
        assert_eq!(one, files.add_hashed("crosswalk", "css", b"a".to_vec()));
        assert_eq!(one.len(), "crosswalk-01234567.css".len());
    }
}

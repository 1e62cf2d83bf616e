//! The source tree, read once: every file that a person wrote.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Folders that nobody writes by hand, wherever they stand.
const SKIPPED: [&str; 6] = [".git", "target", "dist", "gen", "node_modules", ".idea"];
/// Endings of files that are not text.
const BINARY: [&str; 8] = ["png", "ico", "icns", "zip", "gz", "woff2", "xlsx", "jpg"];

/// One file.
#[derive(Clone)]
pub struct File {
    /// Its path below the root, with `/`.
    pub path: String,
    /// Its text; what is not UTF-8 is read with replacement characters.
    pub text: String,
}

/// All files.
pub struct Tree {
    /// In the order of their paths.
    pub files: Vec<File>,
    /// The beginnings of the paths that hold tests; found once, because every file must be parsed for it.
    pub tests: OnceLock<BTreeSet<String>>,
}

impl Tree {
    /// The tree of this checkout.
    pub fn here() -> &'static Self {
        static TREE: OnceLock<Tree> = OnceLock::new();
        TREE.get_or_init(|| {
            let mut files = Vec::new();
            read(&root(), "", &mut files);
            files.sort_by(|a, b| a.path.cmp(&b.path));
            Self { files, tests: OnceLock::new() }
        })
    }

    /// A tree of invented files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: files.iter().map(file).collect(), tests: OnceLock::new() }
    }

    /// The files whose path begins and ends so.
    pub fn files<'a>(&'a self, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.path.starts_with(start) && file.path.ends_with(end))
    }

    /// One file.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether there is a file or a folder of this path.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        self.files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
    }
}

/// The root of the checkout from which Cargo was called; it need not be the one in which this was compiled.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    own.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR"))).join("../..")
}

fn read(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        // In a second worktree `.git` is a file.
        if SKIPPED.contains(&name.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            read(&entry.path(), &path, files);
        } else if let Ok(bytes) = std::fs::read(entry.path()) {
            let is_binary = BINARY.iter().any(|ending| name.ends_with(&format!(".{ending}")));
            let text = if is_binary { String::new() } else { String::from_utf8_lossy(&bytes).into_owned() };
            files.push(File { path, text });
        }
    }
}

#[test]
fn the_tree_holds_this_very_file() {
    assert!(Tree::here().file("tests/tidy/tree.rs").is_some_and(|file| file.text.contains("this_very_file")));
    assert!(!Tree::here().has("target") && !Tree::here().has(".git"));
}

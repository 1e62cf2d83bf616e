//! The connector over packages as senders make them, and over those that went wrong.

mod bad_packages;
mod changes;
mod families;
mod looks;
mod one_school;
mod stamps;
mod streaming;
mod whole;
mod zips;

use std::collections::BTreeMap;
use std::path::Path;

use crosswalk_connector_kit::{
    Collected, Connection, Connector, KitError, ReadEnd, ReadRequest, Secrets, Settings,
};
use crosswalk_model::{Document, Fields, Finding, Scope};
use tempfile::TempDir;

use super::OneRosterCsv;

/// A package in the making.
#[derive(Clone)]
struct Package {
    files: BTreeMap<String, Vec<u8>>,
    settings: Settings,
}

impl Package {
    /// One of the fixtures.
    fn fixture(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/oneroster_csv/fixtures").join(name);
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        let files = entries
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()));
        Self { files: files.collect(), settings: Settings::default() }
    }

    fn whole() -> Self {
        Self::fixture("whole-1.2")
    }

    /// Changes of people and enrolments, without anything else.
    fn delta(files: &[(&str, &str)]) -> Self {
        let lines: String =
            files.iter().map(|(name, _)| format!("file.{},delta\n", name.trim_end_matches(".csv"))).collect();
        let manifest = format!("propertyName,value\noneroster.version,1.2\n{lines}");
        let files = files.iter().copied().chain([("manifest.csv", manifest.as_str())]);
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        Self { files: files.collect(), settings: Settings::default() }
    }

    fn put(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.insert(name.to_owned(), bytes.as_ref().to_vec());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.files.remove(name);
        self
    }

    /// Rewrites a file.
    fn edit(self, name: &str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.files[name].clone()).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        self.put(name, text.replace(from, to))
    }

    /// Adds rows to the end of a file.
    fn add(self, name: &str, rows: &str) -> Self {
        let text = String::from_utf8(self.files[name].clone()).unwrap();
        self.put(name, format!("{text}{rows}"))
    }

    fn with(mut self, key: &str, text: &str) -> Self {
        self.settings = self.settings.with(key, text);
        self
    }

    fn zip(&self) -> Vec<u8> {
        let entries: Vec<(&str, &[u8])> =
            self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        zips::archive(&entries)
    }

    fn in_a_folder(&self) -> Placed {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in &self.files {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let path = folder.path().to_string_lossy().into_owned();
        let settings = self.settings.clone().with("place", "folder").with("folder", path);
        Placed { _folder: folder, settings }
    }

    fn in_an_archive(&self) -> Placed {
        Placed::archive(&self.zip(), &self.settings)
    }

    async fn read(&self) -> Read {
        self.in_a_folder().read().await
    }

    async fn fail(&self) -> KitError {
        self.in_a_folder().fail().await
    }
}

/// A package on disk.
struct Placed {
    _folder: TempDir,
    settings: Settings,
}

impl Placed {
    fn archive(bytes: &[u8], settings: &Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("export.zip");
        std::fs::write(&path, bytes).unwrap();
        let settings = settings.clone().with("place", "zip").with("file", path.to_string_lossy());
        Self { _folder: folder, settings }
    }

    fn open(&self) -> Box<dyn Connection> {
        OneRosterCsv.open(&self.settings, &Secrets::default()).unwrap()
    }

    async fn try_read(&self) -> (Collected, Result<ReadEnd, KitError>) {
        let mut collected = Collected::default();
        let end = self.open().read(&ReadRequest::default(), &mut collected).await;
        (collected, end)
    }

    async fn read(&self) -> Read {
        let (collected, end) = self.try_read().await;
        Read { collected, end: end.unwrap() }
    }

    /// Reads what must fail, and checks that nothing may be concluded.
    async fn fail(&self) -> KitError {
        let (collected, end) = self.try_read().await;
        assert!(collected.scopes.is_empty());
        end.expect_err("an error")
    }
}

/// What was read.
struct Read {
    collected: Collected,
    end: ReadEnd,
}

impl Read {
    fn documents(&self, stream: &str) -> Vec<&Document> {
        self.collected.documents.iter().filter(|document| document.head.stream == stream).collect()
    }

    fn keys(&self, stream: &str) -> Vec<&str> {
        self.documents(stream).into_iter().map(|document| document.head.key.as_str()).collect()
    }

    fn document(&self, stream: &str, key: &str) -> &Document {
        let found = self.documents(stream).into_iter().find(|document| document.head.key == key);
        found.unwrap_or_else(|| panic!("no {stream} {key}"))
    }

    fn fields(&self, stream: &str, key: &str) -> &Fields {
        &self.document(stream, key).head.fields
    }

    fn codes(&self) -> Vec<&str> {
        self.collected.findings.iter().map(|finding| finding.code.as_ref()).collect()
    }

    fn finding(&self, code: &str) -> &Finding {
        self.collected
            .findings
            .iter()
            .find(|finding| finding.code == code)
            .unwrap_or_else(|| panic!("no {code}"))
    }

    /// The complete scopes, each as `stream` or `stream partition`.
    fn complete(&self) -> Vec<String> {
        self.collected.scopes.iter().filter(|scope| scope.complete).map(shown).collect()
    }
}

fn shown(scope: &Scope) -> String {
    match &scope.partition {
        Some(partition) => format!("{} {partition}", scope.stream),
        None => scope.stream.to_string(),
    }
}

fn text(fields: &Fields, name: &str) -> String {
    fields.get(name).unwrap_or_else(|| panic!("{name} is absent")).display()
}

//! The connector over files as schools export them, and over those that went wrong.

mod bad_input;
mod broken_off;
mod complete;
mod exports;
mod folders;
mod joins;
mod looks;
mod properties;
mod timetables;

use std::path::{Path, PathBuf};

use crosswalk_connector_kit::{
    Collected, Connection, Connector, KitError, ReadEnd, ReadRequest, Secrets, Settings,
};
use crosswalk_model::{Document, Fields, Finding, Scope, SourceRecord, Value};
use tempfile::TempDir;

use super::CsvFiles;

/// Files of a school in a folder of their own, and the settings that read them.
struct School {
    folder: TempDir,
    settings: Settings,
    files: Vec<PathBuf>,
}

impl School {
    fn new() -> Self {
        let settings = Settings::default()
            .with("school_name", "Rimu Bay College")
            .with("school_code", "7001")
            .with("school_year", "2026");
        Self { folder: tempfile::tempdir().unwrap(), settings, files: Vec::new() }
    }

    /// Adds a file to the list of files.
    fn file(mut self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.put(name, bytes);
        self.files.push(path);
        self
    }

    /// Adds a file of the fixtures.
    fn fixture(self, name: &str) -> Self {
        let bytes =
            std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/csv_files/fixtures").join(name));
        self.file(name, bytes.unwrap())
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn with(mut self, key: &str, text: &str) -> Self {
        self.settings = self.settings.with(key, text);
        self
    }

    /// Reads the folder instead of the list of files.
    fn in_a_folder(self) -> Self {
        let folder = self.folder.path().to_string_lossy().into_owned();
        self.with("place", "folder").with("folder", &folder)
    }

    fn settings(&self) -> Settings {
        let mut paths = self.files.iter().map(|path| path.to_string_lossy().into_owned());
        let first = paths.next().unwrap_or_default();
        let settings = self.settings.clone().with("file", first);
        settings.with("more_files", paths.collect::<Vec<_>>().join("\n"))
    }

    fn open(&self) -> Box<dyn Connection> {
        CsvFiles.open(&self.settings(), &Secrets::default()).unwrap()
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

    /// Reads what must fail, and checks that it gave nothing at all.
    async fn fail(&self) -> KitError {
        let (collected, end) = self.try_read().await;
        assert!(collected.documents.is_empty() && collected.scopes.is_empty());
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

    fn person(&self, id: &str) -> &Fields {
        &self.document("people", id).head.fields
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
        let complete = self.collected.scopes.iter().filter(|scope| scope.complete);
        complete.map(shown).collect()
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

fn child<'d>(document: &'d Document, stream: &str) -> Option<&'d SourceRecord> {
    document.children.iter().find(|child| child.stream == stream)
}

fn null(fields: &Fields, name: &str) -> bool {
    fields.get(name) == Some(&Value::Null)
}

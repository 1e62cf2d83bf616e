//! Files in a folder of their own.

use crosswalk_connector_kit::conformance::{Access, Harness};
use crosswalk_connector_kit::{Secrets, Settings, async_trait};
use tempfile::TempDir;

/// A list of pupils with invented names.
const PUPILS: &str = "Student ID,First Name,Last Name,Year Level,Tutor,Email\r\n\
24117,Aroha,Ngāwai-Pene,9,9TWH,aroha.np@school.example\r\n\
24118,Hēmi,O'Brien,10,10KLM,hemi.ob@school.example\r\n";

/// A folder with one export.
pub struct Files(TempDir);

impl Files {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("students.csv"), PUPILS).unwrap();
        Self(folder)
    }
}

#[async_trait]
impl Harness for Files {
    async fn good(&self) -> Access {
        let file = self.0.path().join("students.csv");
        let settings = Settings::default()
            .with("file", file.to_string_lossy())
            .with("people_are", "pupils")
            .with("school_name", "Kōwhai Bay College")
            .with("school_code", "9999")
            .with("school_year", "2026");
        Access { settings, secrets: Secrets::default() }
    }

    fn private_words(&self) -> Vec<String> {
        ["Aroha", "Ngāwai", "Hēmi", "O'Brien"].map(str::to_owned).to_vec()
    }
}

//! The support bundle: what somebody needs to know who helps, and nothing of anybody. A zip archive with a README.
//!
//! Everything in it is put together from codes, counts, times and settings of which the connector says that they are
//! a number, a switch or a choice ([`contents`]); texts that people or services wrote are left out rather than
//! searched for names. The last lines of the log ([`LogTail`]) hold no names by the house's own law.

mod archive;
mod contents;
mod log;

use std::path::PathBuf;

use crosswalk_contract::BundleMade;
use crosswalk_model::Actor;
use serde_json::json;

pub use log::LogTail;

use crate::{Engine, EngineError, Result};

const README: &str = include_str!("README.txt");

impl Engine {
    /// Makes a support bundle.
    ///
    /// # Errors
    /// [`EngineError::BadBackups`] when the file is there already or cannot be written.
    pub(crate) async fn make_bundle(&self, actor: &Actor, to: PathBuf) -> Result<BundleMade> {
        let tenant = self.school()?;
        let mut files = vec![("README.txt".to_owned(), README.to_owned())];
        for (name, value) in self.bundle_contents(&tenant).await? {
            let text = serde_json::to_string_pretty(&value);
            files
                .push((name.to_owned(), text.map_err(|error| EngineError::Unanswerable(error.to_string()))?));
        }
        files.push(("log.txt".to_owned(), self.log().text()));
        let holds = files.iter().map(|(name, _)| name.clone()).collect();
        let place = to.clone();
        let written = tokio::task::spawn_blocking(move || archive::write(&place, &files)).await;
        let bytes = written.map_err(|_| EngineError::Cancelled)?.map_err(|error| {
            tracing::warn!(error = %error, "A support bundle could not be written");
            let words = "The file cannot be written there, or there is one of this name. Choose another name or folder.";
            EngineError::BadBackups { field: "file", words }
        })?;
        let mut work = tenant.begin().await?;
        self.audit(&mut work, actor, "support.bundled", json!({ "bytes": bytes })).await?;
        work.commit().await?;
        let sentence = "The bundle was made. Open it and read its README before you send it.".to_owned();
        Ok(BundleMade { file: to.display().to_string(), bytes, holds, sentence })
    }
}

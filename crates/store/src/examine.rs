//! What the databases themselves find wrong with their files.

use crate::{Result, Store};

impl Store {
    /// Lets SQLite look at every page and every reference of its files: what is wrong, in its words, and nothing when
    /// all is well. It reads everything. PostgreSQL looks after its files by itself, and nothing is asked there.
    ///
    /// # Errors
    /// When a file cannot be read at all.
    pub async fn examine(&self) -> Result<Vec<String>> {
        let mut wrong = self.0.db.complaints().await?;
        wrong.append(&mut self.0.inbox.db.complaints().await?);
        Ok(wrong)
    }
}

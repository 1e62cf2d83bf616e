//! Where a reading connection puts what it reads, one document at a time, so that memory stays flat.

use crosswalk_model::{Document, Fields, Finding, Scope};

use crate::KitError;

/// Takes documents as they are read.
pub trait DocumentSink: Send {
    /// One document.
    ///
    /// # Errors
    /// [`KitError::Cancelled`] when nobody wants more; the reader stops at once.
    fn document(&mut self, document: Document) -> Result<(), KitError>;

    /// Something odd that concerns a record or the extract.
    fn finding(&mut self, finding: Finding);

    /// What the extract is, or is not, complete for. Said once per scope, at its end.
    fn scope(&mut self, scope: Scope);
}

/// Collects everything in memory; for tests, samples and small files.
#[derive(Debug, Default)]
pub struct Collected {
    /// The documents in order.
    pub documents: Vec<Document>,
    /// The findings in order.
    pub findings: Vec<Finding>,
    /// The scopes in order.
    pub scopes: Vec<Scope>,
}

impl DocumentSink for Collected {
    fn document(&mut self, document: Document) -> Result<(), KitError> {
        self.documents.push(document);
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn scope(&mut self, scope: Scope) {
        self.scopes.push(scope);
    }
}

/// A record as a destination holds it now.
#[derive(Clone, Debug, PartialEq)]
pub struct PresentRecord {
    /// The value of the stream's key field.
    pub key: String,
    /// The destination's own id, where it has one besides the key.
    pub foreign_id: Option<String>,
    /// Its fields, without those that the destination sets itself. References are the destination's own ids, as text.
    /// A field that is missing could not be seen.
    pub fields: Fields,
    /// Whether it is in use; a softly ended record is not.
    pub active: bool,
}

//! What a source said: documents, and what the extract is complete for.

use serde::{Deserialize, Serialize};

use crate::{Fields, Hash, Hasher, Name};

/// One record of a source's stream.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SourceRecord {
    /// The stream, such as `students` or `enrollments`.
    pub stream: Name,
    /// The source's key: text, unique within the stream.
    pub key: String,
    /// What it says. A field that is missing was not said.
    pub fields: Fields,
}

impl SourceRecord {
    /// A record without fields yet.
    pub fn new(stream: impl Into<Name>, key: impl Into<String>) -> Self {
        Self { stream: stream.into(), key: key.into(), fields: Fields::new() }
    }
}

/// One source record with everything that is nested in it: a pupil with their enrolments and caregivers.
/// A document is complete for what is in it: a child that the last document of the same key had and this one has
/// not is gone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Document {
    /// The record itself.
    pub head: SourceRecord,
    /// The part of the stream that it belongs to, such as `1/09` (school and year level); compared with the
    /// partitions of complete [`Scope`]s when a document is missing.
    pub partition: String,
    /// What is nested in it. Several documents may say the same child (a class); it is one record.
    pub children: Vec<SourceRecord>,
    /// Whether the document says that its head has gone (a `tobedeleted` row of a delta, a deletion notice).
    #[serde(default)]
    pub gone: bool,
    /// Streams whose children this document does *not* speak for, although it could: those that its last document
    /// had stay as they are.
    #[serde(default)]
    pub silent: Vec<Name>,
}

impl Document {
    /// A document without children.
    pub fn of(head: SourceRecord, partition: impl Into<String>) -> Self {
        Self { head, partition: partition.into(), children: Vec::new(), gone: false, silent: Vec::new() }
    }

    /// The fingerprint of what it says. Equal documents have equal fingerprints, whatever the order of children.
    pub fn fingerprint(&self) -> Hash {
        let mut children: Vec<Hash> = self.children.iter().map(record_hash).collect();
        children.sort_unstable();
        let mut hasher = Hasher::new("document");
        hasher.part(&record_hash(&self.head).0).part(self.partition.as_bytes()).part(&[u8::from(self.gone)]);
        for stream in &self.silent {
            hasher.part(stream.as_bytes());
        }
        for child in &children {
            hasher.part(&child.0);
        }
        hasher.finish()
    }
}

fn record_hash(record: &SourceRecord) -> Hash {
    let mut hasher = Hasher::new("record");
    hasher.part(record.stream.as_bytes()).part(record.key.as_bytes());
    for (name, value) in &record.fields {
        hasher.part(name.as_bytes());
        value.hash_into(&mut hasher);
    }
    hasher.finish()
}

/// What an extract is complete for. Only absence within a complete scope is a departure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The stream of document heads.
    pub stream: Name,
    /// The partition, or `None` for the whole stream.
    pub partition: Option<String>,
    /// Whether all of it was seen. A page that failed makes its scope incomplete.
    pub complete: bool,
}

impl Scope {
    /// A complete scope.
    pub fn complete(stream: impl Into<Name>, partition: Option<String>) -> Self {
        Self { stream: stream.into(), partition, complete: true }
    }

    /// Whether a document of this stream and partition, if missing, has departed.
    pub fn covers(&self, stream: &str, partition: &str) -> bool {
        self.complete && self.stream == stream && self.partition.as_deref().is_none_or(|own| own == partition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pupil() -> Document {
        let mut document = Document::of(SourceRecord::new("students", "u1"), "1/09");
        document.head.fields.insert("firstname".into(), "Aroha".into());
        document.children.push(SourceRecord::new("enrollments", "a"));
        document.children.push(SourceRecord::new("enrollments", "b"));
        document
    }

    #[test]
    fn fingerprint_ignores_the_order_of_children_and_nothing_else() {
        let base = pupil().fingerprint();
        let mut turned = pupil();
        turned.children.reverse();
        assert_eq!(turned.fingerprint(), base);
        let mut renamed = pupil();
        renamed.head.fields.insert("firstname".into(), "Mere".into());
        assert_ne!(renamed.fingerprint(), base);
        let mut fewer = pupil();
        fewer.children.pop();
        assert_ne!(fewer.fingerprint(), base);
    }

    #[test]
    fn only_a_complete_scope_covers() {
        let cases = [
            (Scope::complete("students", None), true),
            (Scope::complete("students", Some("1/09".into())), true),
            (Scope::complete("students", Some("1/10".into())), false),
            (Scope::complete("staff", None), false),
            (Scope { complete: false, ..Scope::complete("students", None) }, false),
        ];
        for (scope, expect) in cases {
            assert_eq!(scope.covers("students", "1/09"), expect, "{scope:?}");
        }
    }
}

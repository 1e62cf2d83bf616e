//! What a connection offers: its streams and their fields, as its spec ships them or as they were discovered.

use serde::{Deserialize, Serialize};

use crate::Name;

/// The streams of a connection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalog {
    /// In the order in which they can be written: what is pointed at comes first.
    pub streams: Vec<StreamDescription>,
}

impl Catalog {
    /// One stream by name.
    pub fn stream(&self, name: &str) -> Option<&StreamDescription> {
        self.streams.iter().find(|stream| stream.name == name)
    }
}

/// One stream: a table, a resource, a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StreamDescription {
    /// As the service calls it.
    pub name: Name,
    /// As a person calls it.
    pub title: String,
    /// The field that holds the key by which records are found again; [`crate::Change`]s carry its value as `key`.
    pub key: Name,
    /// The fields.
    pub fields: Vec<FieldDescription>,
    /// What can be written; empty for a stream that is only read.
    pub operations: Vec<WriteOperation>,
    /// Whether the present state can be read back.
    pub readable: bool,
}

impl StreamDescription {
    /// One field by name.
    pub fn field(&self, name: &str) -> Option<&FieldDescription> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One field of a stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldDescription {
    /// As the service calls it.
    pub name: Name,
    /// The service's own word for the type, such as `text`, `int`, `date`, `uuid`.
    pub kind: String,
    /// Whether a record without it is refused.
    pub required: bool,
    /// Whether two records may not share a value.
    pub unique: bool,
    /// The stream that the field points at.
    pub refers: Option<Name>,
    /// Whether the service sets it itself; never mapped, never compared.
    pub read_only: bool,
    /// A masked sample.
    pub sample: Option<String>,
}

/// What can be done to records of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteOperation {
    /// Make a record.
    Create,
    /// Change fields of a record.
    Update,
    /// End a record softly.
    Deactivate,
    /// Change a record's key.
    Relink,
    /// Remove a record for good.
    Delete,
}

//! Findings: what is odd in a record, told so that a person can mend it. A finding never stops a run.

use serde::{Deserialize, Serialize};

use crate::Name;

/// Something odd in one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// A stable code, such as `bad_date` or `unknown_class`; findings are grouped and filtered by it.
    pub code: Name,
    /// How bad it is.
    pub severity: Severity,
    /// The stream or entity.
    pub stream: Name,
    /// The record's key in that stream; never a name or an e-mail address.
    pub key: String,
    /// The field, if it is about one.
    pub field: Option<Name>,
    /// What is wrong and how to mend it, in one or two sentences. Holds no value of a sensitive field.
    pub message: String,
}

impl Finding {
    /// A warning about a record.
    pub fn warning(
        code: &'static str,
        stream: impl Into<Name>,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code: code.into(),
            severity: Severity::Warning,
            stream: stream.into(),
            key: key.into(),
            field: None,
            message: message.into(),
        }
    }

    /// The same, about one field.
    pub fn on(mut self, field: impl Into<Name>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, as an error: the record is left out.
    pub fn as_error(mut self) -> Self {
        self.severity = Severity::Error;
        self
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// A value was dropped, the record kept.
    Warning,
    /// The record was left out; nothing known of it was removed.
    Error,
}

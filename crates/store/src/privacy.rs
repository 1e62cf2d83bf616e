//! Which columns are encrypted. The list is data, so that the privacy screens and the tests read the same.

/// One encrypted column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncryptedColumn {
    /// The table, or `blobs` for the files beside the database.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What is in it, for people.
    pub holds: &'static str,
}

const fn column(table: &'static str, column: &'static str, holds: &'static str) -> EncryptedColumn {
    EncryptedColumn { table, column, holds }
}

/// All encrypted columns: XChaCha20-Poly1305 under the data key; tenant, table, column and the record's id are
/// additional data. What is not listed is readable by whoever has the file: names and school e-mail addresses are,
/// because they are searched.
pub const ENCRYPTED_COLUMNS: &[EncryptedColumn] = &[
    column("house", "body", "the key of blind indexes and addresses"),
    column("secrets", "body", "passwords and tokens of connections"),
    column("document_buckets", "body", "keys and fingerprints of documents, and which records they assert"),
    column("source_stamps", "body", "the hash of what a source said last as a whole, and what was odd in it"),
    column("roster", "private", "contact details, birth dates, national numbers, notes and unknown fields"),
    column("roster", "asserted_private", "what each source says where it differs from the roster"),
    column("identifier_buckets", "body", "keyed hashes by which people are recognised, and whose they are"),
    column("findings", "body", "what is odd in which record"),
    column("plan_segments", "body", "changes with their values before and after"),
    column("plan_kinds", "body", "how many changes of which kind a plan holds, and why"),
    column("pending", "body", "what is remembered of an extract once its plan is carried out"),
    column("approvals", "body", "who approved what, and why"),
    column("outcomes", "body", "the destination's ids and words"),
    column("exchanges", "body", "what runs asked of services and what came back, without secrets and values"),
    column("conflicts", "body", "questions with the values of both sides"),
    column("ledger", "body", "what roster and destination agreed on"),
    column("quarantine", "content", "the hash of what a destination refused"),
    column("pins", "body", "the hash of what a source said when it was undone, and who did"),
    column("deliveries", "inline_body", "raw bodies up to 64 KiB"),
    column("audit_payloads", "body", "who did what to whom; under a key for each person"),
    column("audit_keys", "body", "the keys of the audit"),
    column("outbox", "body", "what is to be told to others"),
    column("blobs", "file", "raw bodies above 64 KiB and extracts; under a key for each"),
];

/// Columns of bytes that hold ids, as short as they can be.
#[cfg(test)]
pub(crate) const IDS: &[(&str, &str)] = &[("roster", "id"), ("roster", "owner")];

/// Columns of bytes that hold keyed hashes or commitments, from which nothing can be read or tried out.
#[cfg(test)]
pub(crate) const HASHES: &[(&str, &str)] = &[
    ("roster", "hash"),
    ("identifiers", "blind"),
    ("conflicts", "about"),
    ("audit", "commitment"),
    ("audit", "hash"),
    ("audit_heads", "mac"),
    ("deliveries", "hash"),
];

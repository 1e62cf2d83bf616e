//! Rows as they were written after each migration: frozen, as a released migration is. A new table gets its rows under
//! the number of its migration; what stands here is never changed.

use crate::db::Part;

/// What a migration changes on purpose: table, column, since which migration rows of the kind are here, which row, and
/// what the column says afterwards.
pub(super) const AFTER: [(&str, &str, i64, &str, &str); 2] = [
    ("roster", "label_fold", 2, "entity = 'user'", "aroha rata"),
    ("roster", "label_fold", 2, "entity = 'relationship'", ""),
];

/// Tables that a later migration takes away with all that is in them, on purpose.
pub(super) const GONE: [&str; 2] = ["documents", "fingerprints"];

/// A table that a later migration builds anew with other columns; what it says is compared by itself.
pub(super) const REBUILT: &str = "roster";

/// The rows that were written after a migration.
pub(super) fn rows_of(part: Part, version: i64) -> &'static [&'static str] {
    match (part, version) {
        (Part::House, 1) => CONFIGURATION,
        (Part::House, 2) => ROSTER,
        (Part::House, 3) => PLANS,
        (Part::House, 4) => AUDIT,
        (Part::House, 5) => &["INSERT INTO pending VALUES ('00000000-0000-0000-0000-0000000000aa', 'p1', 0, X'05')"],
        (Part::House, 6) => {
            &["INSERT INTO schedules VALUES ('00000000-0000-0000-0000-0000000000aa', 's1', 1780000000000000, '{}')"]
        }
        (Part::House, 7) => PURGED,
        (Part::House, 8) => {
            &["INSERT INTO alerts VALUES ('00000000-0000-0000-0000-0000000000aa', 'a1', 1, 5, NULL, '{}')"]
        }
        (Part::House, 9) => &["INSERT INTO quarantine VALUES
            ('00000000-0000-0000-0000-0000000000aa', 's1', 'people', 'r1', 3, X'09', 5, 6, 'n1')"],
        (Part::House, 10) => &["INSERT INTO pins VALUES
            ('00000000-0000-0000-0000-0000000000aa', 's1', 'people', 'r1', 'email', 'n1', 7, X'0b')"],
        (Part::House, 11) => PACKED,
        (Part::House, 13) => {
            &["INSERT INTO exchanges VALUES ('00000000-0000-0000-0000-0000000000aa', 'n1', 1, 0, 5, X'01')"]
        }
        (Part::House, 14) => &["INSERT INTO identifier_buckets VALUES
            ('00000000-0000-0000-0000-0000000000aa', 'user', 7, X'0c')"],
        (Part::Inbox, 1) => &["INSERT INTO deliveries VALUES
            ('00000000-0000-0000-0000-0000000000aa', 'd1', 'c1', 5, 6, 'full', 'application/json', 7, 200, 'taken',
             'n1', 'taken in', X'0a', X'0b')"],
        (Part::Inbox, 2) => &["INSERT INTO deliveries VALUES
            ('00000000-0000-0000-0000-0000000000aa', 'd2', 'c1', 5, 6, 'part', 'application/json', 7, 200, 'waiting',
             NULL, '', NULL, NULL, 8)"],
        _ => &[],
    }
}

const CONFIGURATION: &[&str] = &[
    "INSERT INTO tenants VALUES ('00000000-0000-0000-0000-0000000000aa', NULL, 'Kōwhai Bay College', 1780000000000000)",
    "INSERT INTO sequences VALUES ('00000000-0000-0000-0000-0000000000aa', 'roster', 7)",
    "INSERT INTO settings VALUES ('00000000-0000-0000-0000-0000000000aa', 'demo', 'false')",
    "INSERT INTO secrets VALUES ('00000000-0000-0000-0000-0000000000aa', 'connection/c1/password', X'0102')",
    "INSERT INTO connections VALUES ('00000000-0000-0000-0000-0000000000aa', 'c1', 'kamar', 'KAMAR', '{}', 0, 5, '/kamar')",
    "INSERT INTO syncs VALUES ('00000000-0000-0000-0000-0000000000aa', 's1', 'c1', '{}')",
    "INSERT INTO config_history VALUES
        ('00000000-0000-0000-0000-0000000000aa', 'connection', 'c1', 1, '{}', '{}', 5)",
];

const ROSTER: &[&str] = &[
    "INSERT INTO documents VALUES ('00000000-0000-0000-0000-0000000000aa', 'c1', 'students', 'k1', NULL, X'01')",
    "INSERT INTO fingerprints VALUES ('00000000-0000-0000-0000-0000000000aa', 'c1', 'students', 3, X'02')",
    "INSERT INTO roster VALUES ('00000000-0000-0000-0000-0000000000aa', 'user', '00000000-0000-8000-8000-000000000001', 'pupils', NULL, 'aroha rata', 1,
        1, X'03', '{\"givenName\":\"Aroha\"}', X'04', NULL, NULL)",
    "INSERT INTO roster VALUES ('00000000-0000-0000-0000-0000000000aa', 'relationship', '00000000-0000-8000-8000-000000000002', 'family contacts',
        '00000000-0000-8000-8000-000000000001', 'mother', 1, 2, X'05', '{}', NULL, '[]', X'06')",
    "INSERT INTO links VALUES ('00000000-0000-0000-0000-0000000000aa', 'c1', 'user', 'k1', 'r1', 5, NULL, NULL)",
    "INSERT INTO identifiers VALUES ('00000000-0000-0000-0000-0000000000aa', 'user', 'email', X'07', 'r1')",
];

const PLANS: &[&str] = &[
    "INSERT INTO runs VALUES ('00000000-0000-0000-0000-0000000000aa', 'n1', 's1', 'done', 5, '{}')",
    "INSERT INTO findings VALUES ('00000000-0000-0000-0000-0000000000aa', 'n1', 0, 1, X'01')",
    "INSERT INTO plans VALUES ('00000000-0000-0000-0000-0000000000aa', 'p1', 's1', 'n1', 5, 'applied', '{}')",
    "INSERT INTO plan_segments VALUES ('00000000-0000-0000-0000-0000000000aa', 'p1', 0, X'02')",
    "INSERT INTO approvals VALUES ('00000000-0000-0000-0000-0000000000aa', 'p1', 1, X'03')",
    "INSERT INTO outcomes VALUES ('00000000-0000-0000-0000-0000000000aa', 'p1', 0, 1, X'04')",
    "INSERT INTO conflicts VALUES
        ('00000000-0000-0000-0000-0000000000aa', 'q1', 's1', 'open', 'people', 'r1', X'05', 6, X'07')",
    "INSERT INTO ledger VALUES ('00000000-0000-0000-0000-0000000000aa', 's1', 'people', 1, X'08')",
];

const AUDIT: &[&str] = &[
    "INSERT INTO audit VALUES ('00000000-0000-0000-0000-0000000000aa', 1, 5, 'school.created', X'01', X'02')",
    "INSERT INTO audit_heads VALUES ('00000000-0000-0000-0000-0000000000aa', 1, X'03')",
    "INSERT INTO audit_payloads VALUES ('00000000-0000-0000-0000-0000000000aa', 1, '', X'04')",
    "INSERT INTO audit_keys VALUES ('00000000-0000-0000-0000-0000000000aa', '', X'05')",
    "INSERT INTO outbox VALUES ('00000000-0000-0000-0000-0000000000aa', 1, 'roster.changed', X'06')",
];

const PURGED: &[&str] = &[
    "UPDATE roster SET active = 0, ended_at = 9 WHERE entity = 'relationship'",
    "UPDATE plans SET purged_at = 8 WHERE id = 'p1'",
    "UPDATE outbox SET leased_by = 'one', leased_until = 7 WHERE id = 1",
];

const PACKED: &[&str] = &[
    "INSERT INTO plan_kinds VALUES ('00000000-0000-0000-0000-0000000000aa', 'p1', X'01')",
    "INSERT INTO document_buckets VALUES ('00000000-0000-0000-0000-0000000000aa', 'c1', 'students', 3, X'02')",
    "INSERT INTO source_stamps VALUES ('00000000-0000-0000-0000-0000000000aa', 'c1', X'03')",
];

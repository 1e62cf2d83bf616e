//! All that the two databases do not say in the same words: types, bulk writes, lists.

/// Which database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Arguments of one statement; PostgreSQL allows 65,535, SQLite 32,766.
const MOST_ARGUMENTS: usize = 30_000;
const MOST_ROWS: usize = 500;
/// Lists of these lengths only, so that few different statements have to be prepared.
const LIST_LENGTHS: [usize; 4] = [1, 8, 64, 512];

pub(crate) fn rows_per_statement(width: usize) -> usize {
    (MOST_ARGUMENTS / width.max(1)).clamp(1, MOST_ROWS)
}

/// The longest list that one statement takes.
pub(crate) const LONGEST_LIST: usize = LIST_LENGTHS[LIST_LENGTHS.len() - 1];

/// Makes a list as long as one of the few lengths, by saying its last member again.
pub(crate) fn padded<T: Clone>(list: &[T]) -> Vec<T> {
    let mut padded = list.to_vec();
    let length = LIST_LENGTHS.into_iter().find(|length| *length >= list.len()).unwrap_or(list.len());
    if let Some(last) = list.last() {
        padded.resize(length, last.clone());
    }
    padded
}

/// `($3, $4, $5)` for a list whose first argument has the number `first`.
pub(crate) fn list(first: usize, length: usize) -> String {
    let members: Vec<String> = (first..first + length).map(|number| format!("${number}")).collect();
    format!("({})", members.join(", "))
}

/// The number of a lock: lanes with the same name share it.
pub(crate) fn lane_number(lane: &str) -> i64 {
    let hash = blake3::hash(lane.as_bytes());
    let mut bytes = [0u8; 8];
    bytes.copy_from_slice(&hash.as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

impl Dialect {
    /// `head VALUES (…), (…) tail`. SQLite looks each `$1` up by name, which takes long for thousands: it gets `?`.
    pub(crate) fn insert_many(self, head: &str, tail: &str, rows: usize, width: usize) -> String {
        let mut sql = String::with_capacity(head.len() + tail.len() + rows * width * 7 + 16);
        sql.push_str(head);
        sql.push_str(" VALUES ");
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..width {
                let comma = if column == 0 { "" } else { ", " };
                match self {
                    Self::Sqlite => sql.extend([comma, "?"]),
                    Self::Postgres => sql.push_str(&format!("{comma}${}", row * width + column + 1)),
                }
            }
            sql.push(')');
        }
        sql.push(' ');
        sql.push_str(tail);
        sql
    }

    /// A migration in this database's words: bytes are called otherwise, text is ordered by its bytes, and a table that
    /// is marked so lies in the order of its key, which saves an index.
    pub(crate) fn migration(self, sql: &str) -> String {
        match self {
            Self::Sqlite => sql.replace(" BYTEA", " BLOB").replace("/* clustered */", "WITHOUT ROWID"),
            Self::Postgres => sql.replace(" TEXT", " TEXT COLLATE \"C\""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bulk_statements_in_both_dialects() {
        let head = "INSERT INTO t (a, b)";
        let cases = [
            (Dialect::Sqlite, "INSERT INTO t (a, b) VALUES (?, ?), (?, ?) x"),
            (Dialect::Postgres, "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4) x"),
        ];
        for (dialect, expect) in cases {
            assert_eq!(dialect.insert_many(head, "x", 2, 2), expect);
        }
    }

    #[test]
    fn lists_have_few_lengths() {
        for (length, expect) in [(1, 1), (2, 8), (8, 8), (9, 64), (65, 512), (512, 512)] {
            let padded = padded(&vec![7; length]);
            assert_eq!(padded.len(), expect);
        }
        assert_eq!(list(3, 2), "($3, $4)");
    }

    #[test]
    fn no_statement_has_too_many_arguments() {
        for width in [0, 1, 12, 61, 40_000] {
            let rows = rows_per_statement(width);
            assert!(rows >= 1 && (rows == 1 || rows * width <= MOST_ARGUMENTS), "{width}");
        }
    }

    #[test]
    fn types_are_put_in_the_databases_words() {
        let sql = "id TEXT NOT NULL, body BYTEA) /* clustered */;";
        assert_eq!(Dialect::Sqlite.migration(sql), "id TEXT NOT NULL, body BLOB) WITHOUT ROWID;");
        let postgres = "id TEXT COLLATE \"C\" NOT NULL, body BYTEA) /* clustered */;";
        assert_eq!(Dialect::Postgres.migration(sql), postgres);
    }
}

//! All that the two databases do not say in the same words: types, bulk writes, lists.

use super::{Arg, Args, List};

/// Which database speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Arguments of one statement of SQLite, which allows 32,766.
const MOST_ARGUMENTS: usize = 30_000;
const MOST_ROWS: usize = 500;
/// Lists of these lengths only, so that few different statements have to be prepared.
const LIST_LENGTHS: [usize; 4] = [1, 8, 64, 512];
/// How long a list of PostgreSQL is at most; it is one argument.
const LONGEST_ARRAY: usize = 20_000;

/// The number of a lock: lanes with the same name share it.
pub(crate) fn lane_number(lane: &str) -> i64 {
    let hash = blake3::hash(lane.as_bytes());
    let mut bytes = [0u8; 8];
    bytes.copy_from_slice(&hash.as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

impl Dialect {
    /// How many rows of this many columns one statement writes.
    pub(crate) fn rows_per_statement(self, width: usize) -> usize {
        (MOST_ARGUMENTS / width.max(1)).clamp(1, MOST_ROWS)
    }

    /// The longest list that one statement takes.
    pub(crate) fn longest_list(self) -> usize {
        match self {
            Self::Sqlite => LIST_LENGTHS[LIST_LENGTHS.len() - 1],
            Self::Postgres => LONGEST_ARRAY,
        }
    }

    /// Writes rows of the same width. SQLite gets `head VALUES (?, ?), (?, ?) tail` (it looks `$1` up by name, which
    /// takes long for thousands), PostgreSQL one array for each column, since it plans thousands of arguments slowly.
    pub(crate) fn insert_many(self, head: &str, tail: &str, rows: Vec<Args>) -> (String, Args) {
        match self {
            Self::Sqlite => {
                let row = format!("({})", vec!["?"; rows.first().map_or(0, Vec::len)].join(", "));
                let values = vec![row; rows.len()].join(", ");
                (format!("{head} VALUES {values} {tail}"), rows.into_iter().flatten().collect())
            }
            Self::Postgres => {
                let columns: Vec<List> = columns(rows);
                let cast = |(number, list): (usize, &List)| format!("${number}{}", list.cast());
                let arrays: Vec<String> = (1..).zip(&columns).map(cast).collect();
                let sql = format!("{head} SELECT * FROM UNNEST({}) {tail}", arrays.join(", "));
                (sql, columns.into_iter().map(Arg::List).collect())
            }
        }
    }

    /// Finishes a statement that ends with a column which must be one of a list: `… IN ($3, $4)` on SQLite, whose list
    /// is made as long as one of a few lengths by saying its last member again; `… = ANY($3)` on PostgreSQL.
    pub(crate) fn one_of(self, sql: &str, fixed: &[Arg], list: &[Arg]) -> (String, Args) {
        let first = fixed.len() + 1;
        let mut args = fixed.to_vec();
        match self {
            Self::Sqlite => {
                let length = LIST_LENGTHS.into_iter().find(|length| *length >= list.len());
                let length = length.unwrap_or(list.len());
                let members: Vec<String> =
                    (first..first + length).map(|number| format!("${number}")).collect();
                let last = list.last().into_iter().cycle().take(length - list.len());
                args.extend(list.iter().chain(last).cloned());
                (format!("{sql} IN ({})", members.join(", ")), args)
            }
            Self::Postgres => {
                args.push(Arg::List(list.iter().cloned().collect()));
                (format!("{sql} = ANY(${first})"), args)
            }
        }
    }

    /// Takes the first free rows of a table that has a number `id`, as many as the fifth argument says, and answers
    /// them. On PostgreSQL rows that another transaction is taking are passed over, not waited for; on SQLite there is
    /// only one who writes.
    pub(crate) fn lease(self, table: &str, free: &str, taken: &str, columns: &str) -> String {
        let passing_over = match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        };
        format!(
            "UPDATE {table} SET {taken} WHERE tenant_id = $1 AND id IN
               (SELECT id FROM {table} WHERE {free} ORDER BY id LIMIT $5{passing_over})
             RETURNING {columns}"
        )
    }

    /// A number that stands in JSON text under this name.
    pub(crate) fn number_in(self, json: &str, name: &str) -> String {
        match self {
            Self::Sqlite => format!("CAST(json_extract({json}, '$.{name}') AS BIGINT)"),
            Self::Postgres => format!("CAST({json}::json ->> '{name}' AS BIGINT)"),
        }
    }

    /// An instant that stands in JSON text under this name, in milliseconds; nothing where there is none.
    pub(crate) fn instant_in(self, json: &str, name: &str) -> String {
        match self {
            Self::Sqlite => {
                format!("CAST(unixepoch(json_extract({json}, '$.{name}'), 'subsec') * 1000 AS BIGINT)")
            }
            Self::Postgres => {
                format!("CAST(EXTRACT(EPOCH FROM ({json}::json ->> '{name}')::timestamptz) * 1000 AS BIGINT)")
            }
        }
    }

    /// A migration in this database's words: bytes are called otherwise, text is ordered by its bytes, and a table that
    /// is marked so lies in the order of its key, which saves an index. `UUID_BYTES[id]` is the bytes of an id in text.
    pub(crate) fn migration(self, sql: &str) -> String {
        match self {
            Self::Sqlite => {
                let sql = sql.replace(" BYTEA", " BLOB").replace("/* clustered */", "WITHOUT ROWID");
                uuid_bytes(&sql, |id| format!("unhex(replace({id}, '-', ''))"))
            }
            Self::Postgres => {
                let sql = sql.replace(" TEXT", " TEXT COLLATE \"C\"");
                uuid_bytes(&sql, |id| format!("decode(replace({id}, '-', ''), 'hex')"))
            }
        }
    }
}

fn uuid_bytes(sql: &str, of: impl Fn(&str) -> String) -> String {
    let mut parts = sql.split("UUID_BYTES[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |sql, part| match part.split_once(']') {
        Some((id, rest)) => sql + &of(id) + rest,
        None => sql + part,
    })
}

/// Turns rows into columns.
fn columns(rows: Vec<Args>) -> Vec<List> {
    let mut columns: Vec<List> = rows.first().into_iter().flatten().map(List::like).collect();
    for row in rows {
        columns.iter_mut().zip(row).for_each(|(column, arg)| column.push(arg));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::args;

    fn rows() -> Vec<Args> {
        vec![args!["a", 1i64], args!["b", 2i64]]
    }

    #[test]
    fn bulk_statements_in_both_dialects() {
        let (sql, args) = Dialect::Sqlite.insert_many("INSERT INTO t (a, b)", "x", rows());
        assert_eq!(sql, "INSERT INTO t (a, b) VALUES (?, ?), (?, ?) x");
        assert_eq!(args, args!["a", 1i64, "b", 2i64]);
        let (sql, args) = Dialect::Postgres.insert_many("INSERT INTO t (a, b)", "x", rows());
        assert_eq!(sql, "INSERT INTO t (a, b) SELECT * FROM UNNEST($1::text[], $2::bigint[]) x");
        let text = List::Text(vec![Some("a".into()), Some("b".into())]);
        assert_eq!(args, [Arg::List(text), Arg::List(List::Int(vec![Some(1), Some(2)]))]);
    }

    #[test]
    fn lists_in_both_dialects() {
        let (fixed, list): (Args, Args) = (args!["a"], (0..9i64).map(Arg::from).collect());
        let (sql, args) = Dialect::Sqlite.one_of("… b", &fixed, &list);
        assert!(sql.starts_with("… b IN ($2, $3, ") && sql.ends_with(" $65)"));
        assert_eq!((args.len(), &args[64]), (65, &Arg::from(8i64)));
        let (sql, args) = Dialect::Postgres.one_of("… b", &fixed, &list);
        assert_eq!((sql.as_str(), args.len()), ("… b = ANY($2)", 2));
    }

    #[test]
    fn no_statement_has_too_many_arguments() {
        for width in [0, 1, 12, 61, 40_000] {
            let rows = Dialect::Sqlite.rows_per_statement(width);
            assert!(rows >= 1 && (rows == 1 || rows * width <= MOST_ARGUMENTS), "{width}");
        }
    }

    #[test]
    fn types_are_put_in_the_databases_words() {
        let sql = "id TEXT NOT NULL, body BYTEA) /* clustered */;";
        assert_eq!(Dialect::Sqlite.migration(sql), "id TEXT NOT NULL, body BLOB) WITHOUT ROWID;");
        let postgres = "id TEXT COLLATE \"C\" NOT NULL, body BYTEA) /* clustered */;";
        assert_eq!(Dialect::Postgres.migration(sql), postgres);
        let sql = "SELECT UUID_BYTES[a], UUID_BYTES[b] FROM t";
        let sqlite = "SELECT unhex(replace(a, '-', '')), unhex(replace(b, '-', '')) FROM t";
        assert_eq!(Dialect::Sqlite.migration(sql), sqlite);
        let postgres = "SELECT decode(replace(a, '-', ''), 'hex'), decode(replace(b, '-', ''), 'hex') FROM t";
        assert_eq!(Dialect::Postgres.migration(sql), postgres);
    }
}

//! The query string: decoding, reserved words, `select`, `order`, and the way to a condition.

use super::condition::Condition;
use super::errors::PgError;
use super::schema::Table;

/// An `order` term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// Place of the column.
    pub column: usize,
    /// Largest first.
    pub descending: bool,
    /// NULL before everything.
    pub nulls_first: bool,
}

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// Name in the answer and place of the column; none = all.
    pub select: Option<Vec<(String, usize)>>,
    /// Terms of the order.
    pub order: Vec<Order>,
    /// `limit`.
    pub limit: Option<usize>,
    /// `offset`.
    pub offset: usize,
    /// `on_conflict`.
    pub on_conflict: Option<String>,
    /// `columns`.
    pub columns: Option<Vec<String>>,
}

impl Query {
    /// Parses a query string for a table.
    ///
    /// # Errors
    /// PGRST100 when it cannot be understood, 42703 for an unknown column, 22P02 and such for operands.
    pub fn parse(table: &Table, query: &str) -> Result<Self, PgError> {
        let mut parsed = Self::default();
        for (key, value) in pairs(query) {
            match key.as_str() {
                "select" => parsed.select = select(table, &value)?,
                "order" => parsed.order = order(table, &value)?,
                "limit" => parsed.limit = Some(number("limit", &value)?),
                "offset" => parsed.offset = number("offset", &value)?,
                "on_conflict" => parsed.on_conflict = Some(value),
                "columns" => parsed.columns = Some(names(&value)),
                // The gateway reads it; PostgREST never sees it.
                "apikey" => {}
                _ => parsed.conditions.push(Condition::parse(table, &key, &value)?),
            }
        }
        Ok(parsed)
    }
}

/// Decoded pairs of a query string.
pub fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split('&').filter(|part| !part.is_empty()).map(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (decoded(key), decoded(value))
    })
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                let hex = std::str::from_utf8(&digits).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok());
                bytes.extend(hex);
            }
            plain => bytes.push(plain),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn number(what: &str, text: &str) -> Result<usize, PgError> {
    text.parse().map_err(|_| PgError::query(&format!("{what} parameter ({text})")))
}

fn names(list: &str) -> Vec<String> {
    list.split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn select(table: &Table, list: &str) -> Result<Option<Vec<(String, usize)>>, PgError> {
    if list.contains('(') {
        return Err(PgError::new(400, "PGRST200", "Could not find a relationship in the schema cache")
            .hint("The simulated project embeds no other tables."));
    }
    let mut found = Vec::new();
    for term in list.split(',').map(str::trim).filter(|term| !term.is_empty()) {
        if term == "*" {
            found.extend(table.columns.iter().enumerate().map(|(place, c)| (c.name.to_owned(), place)));
            continue;
        }
        let (alias, rest) = match term.split_once(':') {
            Some((alias, rest)) if !rest.starts_with(':') => (Some(alias), rest),
            _ => (None, term),
        };
        let name = rest.split("::").next().unwrap_or(rest);
        let place = table.column(name).ok_or_else(|| PgError::no_such_column(table.name, name))?;
        found.push((alias.unwrap_or(name).to_owned(), place));
    }
    Ok((!found.is_empty()).then_some(found))
}

fn order(table: &Table, list: &str) -> Result<Vec<Order>, PgError> {
    list.split(',').filter(|term| !term.is_empty()).map(|term| order_term(table, term)).collect()
}

fn order_term(table: &Table, term: &str) -> Result<Order, PgError> {
    let mut words = term.split('.');
    let name = words.next().unwrap_or_default();
    let column = table.column(name).ok_or_else(|| PgError::no_such_column(table.name, name))?;
    let (mut descending, mut nulls_first) = (false, None);
    for word in words {
        match word {
            "asc" => descending = false,
            "desc" => descending = true,
            "nullsfirst" => nulls_first = Some(true),
            "nullslast" => nulls_first = Some(false),
            _ => return Err(PgError::query(&format!("order ({list})", list = term))),
        }
    }
    Ok(Order { column, descending, nulls_first: nulls_first.unwrap_or(descending) })
}

#[cfg(test)]
mod tests {
    use super::super::schema::TABLES;
    use super::*;

    #[test]
    fn a_query_is_taken_apart() {
        let query = Query::parse(&TABLES[0], "select=id,key:source_key,kind::text&order=year_level.desc,source_key&limit=5&offset=2&kind=eq.pupil").unwrap();
        assert_eq!(query.select, Some(vec![("id".into(), 0), ("key".into(), 1), ("kind".into(), 2)]));
        let desc = Order { column: 8, descending: true, nulls_first: true };
        assert_eq!(query.order, [desc, Order { column: 1, descending: false, nulls_first: false }]);
        assert_eq!((query.limit, query.offset, query.conditions.len()), (Some(5), 2, 1));
    }

    #[test]
    fn escapes_are_decoded() {
        let found: Vec<_> = pairs("a=x%20y+z&b=%C4%81&c&d=1%").collect();
        let expect = [("a", "x y z"), ("b", "ā"), ("c", ""), ("d", "1")];
        assert_eq!(found, expect.map(|(k, v)| (k.to_owned(), v.to_owned())));
    }

    #[test]
    fn nonsense_is_refused() {
        for (query, code) in [
            ("limit=x", "PGRST100"),
            ("order=nope", "42703"),
            ("order=id.sideways", "PGRST100"),
            ("select=nope", "42703"),
            ("select=people(id)", "PGRST200"),
            ("nope=eq.1", "42703"),
            ("kind=pupil", "PGRST100"),
            ("id=eq.5", "22P02"),
        ] {
            assert_eq!(Query::parse(&TABLES[0], query).unwrap_err().code.as_deref(), Some(code), "{query}");
        }
    }
}

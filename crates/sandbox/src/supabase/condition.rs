//! Horizontal filters: `column=operator.value`, `not.`, and the logic of `or` and `and`.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::errors::PgError;
use super::schema::Table;
use super::table::Row;
use super::values;

/// A condition on a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A comparison with the value of a column.
    Compare(usize, Comparison, Value),
    /// Among several.
    In(usize, HashSet<String>),
    /// NULL, or true or false, which no column of ours is.
    IsNull(usize),
    /// Matches a pattern with `%`.
    Like {
        /// Place of the column.
        column: usize,
        /// Pattern; `*` has become `%`.
        pattern: String,
        /// Regardless of case.
        any_case: bool,
    },
    /// The opposite.
    Not(Box<Condition>),
    /// All hold.
    All(Vec<Condition>),
    /// One holds.
    Any(Vec<Condition>),
}

/// Operators that compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`.
    Equal,
    /// `neq`.
    Unequal,
    /// `gt`.
    Greater,
    /// `gte`.
    GreaterOrEqual,
    /// `lt`.
    Less,
    /// `lte`.
    LessOrEqual,
}

impl Condition {
    /// Parses `key=value`.
    ///
    /// # Errors
    /// PGRST100, 42703, or the type's own.
    pub fn parse(table: &Table, key: &str, value: &str) -> Result<Self, PgError> {
        match key {
            "and" | "or" => group(table, key, value),
            "not.and" => Ok(Self::Not(Box::new(group(table, "and", value)?))),
            "not.or" => Ok(Self::Not(Box::new(group(table, "or", value)?))),
            column => filter(table, column, value),
        }
    }

    /// Column and value, when this asks for one value of a unique column (`id` or `source_key`).
    pub fn unique(&self) -> Option<(usize, &Value)> {
        match self {
            Self::Compare(column @ (0 | 1), Comparison::Equal, value) => Some((*column, value)),
            _ => None,
        }
    }

    /// Whether the row matches; NULL compares as unknown.
    pub fn holds(&self, row: &Row) -> bool {
        self.test(row) == Some(true)
    }

    fn test(&self, row: &Row) -> Option<bool> {
        match self {
            Self::Compare(column, comparison, value) => {
                known(&row[*column]).map(|found| comparison.holds(found, value))
            }
            Self::In(column, values) => known(&row[*column]).map(|found| values.contains(&plain(found))),
            Self::IsNull(column) => Some(row[*column].is_null()),
            Self::Like { column, pattern, any_case } => known(&row[*column]).map(|found| {
                let text = if *any_case { plain(found).to_lowercase() } else { plain(found) };
                like(&text.chars().collect::<Vec<_>>(), &pattern.chars().collect::<Vec<_>>())
            }),
            Self::Not(inner) => inner.test(row).map(|holds| !holds),
            Self::All(parts) => {
                parts.iter().try_fold(true, |all, part| part.test(row).map(|holds| all && holds))
            }
            Self::Any(parts) => Some(parts.iter().any(|part| part.holds(row))),
        }
    }
}

impl Comparison {
    fn holds(self, found: &Value, value: &Value) -> bool {
        let order = values::compare(found, value);
        match self {
            Self::Equal => order == Ordering::Equal,
            Self::Unequal => order != Ordering::Equal,
            Self::Greater => order == Ordering::Greater,
            Self::GreaterOrEqual => order != Ordering::Less,
            Self::Less => order == Ordering::Less,
            Self::LessOrEqual => order != Ordering::Greater,
        }
    }
}

fn known(value: &Value) -> Option<&Value> {
    Some(value).filter(|value| !value.is_null())
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn filter(table: &Table, column: &str, value: &str) -> Result<Condition, PgError> {
    let place = table.column(column).ok_or_else(|| PgError::no_such_column(table.name, column))?;
    let (negated, value) = value.strip_prefix("not.").map_or((false, value), |rest| (true, rest));
    let (operator, operand) =
        value.split_once('.').ok_or_else(|| PgError::query(&format!("filter ({value})")))?;
    let condition = operation(table, place, operator, operand)?;
    Ok(if negated { Condition::Not(Box::new(condition)) } else { condition })
}

fn operation(table: &Table, column: usize, operator: &str, operand: &str) -> Result<Condition, PgError> {
    let kind = table.columns[column].kind;
    let compare = |comparison| Ok(Condition::Compare(column, comparison, values::from_text(kind, operand)?));
    match operator {
        "eq" => compare(Comparison::Equal),
        "neq" => compare(Comparison::Unequal),
        "gt" => compare(Comparison::Greater),
        "gte" => compare(Comparison::GreaterOrEqual),
        "lt" => compare(Comparison::Less),
        "lte" => compare(Comparison::LessOrEqual),
        "in" => {
            let inner = operand.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let items = split(inner.ok_or_else(|| PgError::query(&format!("filter (in.{operand})")))?);
            let typed =
                items.iter().map(|item| values::from_text(kind, &unquoted(item)).map(|value| plain(&value)));
            Ok(Condition::In(column, typed.collect::<Result<_, _>>()?))
        }
        "is" => match operand {
            "null" => Ok(Condition::IsNull(column)),
            "not_null" => Ok(Condition::Not(Box::new(Condition::IsNull(column)))),
            _ => Err(PgError::query(&format!("filter (is.{operand})"))),
        },
        "like" => Ok(Condition::Like { column, pattern: operand.replace('*', "%"), any_case: false }),
        "ilike" => {
            Ok(Condition::Like { column, pattern: operand.replace('*', "%").to_lowercase(), any_case: true })
        }
        _ => Err(PgError::query(&format!("filter ({operator}.{operand})"))),
    }
}

/// `(a.eq.1,not.b.is.null,or(…))`.
fn group(table: &Table, kind: &str, value: &str) -> Result<Condition, PgError> {
    let inner = value.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let items = split(inner.ok_or_else(|| PgError::query(&format!("logic tree ({value})")))?);
    let parts: Vec<Condition> = items.iter().map(|item| member(table, item)).collect::<Result<_, _>>()?;
    Ok(if kind == "or" { Condition::Any(parts) } else { Condition::All(parts) })
}

fn member(table: &Table, item: &str) -> Result<Condition, PgError> {
    let (negated, item) = item.strip_prefix("not.").map_or((false, item), |rest| (true, rest));
    let condition = if let Some(rest) = item.strip_prefix("and(") {
        group(table, "and", &format!("({rest}"))?
    } else if let Some(rest) = item.strip_prefix("or(") {
        group(table, "or", &format!("({rest}"))?
    } else {
        let (column, value) =
            item.split_once('.').ok_or_else(|| PgError::query(&format!("logic tree ({item})")))?;
        // Within logic a value may stand in quotes, because it may hold commas and brackets.
        let (head, operand) =
            value.rsplit_once(".\"").map_or((value, None), |(head, rest)| (head, Some(rest)));
        let value = operand
            .map_or_else(|| value.to_owned(), |rest| format!("{head}.{}", unquoted(&format!("\"{rest}"))));
        filter(table, column, &value)?
    };
    Ok(if negated { Condition::Not(Box::new(condition)) } else { condition })
}

/// Splits at commas outside of brackets and quotes.
fn split(text: &str) -> Vec<String> {
    let (mut items, mut item) = (Vec::new(), String::new());
    let (mut depth, mut quoted, mut escaped) = (0i32, false, false);
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                items.push(std::mem::take(&mut item));
                continue;
            }
            _ => {}
        }
        item.push(letter);
    }
    if !item.is_empty() || !items.is_empty() {
        items.push(item);
    }
    items
}

/// The text within quotes, its escapes resolved; any other text as it is.
fn unquoted(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return text.to_owned();
    };
    let mut letters = inner.chars();
    let mut out = String::new();
    while let Some(letter) = letters.next() {
        out.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    out
}

/// SQL's LIKE: `%` any text, `_` any letter.
fn like(text: &[char], pattern: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|skip| like(&text[skip..], rest)),
        Some(('_', rest)) => text.split_first().is_some_and(|(_, text)| like(text, rest)),
        Some((letter, rest)) => {
            text.split_first().is_some_and(|(first, text)| first == letter && like(text, rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::schema::TABLES;
    use super::*;

    fn row(key: &str, level: Value, name: &str) -> Row {
        let mut row = vec![Value::Null; TABLES[0].columns.len()];
        (row[1], row[8], row[6]) = (json!(key), level, json!(name));
        row
    }

    #[test]
    fn filters_choose_as_postgrest_chooses() {
        let rows = [
            row("1", json!(9), "Aroha, Q"),
            row("2", json!(13), "Finlay (x)"),
            row("3", json!(null), "Mere"),
        ];
        let cases = [
            ("year_level", "eq.9", "1"),
            ("year_level", "neq.9", "2"),
            ("year_level", "gt.9", "2"),
            ("year_level", "gte.9", "12"),
            ("year_level", "lt.13", "1"),
            ("year_level", "lte.13", "12"),
            ("year_level", "in.(9,13)", "12"),
            ("year_level", "is.null", "3"),
            ("year_level", "not.is.null", "12"),
            ("year_level", "is.not_null", "12"),
            ("year_level", "not.eq.9", "2"),
            ("display_name", "in.(\"Aroha, Q\",Mere)", "13"),
            ("display_name", "like.*r*", "13"),
            ("display_name", "ilike.M*", "3"),
            ("display_name", "like.m*", ""),
            ("or", "(year_level.eq.9,display_name.eq.Mere)", "13"),
            ("or", "(display_name.eq.\"Finlay (x)\",source_key.eq.3)", "23"),
            ("and", "(year_level.gte.9,not.source_key.eq.1)", "2"),
            ("or", "(and(year_level.eq.9,source_key.eq.1),source_key.in.(2,5))", "12"),
            ("not.or", "(source_key.eq.1,source_key.eq.2)", "3"),
        ];
        for (key, value, expect) in cases {
            let condition = Condition::parse(&TABLES[0], key, value).unwrap();
            let found: String =
                rows.iter().filter(|r| condition.holds(r)).filter_map(|r| r[1].as_str()).collect();
            assert_eq!(found, expect, "{key}={value}");
        }
    }

    #[test]
    fn quotes_may_hold_quotes() {
        assert_eq!(unquoted(r#""a\"b\\c""#), r#"a"b\c"#);
        assert_eq!(split(r#""a,b",c,"d\",e""#), [r#""a,b""#, "c", r#""d\",e""#]);
        assert!(split("").is_empty());
    }
}

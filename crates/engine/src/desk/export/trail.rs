//! The audit trail as a table: every entry that the sieve lets through, however long the trail is.

use crosswalk_contract::{AuditRow, ExportAudit, ListAudit, TableFile, TableWords};
use crosswalk_model::Hash;
use crosswalk_reconcile::sentence::number;
use serde_json::Value;

use super::table::Table;
use crate::Result;
use crate::desk::Desk;

impl Desk<'_> {
    pub(super) async fn export_audit(&self, ask: ExportAudit) -> Result<TableFile> {
        let mut table = Table::new(ask.format, &ask.words, self.engine.clock().now())?;
        let mut list = ListAudit { about: ask.about, since: ask.since, cursor: None };
        loop {
            let page = self.list_audit(list.clone()).await?;
            page.rows.iter().try_for_each(|entry| table.row(&row(entry, &ask.words)))?;
            if page.next.is_none() {
                return table.finish("audit");
            }
            list.cursor = page.next;
        }
    }
}

fn row(entry: &AuditRow, words: &TableWords) -> Vec<String> {
    vec![
        entry.seq.to_string(),
        entry.at.to_string(),
        entry.actor.clone(),
        said(words, &entry.action),
        details(&entry.detail, words),
        entry.action.clone(),
        entry.detail.clone(),
    ]
}

fn said(words: &TableWords, code: &str) -> String {
    words.words.get(code).cloned().unwrap_or_else(|| code.to_owned())
}

/// The details in words; what is no list of named values stands as it is.
fn details(text: &str, words: &TableWords) -> String {
    match serde_json::from_str(text) {
        Ok(Value::Object(entries)) => {
            let parts = entries.iter().filter_map(|(name, value)| part(name, value, words));
            parts.collect::<Vec<_>>().join(", ")
        }
        _ => text.to_owned(),
    }
}

fn part(name: &str, value: &Value, words: &TableWords) -> Option<String> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    // The screen's word has a place for the figure or the seal.
    let filled = |place: &str, told: String| said(words, name).replace(place, &told);
    Some(match (name, value) {
        (_, Value::Null | Value::Bool(false)) | ("conflict" | "delivery", _) => return None,
        ("run" | "plan", _) => said(words, name),
        ("root", _) => filled("{seal}", Hash::from_hex(&text)?.seal()),
        ("applied", Value::Number(count)) => filled("{count}", number(count.as_u64()?)),
        ("not_applied", Value::Number(count)) => {
            filled("{count}", number(count.as_u64().filter(|count| *count > 0)?))
        }
        ("reason", _) => format!("“{text}”"),
        ("connection" | "sync", _) => text,
        (other, Value::Bool(true)) => other.to_owned(),
        (other, _) => format!("{other}: {text}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_told_in_words() {
        let pairs = [("run", "its run"), ("applied", "{count} done"), ("root", "seal {seal}")];
        let words = pairs.map(|(code, word)| (code.to_owned(), word.to_owned()));
        let words = TableWords { words: words.into(), ..TableWords::default() };
        let root = Hash::of(b"x");
        let seal = root.seal();
        let table = [
            (r#"{"applied":1200,"not_applied":0,"run":"r1"}"#.to_owned(), "1,200 done, its run".to_owned()),
            (format!(r#"{{"reason":null,"root":"{root}"}}"#), format!("seal {seal}")),
            (r#"{"by_hand":true,"reason":"why"}"#.to_owned(), "by_hand, “why”".to_owned()),
            ("erased".to_owned(), "erased".to_owned()),
        ];
        for (detail, expect) in table {
            assert_eq!(details(&detail, &words), expect);
        }
    }
}

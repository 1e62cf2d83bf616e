//! The audit trail as a file: every entry that the sieve lets through, however long the trail is.

use super::words::{Part, action, details};
use crate::bridge;
use crate::format::csv;
use crate::texts;
use crosswalk_contract::{AuditRow, ListAudit, Problem};

/// Fetches all entries, page by page.
pub async fn gather(mut ask: ListAudit) -> Result<Vec<AuditRow>, Problem> {
    let mut rows = Vec::new();
    loop {
        let page = bridge::ask(ask.clone()).await?;
        rows.extend(page.rows);
        if page.next.is_none() {
            return Ok(rows);
        }
        ask.cursor = page.next;
    }
}

/// The entries as a table.
pub fn table(rows: &[AuditRow]) -> String {
    let heads = [
        texts::column_number(),
        texts::column_when(),
        texts::column_actor(),
        texts::column_action(),
        texts::column_detail(),
        "code",
        "details",
    ];
    csv(&heads, rows.iter().map(line))
}

fn line(row: &AuditRow) -> Vec<String> {
    let said = details(&row.detail).into_iter().map(|part| match part {
        Part::Said(text) => text,
        Part::Link(label, _) => label.to_owned(),
    });
    vec![
        row.seq.to_string(),
        row.at.to_string(),
        row.actor.clone(),
        action(&row.action),
        said.collect::<Vec<_>>().join(", "),
        row.action.clone(),
        row.detail.clone(),
    ]
}

//! A plan as a file: a line for each field that changes. Private values stay masked, as on the screen.

use crate::bridge;
use crate::format::csv;
use crate::texts;
use crate::widgets::op_word;
use crosswalk_contract::{ChangeFilter, ChangeRow, ListChanges, Problem};
use crosswalk_model::{FieldDiff, PlanId, Value};

/// What one question may ask for.
const MOST: u64 = 500;

/// Fetches all changes that the filter shows.
pub async fn gather(plan: PlanId, filter: ChangeFilter) -> Result<Vec<ChangeRow>, Problem> {
    let mut found = Vec::new();
    loop {
        let offset = found.len() as u64;
        let page = bridge::ask(ListChanges { plan, filter: filter.clone(), offset, limit: MOST }).await?;
        let is_last = page.rows.is_empty();
        found.extend(page.rows);
        if is_last || found.len() as u64 >= page.total {
            return Ok(found);
        }
    }
}

/// The changes as a table.
pub fn table(rows: &[ChangeRow]) -> String {
    let heads = [
        texts::column_number(),
        texts::column_change(),
        texts::column_stream(),
        texts::column_who(),
        texts::column_key(),
        texts::column_field(),
        texts::column_now(),
        texts::column_will_be(),
        texts::column_why(),
    ];
    csv(&heads, rows.iter().flat_map(lines))
}

/// A line for each field; a change without fields has one all the same.
fn lines(row: &ChangeRow) -> Vec<Vec<String>> {
    let change = &row.change;
    let word = op_word(change.op.word()).unwrap_or(change.op.word());
    let line = |field: &str, before: String, after: String| {
        vec![
            row.index.to_string(),
            word.to_owned(),
            change.target.to_string(),
            change.label.clone(),
            change.key.clone(),
            field.to_owned(),
            before,
            after,
            change.reason.phrase.clone(),
        ]
    };
    if change.fields.is_empty() {
        return vec![line("", String::new(), String::new())];
    }
    let line = |diff: &FieldDiff| line(&diff.field, said(diff.before.as_ref()), said(diff.after.as_ref()));
    change.fields.iter().map(line).collect()
}

fn said(value: Option<&Value>) -> String {
    value.map(Value::display).unwrap_or_default()
}

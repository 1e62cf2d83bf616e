//! The changes of a plan as a table: a row for each field that changes.

use std::collections::HashMap;

use crosswalk_contract::{ExportPlan, TableFile, TableWords};
use crosswalk_model::{Change, FieldDiff, RosterId, Value};

use super::table::Table;
use crate::Result;
use crate::apply::plan;
use crate::desk::Desk;
use crate::desk::changes::{Wanted, kinds};
use crate::desk::facets::{finding, schools};
use crate::desk::mask::Masks;

impl Desk<'_> {
    pub(super) async fn export_plan(&self, ask: ExportPlan) -> Result<TableFile> {
        let tenant = self.engine.school()?;
        let plan = plan(&tenant, ask.plan).await?;
        let mut table = Table::new(ask.format, &ask.words, self.engine.clock().now())?;
        if tenant.plan_purged_at(plan.id).await?.is_some() {
            return table.finish("plan");
        }
        let sync = tenant.sync(plan.sync).await?;
        let (masks, wanted, kinds) =
            (Masks(sync.as_ref()), Wanted::all(&ask.filter), kinds(&tenant, &plan).await?);
        let words = Words { words: &ask.words, schools: schools(&tenant, &plan, &kinds).await? };
        let mut first = 0u32;
        for ((n, segment), counts) in (0u32..).zip(&plan.segments).zip(&kinds.segments) {
            if wanted.fits_any(&kinds, counts) {
                for (index, change) in (first..).zip(tenant.segment(&plan, n).await?) {
                    let (change, _) = masks.change(&change);
                    if wanted.fits_change(&change) {
                        words.rows(index, &change).iter().try_for_each(|row| table.row(row))?;
                    }
                }
                // A long plan leaves others their turn.
                tokio::task::yield_now().await;
            }
            first += segment.count;
        }
        table.finish("plan")
    }
}

/// What codes and schools are called.
struct Words<'a> {
    words: &'a TableWords,
    schools: HashMap<RosterId, String>,
}

impl Words<'_> {
    /// A row for each field; a change without fields has one all the same.
    fn rows(&self, index: u32, change: &Change) -> Vec<Vec<String>> {
        if change.fields.is_empty() {
            return vec![self.row(index, change, None)];
        }
        change.fields.iter().map(|diff| self.row(index, change, Some(diff))).collect()
    }

    fn row(&self, index: u32, change: &Change, diff: Option<&FieldDiff>) -> Vec<String> {
        let said = |value: Option<&Value>| value.map(Value::display).unwrap_or_default();
        let word = change.op.word();
        vec![
            index.to_string(),
            self.words.words.get(word).cloned().unwrap_or_else(|| word.to_owned()),
            change.target.to_string(),
            change.label.clone(),
            change.key.clone(),
            diff.map(|diff| diff.field.to_string()).unwrap_or_default(),
            said(diff.and_then(|diff| diff.before.as_ref())),
            said(diff.and_then(|diff| diff.after.as_ref())),
            change.reason.phrase.clone(),
            change.school.and_then(|id| self.schools.get(&id)).cloned().unwrap_or_default(),
            findings(change),
        ]
    }
}

fn findings(change: &Change) -> String {
    let told = change.findings.iter().map(|code| finding(code.to_string()).1);
    told.collect::<Vec<_>>().join(", ")
}

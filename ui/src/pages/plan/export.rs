//! A plan as a file: a row for each field that changes. The engine writes it, in the words of this screen; private values
//! stay masked.

use crate::texts;
use crate::widgets::op_word;
use crosswalk_contract::{ChangeFilter, ExportPlan, TableFormat, TableWords};
use crosswalk_model::PlanId;

/// Asks for everything that the filter shows.
pub fn asking(plan: PlanId, filter: ChangeFilter, format: TableFormat) -> ExportPlan {
    ExportPlan { plan, filter, format, words: words() }
}

fn words() -> TableWords {
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
        texts::column_school(),
        texts::column_finding(),
    ];
    let ops = ["create", "update", "deactivate", "withdraw", "delete", "relink"];
    let words = ops.iter().filter_map(|op| Some(((*op).to_owned(), op_word(op)?.to_owned())));
    TableWords {
        title: texts::nav_plan().to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        words: words.collect(),
    }
}

//! What was settled: remembered, and open to another thought.

use super::choices::{choices, question, result};
use crate::texts;
use crate::widgets::Column::{self, Words};
use crate::widgets::{empty, moment, titled_table};
use crosswalk_contract::ConflictView;
use crosswalk_model::{ConflictId, ConflictState};
use leptos::prelude::*;

/// The settled conflicts.
pub fn settled(conflicts: &[ConflictView], reopen: Callback<Vec<ConflictId>>) -> Option<AnyView> {
    let columns = [
        Words(texts::column_question()),
        Words(texts::column_answer_given()),
        Words(texts::column_actor()),
        Words(texts::column_when()),
        Column::Actions,
    ];
    let rows = conflicts.iter().filter_map(|view| line(view, reopen)).collect_view();
    (!conflicts.is_empty()).then(|| titled_table(texts::conflicts_settled(), &columns, rows))
}

fn line(view: &ConflictView, reopen: Callback<Vec<ConflictId>>) -> Option<AnyView> {
    let ConflictState::Settled { resolution, by, at } = &view.conflict.state else { return None };
    let id = view.conflict.id;
    let said =
        result(resolution, &choices(view)).map_or_else(|| empty(texts::value_none()), IntoAny::into_any);
    let row = view! {
        <tr>
            <td>{question(view)}</td><td>{said}</td><td class="tight">{by.label.clone()}</td>
                <td class="tight">{moment(*at)}</td>
            <td class="tight"><button type="button" class="link" on:click=move |_| reopen.run(vec![id])>
                {texts::conflicts_reopen()}</button></td>
        </tr>
    };
    Some(row.into_any())
}

//! What was settled: remembered, and open to another thought.

use super::choices::{choices, question, result};
use crate::texts;
use crate::widgets::Column::{self, Words};
use crate::widgets::{empty, moment, titled_table};
use crosswalk_contract::ConflictView;
use crosswalk_model::{ConflictId, ConflictState, Timestamp};
use leptos::prelude::*;

/// The settled conflicts; a line that stays is not drawn anew.
pub fn settled(conflicts: Memo<Vec<ConflictView>>, reopen: Callback<Vec<ConflictId>>) -> AnyView {
    let none = Memo::new(move |_| conflicts.with(Vec::is_empty));
    let table = move || {
        let columns = [
            Words(texts::column_question()),
            Words(texts::column_answer_given()),
            Words(texts::column_actor()),
            Words(texts::column_when()),
            Column::Actions,
        ];
        let rows = view! {
            <For each=move || conflicts.get() key=which let:view>{line(&view, reopen)}</For>
        };
        titled_table(texts::conflicts_settled(), &columns, rows)
    };
    (move || (!none.get()).then(table)).into_any()
}

/// The same conflict, settled anew, is another line.
fn which(view: &ConflictView) -> (ConflictId, Option<Timestamp>) {
    let at = match &view.conflict.state {
        ConflictState::Settled { at, .. } => Some(*at),
        ConflictState::Open => None,
    };
    (view.conflict.id, at)
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

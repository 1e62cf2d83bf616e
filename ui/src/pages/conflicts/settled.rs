//! What was settled: remembered, and open to another thought.

use super::choices::{choices, question, result};
use crate::texts;
use crate::widgets::{empty, moment};
use crosswalk_contract::ConflictView;
use crosswalk_model::{ConflictId, ConflictState};
use leptos::prelude::*;

/// The settled conflicts.
pub fn settled(conflicts: &[ConflictView], reopen: Callback<ConflictId>) -> Option<AnyView> {
    if conflicts.is_empty() {
        return None;
    }
    let rows = conflicts.iter().filter_map(|view| line(view, reopen)).collect_view();
    let drawn = view! {
        <section class="stack">
            <h3>{texts::conflicts_settled()}</h3>
            <div class="card table-card">
                <table>
                    <thead><tr><th>{texts::column_question()}</th><th>{texts::column_answer_given()}</th><th>{texts::column_actor()}</th><th>{texts::column_when()}</th><th><span class="unseen">{texts::column_actions()}</span></th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    };
    Some(drawn.into_any())
}

fn line(view: &ConflictView, reopen: Callback<ConflictId>) -> Option<AnyView> {
    let ConflictState::Settled { resolution, by, at } = &view.conflict.state else { return None };
    let id = view.conflict.id;
    let said = result(resolution, &choices(view)).map_or_else(|| empty(texts::value_none()), IntoAny::into_any);
    let row = view! {
        <tr>
            <td>{question(view)}</td><td>{said}</td><td class="tight">{by.label.clone()}</td><td class="tight">{moment(*at)}</td>
            <td class="tight"><button type="button" class="link" on:click=move |_| reopen.run(id)>{texts::conflicts_reopen()}</button></td>
        </tr>
    };
    Some(row.into_any())
}

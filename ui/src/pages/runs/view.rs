//! Draws the runs.

use crate::format::{seconds, thousands};
use crate::state::{Paged, go};
use crate::texts;
use crate::widgets::{chip, empty_face, head, moment, more, run_word};
use crosswalk_contract::{Page, RunRow};
use crosswalk_model::{Run, RunState};
use leptos::prelude::*;

/// The runs.
pub fn view(first: Signal<Page<RunRow>>, runs: Paged<RunRow>) -> AnyView {
    let (press, busy) = (runs.more, runs.busy);
    let all = { let runs = runs.clone(); Memo::new(move |_| first.with(|first| runs.rows(first, |row| row.run.id.to_string()))) };
    let sentence = move || all.with(|all| sentence(all));
    view! {
        {head(sentence, texts::runs_detail(), ())}
        {move || table(&all.get())}
        {more(move || first.with(|first| runs.has_more(first)), press, busy)}
    }
    .into_any()
}

fn sentence(runs: &[RunRow]) -> String {
    let count = |state: RunState| runs.iter().filter(|row| row.run.state == state).count() as u64;
    match (count(RunState::Running), runs.first()) {
        (0, None) => texts::runs_none().to_owned(),
        (0, Some(last)) => last.run.note.clone(),
        (running, _) => texts::runs_running(running),
    }
}

fn table(runs: &[RunRow]) -> AnyView {
    if runs.is_empty() {
        return empty_face(texts::runs_empty_title(), texts::runs_empty_detail(), Some((texts::nav_overview(), "/overview")));
    }
    let rows = runs.iter().map(row).collect_view();
    view! {
        <div class="card table-card">
            <table>
                <thead><tr>
                    <th>{texts::column_sync()}</th><th>{texts::column_state()}</th><th>{texts::column_note()}</th><th class="n">{texts::column_read()}</th>
                    <th class="n">{texts::column_applied()}</th><th class="n">{texts::column_not_applied()}</th><th>{texts::column_started()}</th><th class="n">{texts::column_took()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: &RunRow) -> AnyView {
    let run = &row.run;
    let (mood, word) = run_word(run.state);
    let href = format!("/runs/{}", run.id);
    let leads = href.clone();
    view! {
        <tr class="leads" on:click=move |_| go(&leads)>
            <td class="tight"><a class="quiet-link" href=href>{row.title.clone()}</a></td>
            <td class="tight">{chip(mood, word)}</td>
            <td>{run.note.clone()}</td>
            <td class="n">{thousands(run.read)}</td>
            <td class="n">{thousands(run.applied)}</td>
            <td class="n">{thousands(run.not_applied)}</td>
            <td class="tight">{moment(run.started_at)}</td>
            <td class="n">{took(run)}</td>
        </tr>
    }
    .into_any()
}

fn took(run: &Run) -> String {
    let ended = run.ended_at.map(|end| seconds(end.as_millisecond() - run.started_at.as_millisecond()));
    ended.unwrap_or_else(|| "…".to_owned())
}

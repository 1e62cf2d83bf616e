//! Draws the runs.

use crate::format::{seconds, thousands};
use crate::state::Paged;
use crate::texts;
use crate::widgets::Column::{self, Number, Words};
use crate::widgets::{
    Sieve, empty_face, head, leading_row, moment, more, run_chip, sieve, sifted_out, table,
};
use crosswalk_contract::{Page, RunRow};
use crosswalk_model::{Run, RunState};
use leptos::prelude::*;

/// The runs.
pub fn view(first: Signal<Page<RunRow>>, runs: Paged<RunRow>, shown: Sieve) -> AnyView {
    let (press, busy) = (runs.more, runs.busy);
    let all = {
        let runs = runs.clone();
        Memo::new(move |_| first.with(|first| runs.rows(first, |row| row.run.id.to_string())))
    };
    let sentence = move || all.with(|all| sentence(all, shown.is_set()));
    view! {
        {head(sentence, texts::runs_detail(), ())}
        {sieve(shown)}
        {move || all_runs(&all.get(), shown.is_set())}
        {more(move || first.with(|first| runs.has_more(first)), press, busy)}
    }
    .into_any()
}

fn sentence(runs: &[RunRow], is_sifted: bool) -> String {
    let count = |state: RunState| runs.iter().filter(|row| row.run.state == state).count() as u64;
    match (count(RunState::Running), count(RunState::Waiting)) {
        _ if is_sifted => texts::runs_sifted().to_owned(),
        _ if runs.is_empty() => texts::runs_none().to_owned(),
        (0, 0) => texts::runs_idle().to_owned(),
        (0, waiting) => texts::runs_waiting(waiting),
        (running, _) => texts::runs_running(running),
    }
}

fn all_runs(runs: &[RunRow], is_sifted: bool) -> AnyView {
    if runs.is_empty() && is_sifted {
        return sifted_out();
    }
    if runs.is_empty() {
        let next = Some((texts::nav_overview(), "/overview"));
        return empty_face(texts::runs_empty_title(), texts::runs_empty_detail(), next);
    }
    table(&columns(), runs.iter().map(row).collect_view())
}

fn columns() -> [Column; 8] {
    [
        Words(texts::column_sync()),
        Words(texts::column_state()),
        Words(texts::column_note()),
        Number(texts::column_read()),
        Number(texts::column_applied()),
        Number(texts::column_not_applied()),
        Words(texts::column_started()),
        Number(texts::column_took()),
    ]
}

fn row(row: &RunRow) -> AnyView {
    let run = &row.run;
    let cells = view! {
        <td class="tight">{run_chip(run.state)}</td>
        <td>{run.note.clone()}</td>
        <td class="n">{thousands(run.read)}</td>
        <td class="n">{thousands(run.applied)}</td>
        <td class="n">{thousands(run.not_applied)}</td>
        <td class="tight">{moment(run.started_at)}</td>
        <td class="n">{took(run)}</td>
    };
    leading_row(&row.title, format!("/runs/{}", run.id), cells)
}

fn took(run: &Run) -> String {
    let ended = run.ended_at.map(|end| seconds(end.as_millisecond() - run.started_at.as_millisecond()));
    ended.unwrap_or_else(|| "…".to_owned())
}

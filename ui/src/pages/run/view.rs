//! Draws one run.

use super::refused::{Again, refused};
use super::tables::findings;
use crate::format::thousands;
use crate::texts;
use crate::widgets::{Button, Look, head, moment, run_chip, tag};
use crosswalk_contract::RunView;
use crosswalk_model::{Phase, Run, RunId, RunState, SyncId};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Stops the run.
    pub cancel: Callback<RunId>,
    /// Starts another of the same sync.
    pub again: Callback<SyncId>,
    /// Makes the plan that undoes it.
    pub undo: Callback<RunId>,
    /// Whether that plan is being made.
    pub busy: Signal<bool>,
    /// Shows what was asked of services.
    pub asked: Callback<()>,
    /// Tries again what was not done.
    pub retry: Again,
}

/// One run.
pub fn view(run: Signal<RunView>, deeds: Deeds) -> AnyView {
    view! {
        {head(move || run.with(sentence), detail(run), actions(run, deeds))}
        {move || run.with(|run| phases(&run.row.run))} {move || run.with(figures)}
        {move || run.with(|run| refused(run, deeds.retry))} {move || run.with(|run| findings(&run.findings))}
    }
    .into_any()
}

fn sentence(run: &RunView) -> String {
    if run.row.run.note.is_empty() { run.sentence.clone() } else { run.row.run.note.clone() }
}

fn detail(run: Signal<RunView>) -> AnyView {
    let line = move || run.with(told);
    view! { {line} }.into_any()
}

fn told(view: &RunView) -> AnyView {
    let run = &view.row.run;
    view! {
        {run_chip(run.state)} " " {view.row.title.clone()} " · " {moment(run.started_at)} " · "
        {texts::run_by(&run.by.label)} {view.retries.map(retried)}
    }
    .into_any()
}

/// The way back to the run of which this one tries something again.
fn retried(of: RunId) -> AnyView {
    view! { " · " <a href=format!("/runs/{of}")>{texts::run_retries()}</a> }.into_any()
}

fn actions(run: Signal<RunView>, deeds: Deeds) -> AnyView {
    let (cancel, again) = (deeds.cancel, deeds.again);
    let drawn = move || run.with(|view| action(&view.row.run, cancel, again));
    let undo = move || run.with(|view| undoing(view, deeds));
    let plan = move || run.with(|view| plan_link(&view.row.run));
    view! { {drawn} <Button label=texts::exchanges_open() press=deeds.asked/> {undo} {plan} }.into_any()
}

/// What a run has changed can be taken back: the button leads to the plan that would do it.
fn undoing(view: &RunView, deeds: Deeds) -> Option<AnyView> {
    let (id, undo, busy) = (view.row.run.id, deeds.undo, deeds.busy);
    let press = move |()| undo.run(id);
    let part = view.row.run.plan.map(|plan| {
        view! { <a class="button" href=format!("/plan/{plan}")>{texts::run_undo_part()}</a> }
    });
    let whole = || view! { <Button label=texts::run_undo() press=press busy=busy/> };
    view.can_undo.then(|| view! { {whole()} {part} }.into_any())
}

/// A run that goes on can be stopped, one that has ended can be started again.
fn action(run: &Run, cancel: Callback<RunId>, again: Callback<SyncId>) -> AnyView {
    let (id, sync) = (run.id, run.sync);
    let stop = move |()| cancel.run(id);
    match run.state {
        RunState::Running => {
            view! { <Button label=texts::run_cancel() press=stop look=Look::Grave/> }.into_any()
        }
        RunState::Waiting => ().into_any(),
        _ => view! { <Button label=texts::run_again() press=move |()| again.run(sync)/> }.into_any(),
    }
}

fn plan_link(run: &Run) -> Option<AnyView> {
    let class = if run.state == RunState::Waiting { "button main" } else { "button" };
    let href = format!("/plan/{}", run.plan?);
    Some(view! { <a class=class href=href>{texts::run_plan()}</a> }.into_any())
}

const PHASES: [Phase; 6] =
    [Phase::Extract, Phase::Map, Phase::Diff, Phase::Plan, Phase::Approve, Phase::Apply];

fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Extract => texts::phase_extract(),
        Phase::Map => texts::phase_map(),
        Phase::Diff => texts::phase_diff(),
        Phase::Plan => texts::phase_plan(),
        Phase::Approve => texts::phase_approve(),
        Phase::Apply => texts::phase_apply(),
        Phase::Done => texts::phase_done(),
    }
}

/// The way of a run, with where it is.
fn phases(run: &Run) -> AnyView {
    let (here, state) = (run.phase, run.state);
    let each = PHASES.map(|phase| {
        let is_here = phase == here && state != RunState::Done;
        let (class, sign) = match (is_here, phase < here, state) {
            (true, _, RunState::Failed) => ("failed", "✕"),
            (true, _, RunState::Cancelled) => ("stopped", "■"),
            (true, _, RunState::Waiting) => ("waiting", "❚❚"),
            (true, ..) => ("here", "●"),
            (false, true, _) => ("passed", "✓"),
            (false, false, _) => ("ahead", "○"),
        };
        let current = is_here.then_some("step");
        view! { <li class=class aria-current=current><span aria-hidden="true">{sign}</span> {phase_word(phase)}</li> }
    });
    view! { <ol class="phases" aria-label=texts::run_phases()>{each.into_iter().collect_view()}</ol> }
        .into_any()
}

fn figures(view: &RunView) -> AnyView {
    let run = &view.row.run;
    let figure =
        |name: &'static str, number: u64| view! { <div><dd>{thousands(number)}</dd><dt>{name}</dt></div> };
    let outcomes = view
        .outcomes
        .iter()
        .map(|(word, count)| tag(texts::run_outcome(word, thousands(*count))))
        .collect_view();
    view! {
        <section class="card figures" aria-live="polite">
            <dl>
                {figure(texts::column_read(), run.read)} {figure(texts::column_applied(), run.applied)}
                {figure(texts::column_not_applied(), run.not_applied)} {figure(texts::run_findings(), run.findings)}
            </dl>
            {(view.sentence != sentence(view)).then(|| view! { <p>{view.sentence.clone()}</p> })}
            <div class="row">{outcomes}</div>
        </section>
    }
    .into_any()
}

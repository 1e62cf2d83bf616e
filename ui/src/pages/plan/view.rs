//! Draws a plan: the sentence, the facets, the changes, the story of a value.

use super::approve::{approving, rejecting};
use super::book::Book;
use super::filter;
use super::lineage::{Explained, panel};
use super::list::list;
use super::undo::{Picking, undo_button};
use crate::state::Picked;
use crate::texts;
use crate::widgets::{chip, facet_list, head, moment, note, op_word, plan_word, save_buttons};
use crosswalk_contract::{ApprovePlan, ChangeFilter, Facet, PlanView, TableFormat};
use crosswalk_model::{PlanState, RunId, Selected};
use leptos::prelude::*;
use std::time::Duration;

/// What is being looked at.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The changes, as far as they were fetched.
    pub book: Book,
    /// Which changes are shown.
    pub filter: RwSignal<ChangeFilter>,
    /// Which changes are picked.
    pub picked: RwSignal<Picked>,
    /// What they are picked for.
    pub picking: Memo<Picking>,
    /// The value whose story is told.
    pub explained: Explained,
}

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Somebody is about to search.
    pub about_to_search: Callback<()>,
    /// Fetches the rows from the first to before the second.
    pub fetch: Callback<(u64, u64)>,
    /// Picks exactly what is shown.
    pub pick_shown: Callback<()>,
    /// Approves, and applies.
    pub approve: Callback<ApprovePlan>,
    /// Says no, for a reason.
    pub reject: Callback<String>,
    /// Makes the plan that undoes a part of the run.
    pub undo: Callback<(RunId, Selected)>,
    /// Shows the private values of a change: its place in the list, and its index in the plan.
    pub reveal: Callback<(u64, u32)>,
    /// Saves what is shown as a file of this form.
    pub export: Callback<TableFormat>,
    /// Whether that is under way.
    pub exporting: Signal<bool>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
}

/// Whether a person may still decide.
pub fn is_open(plan: &PlanView) -> bool {
    matches!(plan.card.state, PlanState::Waiting | PlanState::Held)
}

/// One plan.
pub fn view(plan: Signal<PlanView>, asked: Asked, deeds: Deeds) -> AnyView {
    view! {
        {head(move || plan.with(|plan| plan.card.sentence.clone()), detail(plan), actions(plan, asked, deeds))}
        {notes(plan)}
        <div class="plan fill" class:explained=move || asked.explained.of.with(Option::is_some)>
            <div class="plan-side">{text_filter(asked.filter, deeds.about_to_search)} {facets(plan, asked.filter)}</div>
            {list(plan, asked, deeds)}
            {panel(asked.explained)}
        </div>
    }
    .into_any()
}

fn detail(plan: Signal<PlanView>) -> AnyView {
    let line = move || {
        plan.with(|plan| {
        let (mood, word) = plan_word(plan.card.state);
        view! {
            {chip(mood, word)} " " {plan.card.title.clone()} " · " {texts::plan_made()} " " {moment(plan.card.made_at)}
            " · " {texts::plan_seal()} " " <span class="mono" title=plan.root.to_string()>{plan.root.seal()}</span>
        }
    })
    };
    view! { {line} }.into_any()
}

fn actions(plan: Signal<PlanView>, asked: Asked, deeds: Deeds) -> AnyView {
    let run = move || plan.with(|plan| format!("/runs/{}", plan.run));
    let export = move || save_buttons(deeds.export, deeds.exporting);
    let drawn = move || {
        let undo = || undo_button(plan, asked, deeds);
        match asked.picking.get() {
            Picking::Approve => {
                view! { {export()} {rejecting(deeds)} {approving(plan, asked, deeds)} }.into_any()
            }
            Picking::Undo => {
                view! { {export()} {undo()} <a class="button" href=run>{texts::plan_run()}</a> }.into_any()
            }
            Picking::Nothing => {
                view! { {export()} <a class="button" href=run>{texts::plan_run()}</a> }.into_any()
            }
        }
    };
    view! { {drawn} }.into_any()
}

/// Why the guard holds it, what waits beside it, and who approved what.
fn notes(plan: Signal<PlanView>) -> AnyView {
    let approvals = |plan: &PlanView| {
        plan.approvals.iter().map(|line| view! { <p class="quiet">{line.clone()}</p> }).collect_view()
    };
    let purged =
        |plan: &PlanView| plan.purged.as_ref().map(|said| view! { <p class="quiet">{said.clone()}</p> });
    let drawn = move || {
        plan.with(|plan| view! { {open_notes(plan)} {broken(plan)} {undo_notes(plan)} {approvals(plan)} {purged(plan)} })
    };
    view! { <div class="stack plan-notes">{drawn}</div> }.into_any()
}

/// What a person should know before deciding.
fn open_notes(plan: &PlanView) -> Option<AnyView> {
    let holds = plan.holds.iter().map(|hold| note("❚❚", &hold.message)).collect_view();
    let conflicts = plan.summary.conflicts;
    let beside = (conflicts > 0).then(|| conflicts_note(conflicts));
    is_open(plan).then(|| view! { {holds} {beside} }.into_any())
}

/// That it was not gone through to its end.
fn broken(plan: &PlanView) -> Option<AnyView> {
    (plan.card.state == PlanState::BrokenOff).then(|| note("!", texts::plan_broken_off()))
}

/// Which run it undoes, and what stays as it is.
fn undo_notes(plan: &PlanView) -> Option<AnyView> {
    let href = format!("/runs/{}", plan.undoes?);
    let stays = plan.not_undone.iter().map(|finding| {
        view! { <li><span class="mono">{finding.stream.to_string()} " " {finding.key.clone()}</span> " " {finding.message.clone()}</li> }
    });
    let list = (!plan.not_undone.is_empty()).then(|| {
        let few = plan.not_undone.len() <= FEW;
        view! {
            <details open=few>
                <summary>{texts::plan_not_undone(plan.not_undone.len() as u64)}</summary>
                <ul>{stays.collect_view()}</ul>
            </details>
        }
    });
    Some(view! { <p class="quiet"><a href=href>{texts::plan_undoes()} " →"</a></p> {list} }.into_any())
}

/// So many things that stay are shown without being asked for.
const FEW: usize = 12;

fn conflicts_note(count: u64) -> AnyView {
    let link = view! { <a href="/conflicts">{texts::plan_settle()} " →"</a> };
    view! { <p class="quiet">{texts::plan_conflicts(count)} " " {link}</p> }.into_any()
}

/// How long a person pauses before what was typed is asked for: a plan may have a hundred thousand changes.
const PAUSE: Duration = Duration::from_millis(220);

fn text_filter(filter: RwSignal<ChangeFilter>, about: Callback<()>) -> AnyView {
    let typed = StoredValue::new(String::new());
    let ask = move |text: String| {
        typed.set_value(text.clone());
        let still_so = move || typed.try_get_value().is_some_and(|typed| typed == text);
        let put = move || {
            if still_so() {
                filter.try_update(|filter| filter.text = typed.get_value());
            }
        };
        set_timeout(put, PAUSE);
    };
    view! {
        <input type="search" aria-label=texts::plan_find() placeholder=texts::plan_find()
            prop:value=move || filter.with(|filter| filter.text.clone())
            on:focus=move |_| about.run(()) on:input:target=move |event| ask(event.target().value())/>
    }
    .into_any()
}

/// The operations are told in the words of the list.
fn spoken(facet: &Facet) -> Facet {
    let mut facet = facet.clone();
    if facet.key == "op" {
        facet.values.iter_mut().for_each(speak);
    }
    facet
}

fn speak((value, label, _): &mut (String, String, u64)) {
    if let Some(word) = op_word(value) {
        *label = word.to_owned();
    }
}

fn facets(plan: Signal<PlanView>, filter: RwSignal<ChangeFilter>) -> AnyView {
    let facets = Memo::new(move |_| plan.with(|plan| plan.facets.iter().map(spoken).collect::<Vec<_>>()));
    let chosen = Callback::new(move |(facet, value): (String, String)| {
        filter.with(|own| filter::is_on(own, &facet, &value))
    });
    let turn = Callback::new(move |(facet, value): (String, String)| {
        filter.update(|own| filter::turn(own, &facet, &value));
    });
    view! { {move || facet_list(facets.get(), chosen, turn)} }.into_any()
}

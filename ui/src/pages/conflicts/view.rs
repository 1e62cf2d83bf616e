//! Draws the conflicts: the queue on the left, the desk on the right.

use super::choices::{field, question};
use super::desk::desk;
use super::settled::settled;
use crate::state::{Load, on_key};
use crate::texts;
use crate::widgets::{Button, Look, empty_face, head};
use crosswalk_contract::{ConflictSides, ConflictView, Resolve};
use crosswalk_model::{ConflictId, ConflictState, SyncId};
use leptos::prelude::*;
use leptos::reactive::computed::Selector;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Settles conflicts.
    pub resolve: Callback<Resolve>,
    /// Opens settled ones again.
    pub reopen: Callback<Vec<ConflictId>>,
    /// Makes the plans that carry out what was settled.
    pub plan: Callback<Vec<SyncId>>,
    /// Tells who changed what of a conflict, and when.
    pub sides: Callback<ConflictId, Load<ConflictSides>>,
    /// Shows the private values of a conflict.
    pub reveal: Callback<ConflictId>,
    /// What was settled last.
    pub last: RwSignal<Vec<ConflictId>>,
    /// What was answered and is still in the list that was fetched: it makes room for the next one at once.
    pub answered: RwSignal<Vec<ConflictId>>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
}

/// All conflicts: open ones as a queue, settled ones below.
pub fn view(conflicts: Signal<Vec<ConflictView>>, deeds: Deeds) -> AnyView {
    let open = Memo::new(move |_| {
        let is_left = |view: &ConflictView| deeds.answered.with(|ids| !ids.contains(&view.conflict.id));
        conflicts.with(|all| of(all, true).into_iter().filter(is_left).collect::<Vec<_>>())
    });
    // A list that was fetched anew knows what was settled.
    Effect::new(move || {
        conflicts.track();
        deeds.answered.set(Vec::new());
    });
    let closed = Memo::new(move |_| conflicts.with(|all| of(all, false)));
    let here = RwSignal::new(0_usize);
    let at =
        Memo::new(move |_| open.with(|open| open.get(here.get().min(open.len().saturating_sub(1))).cloned()));
    keys(open, here, deeds);
    let none = Memo::new(move |_| open.with(Vec::is_empty));
    let drawn = move || match none.get() {
        true => nothing(closed.with(Vec::is_empty)),
        false => both(open, at, here, deeds),
    };
    view! {
        {head(move || sentence(open.with(Vec::len) as u64), texts::conflicts_detail(), planning(closed, deeds))}
        {drawn}
        {settled(closed, deeds.reopen)}
    }
    .into_any()
}

fn sentence(open: u64) -> String {
    if open == 0 { texts::conflicts_none().to_owned() } else { texts::conflicts_title(open) }
}

fn of(all: &[ConflictView], is_open: bool) -> Vec<ConflictView> {
    all.iter().filter(|view| (view.conflict.state == ConflictState::Open) == is_open).cloned().collect()
}

fn planning(closed: Memo<Vec<ConflictView>>, deeds: Deeds) -> AnyView {
    let none = Signal::derive(move || closed.with(Vec::is_empty));
    let press = move |()| deeds.plan.run(closed.with_untracked(|closed| syncs(closed)));
    view! { <Button label=texts::conflicts_plan() press=press look=Look::Main chord="p" busy=deeds.busy disabled=none/> }.into_any()
}

fn syncs(conflicts: &[ConflictView]) -> Vec<SyncId> {
    let mut syncs: Vec<SyncId> = conflicts.iter().map(|view| view.conflict.sync).collect();
    syncs.sort();
    syncs.dedup();
    syncs
}

fn nothing(nothing_settled: bool) -> AnyView {
    let (title, detail) = if nothing_settled {
        (texts::conflicts_empty_title(), texts::conflicts_empty_detail())
    } else {
        (texts::conflicts_done_title(), texts::conflicts_done_detail())
    };
    empty_face(title, detail, nothing_settled.then_some((texts::nav_overview(), "/overview")))
}

fn keys(open: Memo<Vec<ConflictView>>, here: RwSignal<usize>, deeds: Deeds) {
    let last = move || open.with_untracked(Vec::len).saturating_sub(1);
    let down = move || here.update(|here| *here = (*here + 1).min(last()));
    let up = move || here.update(|here| *here = here.saturating_sub(1));
    on_key("j", texts::keys_next(), down);
    on_key("k", texts::keys_previous(), up);
    on_key("u", texts::conflicts_undo(), move || {
        let last = deeds.last.try_update(std::mem::take).unwrap_or_default();
        deeds.reopen.run(last);
    });
}

fn both(
    open: Memo<Vec<ConflictView>>,
    at: Memo<Option<ConflictView>>,
    here: RwSignal<usize>,
    deeds: Deeds,
) -> AnyView {
    // A line that stays is not drawn anew, and only the two that change hear who is at hand.
    let is_here = Selector::new(move || at.with(|at| at.as_ref().map(|at| at.conflict.id)));
    let lines = move || open.with(|open| open.iter().map(Line::of).collect::<Vec<_>>());
    let go_to = move |id: ConflictId| {
        let place = open.with_untracked(|open| open.iter().position(|view| view.conflict.id == id));
        place.into_iter().for_each(|place| here.set(place));
    };
    view! {
        <div class="conflicts fill">
            <ol class="card queue">
                <For each=lines key=Line::clone let:line>{queued(line, is_here.clone(), go_to)}</For>
            </ol>
            {move || at.get().map(|view| desk(view, open, deeds))}
        </div>
    }
    .into_any()
}

/// What the queue says of a conflict.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line {
    id: ConflictId,
    label: String,
    below: String,
}

impl Line {
    fn of(view: &ConflictView) -> Self {
        let field = field(view);
        let label = if field.is_some() { view.conflict.label.clone() } else { question(view) };
        let below = field.map(|field| format!("{field} · ")).unwrap_or_default() + &view.destination;
        Self { id: view.conflict.id, label, below }
    }
}

fn queued(
    line: Line,
    is_here: Selector<Option<ConflictId>>,
    go_to: impl Fn(ConflictId) + Copy + 'static,
) -> AnyView {
    let Line { id, label, below } = line;
    let current = is_here.clone();
    view! {
        <li class:here=move || is_here.selected(&Some(id))
            aria-current=move || current.selected(&Some(id)).then_some("true")>
            <button type="button" on:click=move |_| go_to(id)><b>{label}</b><span class="quiet">{below}
                </span></button>
        </li>
    }
    .into_any()
}

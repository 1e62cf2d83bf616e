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
        {move || settled(&closed.get(), deeds.reopen)}
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
    let queue = move || {
        open.get().iter().enumerate().map(|(index, view)| queued(index, view, at, here)).collect_view()
    };
    view! {
        <div class="conflicts fill">
            <ol class="card queue">{queue}</ol>
            {move || at.get().map(|view| desk(view, open, deeds))}
        </div>
    }
    .into_any()
}

fn queued(
    index: usize,
    view: &ConflictView,
    at: Memo<Option<ConflictView>>,
    here: RwSignal<usize>,
) -> AnyView {
    let id = view.conflict.id;
    let is_here = move || at.with(|at| at.as_ref().is_some_and(|at| at.conflict.id == id));
    let label = if field(view).is_some() { view.conflict.label.clone() } else { question(view) };
    let below = field(view).map(|field| format!("{field} · ")).unwrap_or_default() + &view.destination;
    view! {
        <li class:here=is_here aria-current=move || is_here().then_some("true")>
            <button type="button" on:click=move |_| here.set(index)><b>{label}</b><span class="quiet">{below}
                </span></button>
        </li>
    }
    .into_any()
}

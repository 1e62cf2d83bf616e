//! Asks for a plan and its changes, and carries a person's word to the engine.

use super::book::{Book, LEAF};
use super::export::asking;
use super::lineage::explaining;
use super::shown::gather;
use super::undo::{begin_with_none, picking, undoable, undoing};
use super::view::{Asked, Deeds, view};
use crate::bridge;
use crate::state::{Deed, Load, Picked, Toast, Toasts, Topic, crumbs, deed, go, load, named, saving, toasts};
use crate::texts;
use crate::widgets::{faces, missing_face, plan_word};
use crosswalk_contract::{
    ApprovePlan, ChangeFilter, GetPlan, ListChanges, PlanView, RejectPlan, RevealChange, StartedRun,
    TableFormat,
};
use crosswalk_model::PlanId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The plan that the address names.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_plan());
    let id = named::<PlanId>("id");
    if id.with_untracked(Option::is_none) {
        return missing_face();
    }
    let plan = load(move || Some(GetPlan { id: id.get()? }), &[Topic::Plans]);
    let (book, filter, picked) =
        (Book::new(), RwSignal::new(ChangeFilter::default()), RwSignal::new(Picked::all()));
    let toasts = toasts();
    renew(plan.clone(), book, filter);
    let (loaded, can_undo) = (plan.clone(), undoable(&plan));
    let picking =
        Memo::new(move |_| loaded.value().map(|plan| picking(&plan, can_undo.get())).unwrap_or_default());
    begin_with_none(picking, picked);
    let asked = Asked { book, filter, picked, picking, explained: explaining(&plan) };
    let (export, exporting) = exporting(id, asked);
    let deeds = Deeds {
        about_to_search: readying(id),
        fetch: fetching(id, asked, toasts),
        pick_shown: picking_shown(id, asked, toasts),
        reveal: revealing(id, book),
        export,
        exporting,
        ..deciding(id, &plan)
    };
    faces(&plan, move |plan| {
        plan.with_untracked(|plan| crumbs(&[(texts::nav_plan(), "/plan")], &plan.card.title));
        view(plan, asked, deeds)
    })
}

/// A new edition begins when the filter changes, and when what became of the plan does.
fn renew(plan: Load<PlanView>, book: Book, filter: RwSignal<ChangeFilter>) {
    let state = Memo::new(move |_| plan.value().map(|plan| plan_word(plan.card.state).1));
    Effect::new(move || {
        state.track();
        filter.track();
        book.begin();
    });
}

fn fetching(id: Memo<Option<PlanId>>, asked: Asked, toasts: Toasts) -> Callback<(u64, u64)> {
    let Asked { book, filter, .. } = asked;
    Callback::new(move |(first, end)| {
        let Some(plan) = id.get_untracked() else { return };
        for leaf in book.wanted(first, end) {
            let (edition, filter) = (book.edition(), filter.get_untracked());
            spawn_local(async move {
                match bridge::ask(ListChanges { plan, filter, offset: leaf * LEAF, limit: LEAF }).await {
                    Ok(page) => book.put(edition, leaf, page),
                    Err(problem) => {
                        book.drop_leaf(leaf);
                        toasts.show(Toast::problem(&problem));
                    }
                }
            });
        }
    })
}

/// The engine reads the words of a long plan for its first search, and keeps them: that search is one for any letter,
/// and shows nothing.
fn readying(id: Memo<Option<PlanId>>) -> Callback<()> {
    Callback::new(move |()| {
        let Some(plan) = id.get_untracked() else { return };
        let filter = ChangeFilter { text: "a".to_owned(), ..ChangeFilter::default() };
        spawn_local(async move {
            let _what_is_found_later_counts =
                bridge::ask(ListChanges { plan, filter, offset: 0, limit: 0 }).await;
        });
    })
}

/// Picks exactly what the filter shows; their numbers are fetched first.
fn picking_shown(id: Memo<Option<PlanId>>, asked: Asked, toasts: Toasts) -> Callback<()> {
    Callback::new(move |()| {
        let Some(plan) = id.get_untracked() else { return };
        let filter = asked.filter.get_untracked();
        spawn_local(async move {
            match gather(plan, filter).await {
                Ok(rows) => {
                    asked.picked.try_set(Picked::only(rows.iter().map(|row| row.index)));
                }
                Err(problem) => toasts.show(Toast::problem(&problem)),
            }
        });
    })
}

/// Saves exactly what the filter shows as a file.
fn exporting(id: Memo<Option<PlanId>>, asked: Asked) -> (Callback<TableFormat>, Signal<bool>) {
    let (save, busy) = saving();
    let export = Callback::new(move |format| {
        if let Some(plan) = id.get_untracked() {
            save.run(asking(plan, asked.filter.get_untracked(), format));
        }
    });
    (export, busy)
}

fn deciding(id: Memo<Option<PlanId>>, plan: &Load<PlanView>) -> Deeds {
    let (approve, reject, (undo, undo_busy)) = (deed(), deed(), undoing());
    Deeds {
        about_to_search: Callback::new(|()| ()),
        fetch: Callback::new(|_| ()),
        pick_shown: Callback::new(|()| ()),
        reveal: Callback::new(|_| ()),
        export: Callback::new(|_| ()),
        exporting: Signal::stored(false),
        approve: approving(approve),
        reject: rejecting(reject, id, plan.refresher()),
        undo,
        busy: Signal::derive(move || approve.busy.get() || reject.busy.get() || undo_busy.get()),
    }
}

fn revealing(id: Memo<Option<PlanId>>, book: Book) -> Callback<(u64, u32)> {
    let reveal = deed();
    Callback::new(move |(place, index)| {
        if let Some(plan) = id.get_untracked() {
            reveal.run(RevealChange { plan, index }, move |row| book.replace(place, row));
        }
    })
}

fn approving(approve: Deed) -> Callback<ApprovePlan> {
    Callback::new(move |ask: ApprovePlan| approve.run(ask, move |started| lead(&started, approve)))
}

fn lead(started: &StartedRun, approve: Deed) {
    approve.tell(&started.sentence);
    go(&format!("/runs/{}", started.run));
}

fn rejecting(reject: Deed, id: Memo<Option<PlanId>>, refresh: Callback<()>) -> Callback<String> {
    Callback::new(move |reason| {
        if let Some(id) = id.get_untracked() {
            reject.do_then(RejectPlan { id, reason }, refresh);
        }
    })
}

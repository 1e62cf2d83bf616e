//! The list of changes: its head, its rows, its keys and its foot.

use super::filter;
use super::row::{HEIGHT, opened_height, row};
use super::undo::Picking;
use super::view::{Asked, Deeds};
use crate::format::thousands;
use crate::state::{Picked, on_key};
use crate::texts;
use crate::widgets::{Rows, key_legend, loading_face};
use crosswalk_contract::PlanView;
use leptos::prelude::*;

/// What the list remembers.
#[derive(Clone, Copy)]
pub struct Hand {
    /// The row that the keys act on.
    pub here: RwSignal<u64>,
    /// The row that is open.
    pub open: RwSignal<Option<u64>>,
    /// Shows the private values of a change.
    pub reveal: Callback<(u64, u32)>,
    /// Whether a person may still pick.
    pub can_pick: Signal<bool>,
}

/// The list.
pub fn list(plan: Signal<PlanView>, asked: Asked, deeds: Deeds) -> AnyView {
    let can_pick = Signal::derive(move || asked.picking.get() != Picking::Nothing);
    let hand = Hand { here: RwSignal::new(0), open: RwSignal::new(None), reveal: deeds.reveal, can_pick };
    let book = asked.book;
    keys(asked, hand);
    let open = Signal::derive(move || {
        let place = hand.open.get()?;
        let row = book.row(place)?;
        Some((place, opened_height(&row)))
    });
    let none = move || match (book.is_unread(), book.total.get(), filter::is_all(&asked.filter.get())) {
        (true, ..) => loading_face(),
        (false, 0, false) => view! { <p class="quiet list-none">{texts::plan_none_match()}</p> }.into_any(),
        _ => ().into_any(),
    };
    let total = move || book.total.get().to_string();
    view! {
        <div class="card changes">
            <div class="change-table" role="table" aria-label=texts::column_changes() aria-rowcount=total>
                {heading(plan, asked, hand)}
                <Rows label=texts::column_changes() total=book.total row=HEIGHT open=open here=hand.here
                    seen=deeds.fetch
                    draw=Callback::new(move |place| row(place, asked, hand))/>
            </div>
            {none}
            {foot(plan, asked, deeds)}
        </div>
    }
    .into_any()
}

fn keys(asked: Asked, hand: Hand) {
    for (down, up) in [("j", "k"), ("ArrowDown", "ArrowUp")] {
        on_key(down, texts::keys_next(), move || step(asked, hand, 1));
        on_key(up, texts::keys_previous(), move || step(asked, hand, -1));
    }
    on_key("Enter", texts::keys_open(), move || turn_open(hand, hand.here.get_untracked()));
    on_key("x", texts::keys_pick(), move || pick_here(asked, hand));
}

fn step(asked: Asked, hand: Hand, by: i64) {
    let last = asked.book.total.get_untracked().saturating_sub(1);
    hand.here.update(|here| *here = here.saturating_add_signed(by).min(last));
}

fn pick_here(asked: Asked, hand: Hand) {
    let row = untrack(|| asked.book.row(hand.here.get()));
    if let Some(row) = row.filter(|_| hand.can_pick.get_untracked()) {
        asked.picked.update(|picked| picked.turn(row.index));
    }
}

/// Opens a row, or closes it.
pub fn turn_open(hand: Hand, place: u64) {
    hand.here.set(place);
    hand.open.update(|open| *open = if *open == Some(place) { None } else { Some(place) });
}

fn heading(plan: Signal<PlanView>, asked: Asked, hand: Hand) -> AnyView {
    let picked = asked.picked;
    let total = move || plan.with(|plan| plan.card.changes);
    let is_all = move || picked.with(|picked| picked.count(total()) == total());
    let turn = move |_| picked.set(if is_all() { Picked::none() } else { Picked::all() });
    let tick = move || {
        hand.can_pick.get().then(|| view! { <input type="checkbox" aria-label=texts::plan_pick_all() prop:checked=is_all on:change=turn/> })
    };
    view! {
        <div role="row" class="change-head">
            <span role="columnheader">{tick}</span>
            <span role="columnheader">{texts::column_change()}</span>
            <span role="columnheader">{texts::column_who()}</span>
            <span role="columnheader">{texts::column_difference()}</span>
            <span role="columnheader">{texts::column_why()}</span>
        </div>
    }
    .into_any()
}

fn foot(plan: Signal<PlanView>, asked: Asked, deeds: Deeds) -> AnyView {
    let legend = [("j k", texts::keys_move()), ("x", texts::keys_pick()), ("Enter", texts::keys_open())];
    view! {
        <div class="change-foot">
            <span class="grow quiet" aria-live="polite">
                {move || plan.with(|plan| picked(plan, asked))} " "
                {move || only_shown(asked, deeds)}
            </span>
            {key_legend(&legend)}
        </div>
    }
    .into_any()
}

fn picked(plan: &PlanView, asked: Asked) -> String {
    let total = plan.card.changes;
    let count = asked.picked.with(|picked| picked.count(total));
    match asked.picking.get() {
        Picking::Approve => texts::plan_picked(thousands(count), thousands(total)),
        Picking::Undo => texts::plan_picked_undo(thousands(count), thousands(total)),
        Picking::Nothing => texts::plan_settled().to_owned(),
    }
}

/// While a filter is on, what it shows can be picked alone.
fn only_shown(asked: Asked, deeds: Deeds) -> Option<AnyView> {
    let is_offered = asked.picking.get() != Picking::Nothing
        && !asked.book.is_unread()
        && !filter::is_all(&asked.filter.get());
    let label = texts::plan_pick_shown(thousands(asked.book.total.get()));
    let press = move |_| deeds.pick_shown.run(());
    is_offered
        .then(|| view! { <button type="button" class="link" on:click=press>{label}</button> }.into_any())
}

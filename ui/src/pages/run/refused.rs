//! What was not done, in the vendor's words, and trying it again: what is picked, what has the same reason, or all of it.
//! Each button says how many of its records can still be tried.

use crate::format::thousands;
use crate::texts;
use crate::widgets::Column::{Actions, Words};
use crate::widgets::{Button, Look, table};
use crosswalk_contract::{NotDone, NotDoneReason, Retry, RunView};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What can be done with what was not done.
#[derive(Clone, Copy)]
pub struct Again {
    /// Tries something again.
    pub run: Callback<Retry>,
    /// Whether that is being asked.
    pub busy: Signal<bool>,
    /// Which changes are picked, by their index in the plan.
    pub picked: RwSignal<BTreeSet<u32>>,
}

/// Changes that were not applied, with their reasons.
pub fn refused(view: &RunView, again: Again) -> Option<AnyView> {
    let columns = [
        Words(texts::column_pick()),
        Words(texts::column_who()),
        Words(texts::column_change()),
        Words(texts::column_words()),
        Actions,
    ];
    let rows = view.refused.iter().map(|one| row(one, again)).collect_view();
    let drawn = || {
        view! {
            <section class="stack">
                <h3>{texts::run_refused()}</h3>
                {whole(view, again)} {reasons(&view.reasons, again)} {table(&columns, rows)}
                {more(view)}
            </section>
        }
    };
    (!view.refused.is_empty()).then(|| drawn().into_any())
}

/// The list shows no more than it can.
fn more(view: &RunView) -> Option<AnyView> {
    let all: u64 = view.reasons.iter().map(|reason| reason.count).sum();
    let hidden = all.saturating_sub(view.refused.len() as u64);
    (hidden > 0).then(|| view! { <p class="quiet">{texts::retry_more(hidden)}</p> }.into_any())
}

/// The buttons over everything, and over what is picked.
fn whole(view: &RunView, again: Again) -> AnyView {
    let (count, can) = sums(&view.reasons);
    let all = (can > 0).then(|| button(texts::retry_all(of(can, count)), Retry::All, again));
    let can_retry: BTreeSet<u32> =
        view.refused.iter().filter(|one| one.can_retry).map(|one| one.index).collect();
    let picked = move || {
        let picked = again.picked.get();
        let can = picked.intersection(&can_retry).count() as u64;
        let what = Retry::Changes(picked.iter().copied().collect());
        let label = texts::retry_picked(of(can, picked.len() as u64));
        let press = move |()| again.run.run(what.clone());
        (!picked.is_empty()).then(|| {
            view! { <Button label=label press=press busy=again.busy disabled=can == 0 look=Look::Main/> }
        })
    };
    let none = (can == 0).then(|| view! { <p class="quiet">{texts::retry_none()}</p> });
    view! { <div class="row" aria-live="polite">{all} {picked} {none}</div> }.into_any()
}

fn sums(reasons: &[NotDoneReason]) -> (u64, u64) {
    reasons.iter().fold((0, 0), |(all, can), reason| (all + reason.count, can + reason.can_retry))
}

/// `9 of 10`, or `10` where all of them can be.
fn of(can: u64, all: u64) -> String {
    if can == all { thousands(all) } else { texts::retry_of(thousands(can), thousands(all)) }
}

fn button(label: String, what: Retry, again: Again) -> AnyView {
    view! { <Button label=label press=move |()| again.run.run(what.clone()) busy=again.busy/> }.into_any()
}

/// Reasons that several have in common; one of a kind has its button in its row.
fn reasons(reasons: &[NotDoneReason], again: Again) -> Option<AnyView> {
    let shared = reasons.iter().filter(|reason| reason.count > 1);
    let lines: Vec<AnyView> = shared.map(|reason| shared_reason(reason, again)).collect();
    (reasons.len() > 1 && !lines.is_empty())
        .then(|| view! { <ul class="reasons card">{lines}</ul> }.into_any())
}

fn shared_reason(reason: &NotDoneReason, again: Again) -> AnyView {
    let label = texts::retry_reason(of(reason.can_retry, reason.count));
    let press = (reason.can_retry > 0).then(|| button(label, Retry::Reason(reason.words.clone()), again));
    view! { <li><b>{thousands(reason.count)} "×"</b> <span class="grow">{reason.words.clone()}</span> {press}</li> }
        .into_any()
}

fn row(one: &NotDone, again: Again) -> AnyView {
    let index = one.index;
    let press =
        one.can_retry.then(|| button(texts::retry_one().to_owned(), Retry::Changes(vec![index]), again));
    let gone = (!one.can_retry).then(|| view! { <small class="quiet">{texts::retry_gone()}</small> });
    let on = move || again.picked.with(|picked| picked.contains(&index));
    let turn = move |_| again.picked.update(|picked| turned(picked, index));
    view! {
        <tr>
            <td class="tight"><input type="checkbox" aria-label=texts::retry_pick(&one.label) prop:checked=on on:change=turn/></td>
            <td class="tight"><b>{one.label.clone()}</b></td>
            <td class="tight">{one.what.clone()}</td>
            <td>{one.words.clone()}</td>
            <td class="tight">{press} {gone}</td>
        </tr>
    }
    .into_any()
}

/// Picks it, or leaves it out.
fn turned(picked: &mut BTreeSet<u32>, index: u32) {
    if !picked.remove(&index) {
        picked.insert(index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_says_how_many_can_still_be_tried() {
        let reason = |count, can_retry| NotDoneReason { words: String::new(), count, can_retry };
        assert_eq!(sums(&[reason(8, 7), reason(2, 2)]), (10, 9));
        assert_eq!(of(9, 10), "9 of 10");
        assert_eq!(of(1_200, 1_200), "1,200");
    }
}

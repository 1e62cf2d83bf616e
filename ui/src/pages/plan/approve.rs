//! A person's word: approve, and above the guard only after the number was typed; or reject, with a reason.

use super::view::{Asked, Deeds};
use crate::format::thousands;
use crate::texts;
use crate::widgets::{Area, Button, Dialog, Look, Text};
use crosswalk_contract::{ApprovePlan, PlanView};
use crosswalk_model::PlanState;
use leptos::prelude::*;

/// The button that approves.
pub fn approving(plan: Signal<PlanView>, asked: Asked, deeds: Deeds) -> AnyView {
    let open = RwSignal::new(false);
    let count =
        Signal::derive(move || asked.picked.with(|picked| picked.count(plan.with(|plan| plan.card.changes))));
    let send = Callback::new(move |reason: Option<String>| {
        let (id, root) = plan.with_untracked(|plan| (plan.card.id, plan.root));
        let selected = asked.picked.with_untracked(|picked| picked.selected());
        deeds.approve.run(ApprovePlan { id, root, selected, reason });
    });
    let press = move |()| {
        if plan.with_untracked(|plan| plan.card.state == PlanState::Held) {
            open.set(true)
        } else {
            send.run(None)
        }
    };
    let label = Signal::derive(move || texts::plan_approve(thousands(count.get())));
    let body = ViewFn::from(move || confirming(plan, count, open, send));
    view! {
        <Button label=label press=press look=Look::Main busy=deeds.busy chord="Ctrl+Enter"
            disabled=Signal::derive(move || count.get() == 0)/>
        <Dialog open=open title=texts::approve_title() body=body/>
    }
    .into_any()
}

fn confirming(
    plan: Signal<PlanView>,
    count: Signal<u64>,
    open: RwSignal<bool>,
    send: Callback<Option<String>>,
) -> AnyView {
    let (typed, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let holds = plan.with_untracked(|plan| plan.holds.clone());
    let holds =
        holds.into_iter().map(|hold| view! { <p class="note waiting">{hold.message}</p> }).collect_view();
    let is_short = Signal::derive(move || {
        !is_meant(&typed.get(), count.get()) || reason.with(|reason| reason.trim().is_empty())
    });
    let press = move |()| {
        open.set(false);
        send.run(Some(reason.get_untracked().trim().to_owned()));
    };
    view! {
        {holds}
        <Area label=texts::approve_reason() value=reason help=texts::approve_reason_help() lines=2/>
        <Text label=texts::approve_type(thousands(count.get_untracked())) value=typed
            help=texts::approve_type_help()/>
        <div class="ends">
            <Button label=texts::cancel() press=move |()| open.set(false)/>
            <Button label=texts::approve_held() press=press look=Look::Main disabled=is_short/>
        </div>
    }
    .into_any()
}

/// Whether the typed number is the one that is meant, with or without its commas.
fn is_meant(typed: &str, count: u64) -> bool {
    typed.trim().replace([',', ' '], "") == count.to_string()
}

/// The button that rejects.
pub fn rejecting(deeds: Deeds) -> AnyView {
    let open = RwSignal::new(false);
    let body = ViewFn::from(move || {
        let reason = RwSignal::new(String::new());
        let is_empty = Signal::derive(move || reason.with(|reason| reason.trim().is_empty()));
        let press = move |()| {
            open.set(false);
            deeds.reject.run(reason.get_untracked().trim().to_owned());
        };
        view! {
            <p>{texts::reject_detail()}</p>
            <Area label=texts::reject_reason() value=reason lines=2/>
            <div class="ends">
                <Button label=texts::cancel() press=move |()| open.set(false)/>
                <Button label=texts::plan_reject() press=press look=Look::Grave disabled=is_empty/>
            </div>
        }
        .into_any()
    });
    view! {
        <Button label=texts::plan_reject() press=move |()| open.set(true) busy=deeds.busy/>
        <Dialog open=open title=texts::reject_title() body=body/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn only_the_number_itself_confirms() {
        assert!(is_meant(" 1,204 ", 1204) && is_meant("1204", 1204) && is_meant("96", 96));
        assert!(!is_meant("", 0) && !is_meant("120", 1204) && !is_meant("yes", 96));
    }
}

//! The form of the limits: each a sentence with a number in it, and why they change.

use super::typed::{FIELDS, example, meant, shown, wrong};
use super::view::Deeds;
use crate::texts;
use crate::widgets::{Area, Button, Look, Text, problem_note};
use crosswalk_contract::{GuardView, SetGuard};
use crosswalk_model::{GuardLimits, SyncId};
use leptos::prelude::*;

/// Groups of these sizes show what the limits mean: a year level, a school.
const SIZES: [u64; 2] = [150, 1200];

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    sync: SyncId,
    numbers: [RwSignal<String>; 5],
    reason: RwSignal<String>,
    tried: RwSignal<bool>,
    deeds: Deeds,
}

impl Form {
    fn of(guard: &GuardView, deeds: Deeds) -> Self {
        let numbers = shown(&guard.limits).map(RwSignal::new);
        let (reason, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
        Self { sync: guard.sync, numbers, reason, tried, deeds }
    }

    fn meant(self) -> Option<GuardLimits> {
        meant(&self.numbers.map(|number| number.get()))
    }

    fn save(self) {
        self.tried.set(true);
        let (limits, reason) = (untrack(|| self.meant()), self.reason.get_untracked().trim().to_owned());
        if let Some(limits) = limits.filter(|_| !reason.is_empty()) {
            self.deeds.set.run(SetGuard { sync: self.sync, limits, reason });
        }
    }

    /// What is wrong with a number, as soon as it is typed.
    fn error(self, place: usize) -> Signal<Option<String>> {
        Signal::derive(move || wrong(FIELDS[place], &self.numbers[place].get()).map(str::to_owned))
    }

    fn no_reason(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            let is_empty = self.reason.with(|reason| reason.trim().is_empty());
            (self.tried.get() && is_empty).then(|| texts::guard_no_reason().to_owned())
        })
    }
}

/// Draws the form.
pub fn form(guard: &GuardView, deeds: Deeds) -> AnyView {
    let form = Form::of(guard, deeds);
    let press = Callback::new(move |()| form.save());
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            {departures(form)}
            <div class="guard-example" role="status">{move || form.meant().map(|limits| examples(&limits))}</div>
            <div class="pair">
                <Text label=texts::guard_shrink() value=form.numbers[3] error=form.error(3) help=texts::guard_shrink_help() kept=true/>
                <Text label=texts::guard_relink() value=form.numbers[4] error=form.error(4) help=texts::guard_relink_help() kept=true/>
            </div>
            <Area label=texts::guard_reason() value=form.reason error=form.no_reason() lines=2
                help=texts::approve_reason_help()/>
            {move || deeds.not_set.get().map(|problem| problem_note(&problem))}
            <div class="row">
                <Button label=texts::guard_save() press=press look=Look::Main busy=deeds.busy chord="Ctrl+Enter"/>
                {usual(form)}
            </div>
        </form>
    }
    .into_any()
}

fn departures(form: Form) -> AnyView {
    let [percent, count, floor, ..] = form.numbers;
    view! {
        <p>{texts::guard_departures()}</p>
        <div class="thirds">
            <Text label=texts::guard_percent() value=percent error=form.error(0) kept=true/>
            <Text label=texts::guard_count() value=count error=form.error(1) kept=true/>
            <Text label=texts::guard_floor() value=floor error=form.error(2) kept=true/>
        </div>
    }
    .into_any()
}

fn examples(limits: &GuardLimits) -> AnyView {
    let each = SIZES.map(|size| view! { <p class="quiet">{example(limits, size)}</p> });
    each.into_iter().collect_view().into_any()
}

/// Puts the limits with which a house begins into the form; they still have to be saved.
fn usual(form: Form) -> AnyView {
    let press = move |()| {
        let usual = shown(&GuardLimits::default());
        form.numbers.iter().zip(usual).for_each(|(number, usual)| number.set(usual));
    };
    view! { <Button label=texts::guard_usual() press=press look=Look::Plain/> }.into_any()
}

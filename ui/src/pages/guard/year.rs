//! The days around the start of the school year, in which whole year levels leave and come.

use super::typed::{days, last};
use super::view::Deeds;
use crate::format::thousands;
use crate::texts;
use crate::widgets::{Button, Check, Text, problem_note};
use crosswalk_contract::{GuardView, SetStartOfYear};
use crosswalk_model::GuardLimits;
use leptos::prelude::*;

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    is_on: RwSignal<bool>,
    first: RwSignal<String>,
    last: RwSignal<String>,
    reason: RwSignal<String>,
    tried: RwSignal<bool>,
}

impl Form {
    fn of(guard: &GuardView) -> Self {
        let kept = guard.start_of_year;
        let date = |date: Option<crosswalk_model::Date>| {
            RwSignal::new(date.map(|date| date.to_string()).unwrap_or_default())
        };
        Self {
            is_on: RwSignal::new(kept.is_some()),
            first: date(kept.map(|days| days.from)),
            last: date(kept.as_ref().map(last)),
            reason: RwSignal::new(String::new()),
            tried: RwSignal::new(false),
        }
    }

    /// The question, or what is wrong with the days.
    fn asked(self) -> Result<SetStartOfYear, &'static str> {
        let reason = self.reason.get().trim().to_owned();
        let days = self.is_on.get().then(|| days(&self.first.get(), &self.last.get())).transpose()?;
        Ok(SetStartOfYear { days, reason })
    }
}

/// Draws the days.
pub fn year(guard: &GuardView, deeds: Deeds) -> AnyView {
    let form = Form::of(guard);
    let press = Callback::new(move |()| save(form, deeds));
    let turn = move |is_on| form.is_on.set(is_on);
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Check label=texts::guard_year_on() help=texts::guard_year_help() on=form.is_on turn=turn/>
            {move || form.is_on.get().then(|| dates(form))}
            <Text label=texts::guard_reason() value=form.reason error=no_reason(form)/>
            {move || deeds.not_dated.get().map(|problem| problem_note(&problem))}
            <div class="row"><Button label=texts::guard_year_save() press=press busy=deeds.busy/></div>
        </form>
    }
    .into_any()
}

fn save(form: Form, deeds: Deeds) {
    form.tried.set(true);
    if let Ok(ask) = untrack(|| form.asked())
        && !ask.reason.is_empty()
    {
        deeds.year.run(ask);
    }
}

fn dates(form: Form) -> AnyView {
    let error = Signal::derive(move || form.asked().err().filter(|_| form.tried.get()).map(str::to_owned));
    let wide = GuardLimits::start_of_year();
    view! {
        <div class="pair">
            <Text label=texts::holidays_first() value=form.first kind="date" error=error/>
            <Text label=texts::holidays_last() value=form.last kind="date"/>
        </div>
        <p class="quiet">{texts::guard_year_wide(wide.deactivations_percent, thousands(wide.deactivations_count.into()), wide.shrink_percent)}</p>
    }
    .into_any()
}

fn no_reason(form: Form) -> Signal<Option<String>> {
    Signal::derive(move || {
        let is_empty = form.reason.with(|reason| reason.trim().is_empty());
        (form.tried.get() && is_empty).then(|| texts::guard_no_reason().to_owned())
    })
}

//! How long things stay: a sentence, and the form behind it.

use super::view::Deeds;
use crate::format::thousands;
use crate::texts;
use crate::widgets::{Button, Dialog, Look, Text, problem_note};
use crosswalk_contract::Retention;
use leptos::prelude::*;

/// For how many days anything may stay.
const DAYS: std::ops::RangeInclusive<u32> = 1..=3660;

/// How long things stay, in a sentence.
pub fn keeps(retention: &Retention) -> String {
    let days = |days: u32| thousands(days.into());
    texts::privacy_keeps(days(retention.raw_days), days(retention.plan_days), days(retention.leaver_days))
}

/// The dialog with the form.
pub fn editor(open: RwSignal<bool>, retention: Signal<Retention>, deeds: Deeds) -> AnyView {
    let body = ViewFn::from(move || form(open, retention.get_untracked(), deeds));
    view! { <Dialog open=open title=texts::retention_title() body=body/> }.into_any()
}

fn form(open: RwSignal<bool>, kept: Retention, deeds: Deeds) -> AnyView {
    let typed = [kept.raw_days, kept.plan_days, kept.leaver_days].map(|days| RwSignal::new(days.to_string()));
    let [raw, plan, leaver] = typed;
    let press = Callback::new(move |()| {
        let meant = typed.map(|typed| days(&typed.get_untracked()));
        if let [Some(raw_days), Some(plan_days), Some(leaver_days)] = meant {
            let close = Callback::new(move |()| _ = open.try_set(false));
            deeds.retain.run((Retention { raw_days, plan_days, leaver_days }, close));
        }
    });
    let error = |typed: RwSignal<String>| {
        Signal::derive(move || days(&typed.get()).is_none().then(|| texts::retention_bad().to_owned()))
    };
    view! {
        <form class="stack wide" on:submit=move |event| { event.prevent_default(); press.run(()); }>
            <Text label=texts::retention_raw() value=raw error=error(raw) help=texts::retention_raw_help()/>
            <Text label=texts::retention_plan() value=plan error=error(plan) help=texts::retention_plan_help()/>
            <Text label=texts::retention_leaver() value=leaver error=error(leaver) help=texts::retention_leaver_help()/>
            <p class="quiet">{texts::retention_note()}</p>
            {move || deeds.problem.get().map(|problem| problem_note(&problem))}
            <div class="ends">
                <Button label=texts::cancel() press=move |()| open.set(false)/>
                <Button label=texts::retention_save() press=press look=Look::Main busy=deeds.busy/>
            </div>
        </form>
    }
    .into_any()
}

/// A number of days that may be.
fn days(text: &str) -> Option<u32> {
    text.trim().replace(',', "").parse().ok().filter(|days| DAYS.contains(days))
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_are_whole_and_within_ten_years() {
        for (text, expect) in
            [("30", Some(30)), (" 1,200 ", Some(1200)), ("0", None), ("3661", None), ("a month", None)]
        {
            assert_eq!(days(text), expect, "{text}");
        }
    }
}

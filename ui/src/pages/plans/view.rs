//! Draws the plans.

use crate::format::thousands;
use crate::texts;
use crate::widgets::Column::{Number, Words};
use crate::widgets::{chip, empty_face, head, leading_row, moment, plan_word, titled_table};
use crosswalk_contract::PlanCard;
use crosswalk_model::PlanState;
use leptos::prelude::*;

/// The plans, those that wait first.
pub fn view(plans: Signal<Vec<PlanCard>>) -> AnyView {
    let sentence = move || {
        plans.with(|plans| {
            let waiting = plans.iter().filter(|plan| needs_somebody(plan)).count() as u64;
            if waiting == 0 { texts::plans_none_waiting().to_owned() } else { texts::plans_waiting(waiting) }
        })
    };
    view! {
        {head(sentence, texts::plans_detail(), ())}
        {move || list(plans.get())}
    }
    .into_any()
}

fn needs_somebody(plan: &PlanCard) -> bool {
    matches!(plan.state, PlanState::Waiting | PlanState::Held)
}

fn list(plans: Vec<PlanCard>) -> AnyView {
    if plans.is_empty() {
        return empty_face(
            texts::plans_empty_title(),
            texts::plans_empty_detail(),
            Some((texts::nav_overview(), "/overview")),
        );
    }
    // A plan with nothing to do is no news; its run stands among the runs.
    let plans = plans.into_iter().filter(|plan| plan.state != PlanState::Empty);
    let (open, closed): (Vec<_>, Vec<_>) = plans.partition(needs_somebody);
    view! { {group(texts::plans_open(), open)} {group(texts::plans_closed(), closed)} }.into_any()
}

fn group(title: &'static str, plans: Vec<PlanCard>) -> Option<AnyView> {
    let columns = [
        Words(texts::column_sync()),
        Words(texts::column_sentence()),
        Number(texts::column_changes()),
        Words(texts::column_made()),
        Words(texts::column_state()),
    ];
    let rows = plans.iter().map(row).collect_view();
    (!plans.is_empty()).then(|| titled_table(title, &columns, rows))
}

fn row(plan: &PlanCard) -> AnyView {
    let (mood, word) = plan_word(plan.state);
    let cells = view! {
        <td>{plan.sentence.clone()}</td>
        <td class="n">{thousands(plan.changes)}</td>
        <td class="tight">{moment(plan.made_at)}</td>
        <td class="tight">{chip(mood, word)}</td>
    };
    leading_row(&plan.title, format!("/plan/{}", plan.id), cells)
}

//! Draws the plans.

use crate::format::thousands;
use crate::state::go;
use crate::texts;
use crate::widgets::{chip, empty_face, head, moment, plan_word};
use crosswalk_contract::PlanCard;
use crosswalk_model::PlanState;
use leptos::prelude::*;

/// The plans, those that wait first.
pub fn view(plans: Signal<Vec<PlanCard>>) -> AnyView {
    let sentence = move || plans.with(|plans| {
        let waiting = plans.iter().filter(|plan| needs_somebody(plan)).count() as u64;
        if waiting == 0 { texts::plans_none_waiting().to_owned() } else { texts::plans_waiting(waiting) }
    });
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
        return empty_face(texts::plans_empty_title(), texts::plans_empty_detail(), Some((texts::nav_overview(), "/overview")));
    }
    // A plan with nothing to do is no news; its run stands among the runs.
    let plans = plans.into_iter().filter(|plan| plan.state != PlanState::Empty);
    let (open, closed): (Vec<_>, Vec<_>) = plans.partition(needs_somebody);
    view! { {table(texts::plans_open(), open)} {table(texts::plans_closed(), closed)} }.into_any()
}

fn table(title: &'static str, plans: Vec<PlanCard>) -> Option<AnyView> {
    if plans.is_empty() {
        return None;
    }
    let rows = plans.iter().map(row).collect_view();
    let table = view! {
        <section class="stack">
            <h3>{title}</h3>
            <div class="card table-card">
                <table>
                    <thead><tr><th>{texts::column_sync()}</th><th>{texts::column_sentence()}</th><th class="n">{texts::column_changes()}</th><th>{texts::column_made()}</th><th>{texts::column_state()}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    };
    Some(table.into_any())
}

fn row(plan: &PlanCard) -> AnyView {
    let href = format!("/plan/{}", plan.id);
    let (mood, word) = plan_word(plan.state);
    let leads = href.clone();
    view! {
        <tr class="leads" on:click=move |_| go(&leads)>
            <td class="tight"><a class="quiet-link" href=href>{plan.title.clone()}</a></td>
            <td>{plan.sentence.clone()}</td>
            <td class="n">{thousands(plan.changes)}</td>
            <td class="tight">{moment(plan.made_at)}</td>
            <td class="tight">{chip(mood, word)}</td>
        </tr>
    }
    .into_any()
}

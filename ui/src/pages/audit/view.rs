//! Draws the audit trail.

use crate::state::Paged;
use crate::texts;
use crate::widgets::{Button, Look, empty_face, head, moment, more};
use crosswalk_contract::{AuditRow, AuditVerdict, Page};
use leptos::prelude::*;

/// The audit trail; `verify` checks the chain, and is busy while it does.
pub fn view(
    first: Signal<Page<AuditRow>>,
    trail: Paged<AuditRow>,
    verdict: Signal<Option<AuditVerdict>>,
    (verify, busy): (Callback<()>, Signal<bool>),
) -> AnyView {
    let (press, fetching) = (trail.more, trail.busy);
    let rows = { let trail = trail.clone(); Memo::new(move |_| first.with(|first| trail.rows(first, |row| row.seq.to_string()))) };
    let sentence = move || verdict.with(|verdict| match verdict {
        Some(verdict) => verdict.sentence.clone(),
        None => texts::audit_sentence().to_owned(),
    });
    let broken = move || verdict.with(|verdict| verdict.as_ref().is_some_and(|verdict| !verdict.intact));
    view! {
        {head(sentence, texts::audit_detail(), view! { <Button label=texts::audit_verify() press=verify busy=busy look=Look::Main chord="v"/> })}
        {move || broken().then(|| view! { <p class="note bad" role="alert">{texts::audit_broken()}</p> })}
        {move || table(&rows.get())}
        {more(move || first.with(|first| trail.has_more(first)), press, fetching)}
    }
    .into_any()
}

fn table(rows: &[AuditRow]) -> AnyView {
    if rows.is_empty() {
        return empty_face(texts::audit_empty_title(), texts::audit_empty_detail(), Some((texts::nav_overview(), "/overview")));
    }
    let rows = rows.iter().map(|row| {
        view! {
            <tr>
                <td class="n mono">{row.seq}</td><td class="tight">{moment(row.at)}</td><td class="tight">{row.actor.clone()}</td>
                <td class="tight"><b>{row.action.clone()}</b></td><td>{row.detail.clone()}</td>
            </tr>
        }
    });
    view! {
        <div class="card table-card">
            <table>
                <thead><tr><th class="n">{texts::column_number()}</th><th>{texts::column_when()}</th><th>{texts::column_actor()}</th><th>{texts::column_action()}</th><th>{texts::column_detail()}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

//! Draws the audit trail.

use super::words::{Part, action, details};
use crate::state::Paged;
use crate::texts;
use crate::widgets::Column::{Number, Words};
use crate::widgets::{Button, Look, empty_face, head, moment, more, table};
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
    let rows = {
        let trail = trail.clone();
        Memo::new(move |_| first.with(|first| trail.rows(first, |row| row.seq.to_string())))
    };
    let sentence = move || {
        verdict.with(|verdict| match verdict {
            Some(verdict) => verdict.sentence.clone(),
            None => texts::audit_sentence().to_owned(),
        })
    };
    let broken = move || verdict.with(|verdict| verdict.as_ref().is_some_and(|verdict| !verdict.intact));
    view! {
        {head(sentence, texts::audit_detail(), view! { <Button label=texts::audit_verify() press=verify busy=busy look=Look::Main chord="v"/> })}
        {move || broken().then(|| view! { <p class="note bad" role="alert">{texts::audit_broken()}</p> })}
        {move || entries(&rows.get())}
        {more(move || first.with(|first| trail.has_more(first)), press, fetching)}
    }
    .into_any()
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Said(text) => view! { <span>{text}</span> }.into_any(),
        Part::Link(label, href) => view! { <a class="quiet-link" href=href>{label}</a> }.into_any(),
    }
}

fn entries(rows: &[AuditRow]) -> AnyView {
    if rows.is_empty() {
        let next = Some((texts::nav_overview(), "/overview"));
        return empty_face(texts::audit_empty_title(), texts::audit_empty_detail(), next);
    }
    let columns = [
        Number(texts::column_number()),
        Words(texts::column_when()),
        Words(texts::column_actor()),
        Words(texts::column_action()),
        Words(texts::column_detail()),
    ];
    table(&columns, rows.iter().map(entry).collect_view())
}

fn entry(row: &AuditRow) -> AnyView {
    let details = details(&row.detail).into_iter().map(part).collect_view();
    view! {
        <tr>
            <td class="n tight mono">{row.seq}</td>
            <td class="tight">{moment(row.at)}</td>
            <td class="tight">{row.actor.clone()}</td>
            <td class="tight"><b>{action(&row.action)}</b></td>
            <td><span class="row">{details}</span></td>
        </tr>
    }
    .into_any()
}

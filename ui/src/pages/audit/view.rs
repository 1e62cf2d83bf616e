//! Draws the audit trail.

use super::words::{Part, action, details};
use crate::state::Paged;
use crate::texts;
use crate::widgets::Column::{Number, Words};
use crate::widgets::{
    Button, Look, Sieve, empty_face, head, moment, more, save_buttons, sieve, sifted_out, table,
};
use crosswalk_contract::{AuditRow, AuditVerdict, Page, TableFormat};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Checks every link of the chain.
    pub verify: Callback<()>,
    /// Whether that is under way.
    pub verifying: Signal<bool>,
    /// Saves the entries as a file of this form.
    pub export: Callback<TableFormat>,
    /// Whether that is under way.
    pub exporting: Signal<bool>,
}

/// The audit trail.
pub fn view(
    first: Signal<Page<AuditRow>>,
    trail: Paged<AuditRow>,
    verdict: Signal<Option<AuditVerdict>>,
    deeds: Deeds,
    shown: Sieve,
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
        {head(sentence, texts::audit_detail(), actions(deeds))}
        {move || broken().then(|| view! { <p class="note bad" role="alert">{texts::audit_broken()}</p> })}
        {sieve(shown)}
        {move || entries(&rows.get(), shown.is_set())}
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

fn actions(deeds: Deeds) -> AnyView {
    view! {
        {save_buttons(deeds.export, deeds.exporting)}
        <Button label=texts::audit_verify() press=deeds.verify busy=deeds.verifying look=Look::Main chord="v"/>
    }
    .into_any()
}

fn entries(rows: &[AuditRow], is_sifted: bool) -> AnyView {
    if rows.is_empty() && is_sifted {
        return sifted_out();
    }
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

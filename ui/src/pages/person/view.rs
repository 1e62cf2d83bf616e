//! Draws what can be done with one person's data, and what became of it.

use super::erase::erase;
use crate::format::thousands;
use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{Button, Look, chip, head, problem_note, section, titled_table};
use crosswalk_contract::{Erasure, Mood, PersonExport, Problem, RecordView, Told};
use leptos::prelude::*;

/// What erasing somebody came to.
pub type Erased = Erasure;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Saves everything that is kept of them as a file.
    pub export: Callback<()>,
    /// Whether that is under way.
    pub exporting: Signal<bool>,
    /// What was saved.
    pub exported: Signal<Option<PersonExport>>,
    /// Erases them; it is given the name that was typed.
    pub erase: Callback<String>,
    /// Whether that is under way.
    pub erasing: Signal<bool>,
    /// Why it could not be done.
    pub problem: Signal<Option<Problem>>,
}

/// One person's data.
pub fn view(record: Signal<RecordView>, deeds: Deeds) -> AnyView {
    let name = move || record.with(|record| record.hit.label.clone());
    let detail = move || {
        record.with(|record| {
            let (mood, word) = if record.hit.active {
                (Mood::Good, texts::record_here())
            } else {
                (Mood::Quiet, texts::record_gone())
            };
            let href = format!("/record/{}/{}", record.hit.entity, record.hit.id);
            view! { {chip(mood, word)} " " {record.hit.detail.clone()} " · " <a href=href>{texts::person_record()}</a> }
        })
    };
    view! {
        {head(name, view! { {detail} }, ())}
        {move || deeds.problem.get().map(|problem| problem_note(&problem))}
        <div class="halves">
            {section(texts::person_export(), export(deeds))}
            {section(texts::person_erase(), erase(record, deeds))}
        </div>
    }
    .into_any()
}

fn export(deeds: Deeds) -> AnyView {
    let found = move || deeds.exported.with(|found| found.as_ref().map(what_it_holds));
    view! {
        <p>{texts::person_export_detail()}</p>
        <p class="quiet">{texts::person_export_audit()}</p>
        <div class="row"><Button label=texts::person_export_do() press=deeds.export busy=deeds.exporting look=Look::Main/></div>
        <div class="stack" role="status">{found}</div>
    }
    .into_any()
}

fn what_it_holds(found: &PersonExport) -> AnyView {
    let count = |name: &'static str, count: usize| {
        view! { <dt>{name}</dt><dd>{thousands(count as u64)}</dd> }
    };
    let notes = found.notes.iter().map(|note| view! { <li class="quiet">{note.clone()}</li> }).collect_view();
    view! {
        <p class="note good"><b aria-hidden="true">"✓"</b> <span class="grow">{texts::person_exported()}</span></p>
        <dl class="facts">
            {count(texts::export_records(), found.records.len())} {count(texts::export_documents(), found.documents.len())}
            {count(texts::export_sent(), found.sent.len())} {count(texts::export_changes(), found.changes.len())}
            {count(texts::export_audit(), found.audit.len())}
        </dl>
        <ul class="plain-list">{notes}</ul>
    }
    .into_any()
}

/// What became of somebody who was erased, and where they are to be removed by hand.
pub fn gone(erased: &Erased) -> AnyView {
    let sentence = erased.sentence.clone();
    view! {
        {head(|| texts::person_gone().to_owned(), sentence, view! { <a class="button" href="/privacy">{texts::nav_privacy()}</a> })}
        {(!erased.told.is_empty()).then(|| told(&erased.told))}
    }
    .into_any()
}

fn told(told: &[Told]) -> AnyView {
    let columns = [
        Words(texts::column_recipient()),
        Words(texts::column_stream()),
        Words(texts::column_key()),
        Words(texts::column_state()),
    ];
    let rows = told.iter().map(|one| {
        let (mood, word) = if one.active {
            (Mood::Waiting, texts::told_active())
        } else {
            (Mood::Quiet, texts::told_inactive())
        };
        let key = one.foreign_id.clone().unwrap_or_else(|| one.key.clone());
        view! {
            <tr>
                <td class="tight"><b>{one.recipient.clone()}</b></td><td class="tight mono">{one.stream.clone()}</td>
                <td class="mono">{key}</td><td class="tight">{chip(mood, word)}</td>
            </tr>
        }
    });
    titled_table(texts::person_told(), &columns, rows.collect_view())
}

//! Draws the versions, the newest first, each with what it changed.

use super::restore::{Wanted, restoring};
use crate::texts;
use crate::widgets::{Button, chip, field_change, head, moment};
use crosswalk_contract::{Mood, VersionChange, VersionRow};
use crosswalk_model::{FieldDiff, Value};
use leptos::prelude::*;

/// What can be done here.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Goes back to a version.
    pub restore: Callback<u32>,
    /// Whether an answer is awaited.
    pub busy: Signal<bool>,
}

/// So many changes are shown without being asked for.
const FEW: usize = 8;

/// The versions of something; `title` is what it is called, with whether it is a sync.
pub fn view(
    versions: Signal<Vec<VersionRow>>,
    (title, is_sync): (Signal<String>, Signal<bool>),
    deeds: Deeds,
) -> AnyView {
    let wanted = Wanted::none();
    let sentence = move || texts::versions_sentence(versions.with(Vec::len) as u64, title.get());
    let each = move || versions.with(|all| all.iter().map(|one| version(one, wanted, deeds)).collect_view());
    view! {
        {head(sentence, texts::versions_detail(), ())}
        <ol class="versions">{each}</ol>
        {restoring(wanted, is_sync, deeds)}
    }
    .into_any()
}

fn version(row: &VersionRow, wanted: Wanted, deeds: Deeds) -> AnyView {
    let number = row.version;
    let title = format!("version-{number}");
    let action = if row.present {
        chip(Mood::Good, texts::versions_present())
    } else {
        let press = move |()| wanted.ask(number);
        view! { <Button label=texts::versions_restore() press=press busy=deeds.busy/> }.into_any()
    };
    view! {
        <li class="card section" aria-labelledby=title.clone()>
            <div class="row">
                <div class="grow"><h2 id=title.clone()>{texts::versions_number(number)}</h2>
                    <p class="quiet">{moment(row.at)} " · " {texts::run_by(&row.by)}</p></div>
                {action}
            </div>
            {changes(row)}
        </li>
    }
    .into_any()
}

/// Field by field; where that is not known, by the names of the parts.
fn changes(row: &VersionRow) -> AnyView {
    match (row.changes.len(), row.version) {
        (0, 1) => view! { <p class="quiet">{texts::versions_first()}</p> }.into_any(),
        (0, _) if row.changed.is_empty() => {
            view! { <p class="quiet">{texts::versions_nothing()}</p> }.into_any()
        }
        (0, _) => view! { <p>{row.changed.join(", ")}</p> }.into_any(),
        (count, _) if count <= FEW => table(&row.changes),
        (count, _) => view! {
            <details><summary>{texts::versions_changes(count as u64)}</summary>{table(&row.changes)}</details>
        }
        .into_any(),
    }
}

fn table(changes: &[VersionChange]) -> AnyView {
    let rows = changes.iter().map(line).collect_view();
    view! {
        <table class="version-changes">
            <thead><tr><th>{texts::column_field()}</th><th>{texts::versions_was()}</th><th>{texts::versions_is()}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(change: &VersionChange) -> AnyView {
    let value = |side: &Option<String>| side.as_ref().map(|text| Value::text(text.as_str()));
    let diff = FieldDiff {
        field: change.what.clone().into(),
        before: value(&change.before),
        after: value(&change.after),
    };
    let (was, is) = field_change(&diff);
    view! { <tr><td>{change.what.clone()}</td><td>{was}</td><td>{is}</td></tr> }.into_any()
}

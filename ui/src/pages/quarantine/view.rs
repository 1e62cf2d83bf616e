//! Draws the quarantine, destination by destination.

use crate::texts;
use crate::widgets::Column::{self, Number, Words};
use crate::widgets::{Button, empty, empty_face, head, moment, table};
use crosswalk_contract::QuarantineRow;
use crosswalk_model::{RosterId, SyncId};
use leptos::prelude::*;

/// What lets records of a sync be sent once more; all of them where none is named.
type Release = Callback<(SyncId, Vec<RosterId>)>;

/// The quarantine.
pub fn view(rows: Signal<Vec<QuarantineRow>>, release: Release, busy: Signal<bool>) -> AnyView {
    let none = move || {
        rows.with(Vec::is_empty).then(|| {
            let next = Some((texts::nav_runs(), "/runs"));
            empty_face(texts::quarantine_empty_title(), texts::quarantine_empty_detail(), next)
        })
    };
    let sentence = move || match rows.with(Vec::len) {
        0 => texts::quarantine_none().to_owned(),
        count => texts::quarantine_sentence(count as u64),
    };
    view! {
        {head(sentence, texts::quarantine_detail(), ())} {none}
        {move || rows.with(|rows| by_sync(rows).into_iter().map(|group| group_of(&group, release, busy)).collect_view())}
    }
    .into_any()
}

/// The rows of each sync together, in the order in which the syncs come.
fn by_sync(rows: &[QuarantineRow]) -> Vec<Vec<QuarantineRow>> {
    let mut groups: Vec<Vec<QuarantineRow>> = Vec::new();
    for row in rows {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| first.sync == row.sync)) {
            Some(group) => group.push(row.clone()),
            None => groups.push(vec![row.clone()]),
        }
    }
    groups
}

fn group_of(rows: &[QuarantineRow], release: Release, busy: Signal<bool>) -> Option<AnyView> {
    let first = rows.first()?;
    let (sync, count) = (first.sync, rows.len() as u64);
    let all = move |()| release.run((sync, Vec::new()));
    let lines = rows.iter().map(|row| line(row, release)).collect_view();
    Some(
        view! {
            <section class="stack">
                <div class="row">
                    <h2 class="grow">{first.title.clone()}</h2>
                    <Button label=texts::quarantine_release_all(count) press=all busy=busy/>
                </div>
                {table(&columns(), lines)}
            </section>
        }
        .into_any(),
    )
}

fn columns() -> [Column; 6] {
    [
        Words(texts::column_who()),
        Words(texts::column_words()),
        Number(texts::column_attempts()),
        Words(texts::column_since()),
        Words(texts::column_last_tried()),
        Column::Actions,
    ]
}

fn line(row: &QuarantineRow, release: Release) -> AnyView {
    let (sync, id) = (row.sync, row.refused.roster_id);
    let words = match row.words.clone() {
        Some(words) => view! { <span>{words}</span> }.into_any(),
        None => empty(texts::quarantine_no_words()),
    };
    let press = move |_| release.run((sync, vec![id]));
    let label = texts::quarantine_release_one(&row.label);
    view! {
        <tr>
            <td><b>{row.label.clone()}</b> " " <small>{row.refused.stream.to_string()}</small></td>
            <td>{words}</td>
            <td class="n">{row.refused.attempts}</td>
            <td class="tight">{moment(row.refused.since)}</td>
            <td class="tight"><a class="quiet-link" href=format!("/runs/{}", row.refused.run)>{moment(row.refused.last_at)}</a></td>
            <td class="tight">
                <button type="button" class="link" aria-label=label on:click=press>{texts::quarantine_release()}</button>
            </td>
        </tr>
    }
    .into_any()
}

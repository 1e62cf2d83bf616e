//! One change: a row, and what is inside when it is open.

use super::lineage::Of;
use super::list::{Hand, turn_open};
use super::view::Asked;
use crate::texts;
use crate::widgets::{change_of, field_change, kind, outcome};
use crosswalk_contract::ChangeRow;
use crosswalk_model::{Change, FieldDiff};
use leptos::prelude::*;

/// The height of a row in pixels; the styles know it as `--row`.
pub const HEIGHT: f64 = 34.0;
const LINE: f64 = 26.0;
const PADDING: f64 = 48.0;
/// More fields than these scroll inside.
const MOST_LINES: usize = 14;

/// How many pixels the inside of an open row takes; the styles hold it to that.
pub fn opened_height(row: &ChangeRow) -> f64 {
    let words = row.outcome.as_ref().is_some_and(|outcome| outcome.words.is_some());
    let lines = row.change.fields.len().clamp(1, MOST_LINES)
        + usize::from(words)
        + usize::from(!row.masked.is_empty());
    lines as f64 * LINE + PADDING
}

/// The row at a place; a grey line until it was fetched.
pub fn row(place: u64, asked: Asked, hand: Hand) -> AnyView {
    let row = Memo::new(move |_| asked.book.row(place));
    let is_open = Memo::new(move |_| hand.open.get() == Some(place));
    let drawn = move || match row.get() {
        Some(row) => line(place, &row, asked, hand),
        None => view! { <span class="bone"></span> }.into_any(),
    };
    let inside = move || is_open.get().then(|| row.get().map(|row| inside(place, &row, asked, hand)));
    view! {
        <div role="row" aria-rowindex=place + 1 class="change" class:here=move || hand.here.get() == place
            class:open=is_open>{drawn}</div>
        {inside}
    }
    .into_any()
}

fn line(place: u64, row: &ChangeRow, asked: Asked, hand: Hand) -> AnyView {
    let (index, change) = (row.index, &row.change);
    let picked = asked.picked;
    let label = change.label.clone();
    let tick = move || {
        hand.can_pick.get().then(|| {
            view! {
                <input type="checkbox" aria-label=texts::plan_pick(&label)
                    prop:checked=move || picked.with(|picked| picked.has(index))
                    on:change=move |_| picked.update(|picked| picked.turn(index))/>
            }
        })
    };
    view! {
        <span role="cell">{tick}</span>
        <span role="cell">{kind(&change.op)}</span>
        <span role="cell" class="who">
            <button type="button" class="opens"
                aria-expanded=move || (hand.open.get() == Some(place)).to_string() on:click=move |_| turn_open(hand, place)>
                <b>{change.label.clone()}</b>
            </button>
            <small class="clip">{change.group.to_string()}</small>
        </span>
        <span role="cell" class="clip">{row.outcome.as_ref().map(outcome)} " " {difference(change)}</span>
        <span role="cell" class="clip quiet">{change.reason.phrase.clone()}</span>
    }
    .into_any()
}

/// One field is shown at once; several are counted.
fn difference(change: &Change) -> AnyView {
    match change.fields.as_slice() {
        [] => ().into_any(),
        [one] if one.before.is_some() => change_of(one),
        several => texts::plan_fields(several.len() as u64).into_any(),
    }
}

fn inside(place: u64, row: &ChangeRow, asked: Asked, hand: Hand) -> AnyView {
    let height = opened_height(row);
    let change = StoredValue::new(row.change.clone());
    let fields = row.change.fields.iter().map(|diff| field(diff, change, asked)).collect_view();
    let words = row.outcome.as_ref().and_then(|outcome| outcome.words.clone());
    let index = row.index;
    let reveal = (!row.masked.is_empty()).then(|| {
        let press = move |_| hand.reveal.run((place, index));
        let title = texts::reveal_help();
        view! { <button type="button" class="link change-words" title=title on:click=press>{texts::reveal()}</button> }
    });
    view! {
        <div class="change-inside" style:height=format!("{height}px")>
            <div class="change-fields">
                <h3>{texts::column_field()}</h3><h3>{texts::column_now()}</h3><h3>{texts::column_will_be()}
                    </h3><span></span>
                {fields}
                {row.change.fields.is_empty().then(|| view! { <span class="quiet">{texts::plan_no_fields()}</span> })}
                {reveal}
                {words.map(|words| view! { <p class="change-words"><b>{texts::plan_words()}</b> " " {words}</p> })}
            </div>
        </div>
    }
    .into_any()
}

fn field(diff: &FieldDiff, change: StoredValue<Change>, asked: Asked) -> AnyView {
    let (was, is) = field_change(diff);
    let name = diff.field.to_string();
    let title = texts::lineage_ask(&name);
    let explain = move |_| {
        change.with_value(|change| {
            let of = Of {
                target: change.target.to_string(),
                id: change.roster_id,
                label: change.label.clone(),
                field: name.clone(),
            };
            asked.explained.of.set(Some(of));
        })
    };
    view! {
        <span class="clip">{diff.field.to_string()}</span>
        <span class="clip">{was}</span>
        <span class="clip">{is}</span>
        <button type="button" class="link from" aria-label=title on:click=explain>{texts::lineage_from()}</button>
    }
    .into_any()
}

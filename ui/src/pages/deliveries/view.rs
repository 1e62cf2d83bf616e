//! Draws the deliveries.

use crate::format::size;
use crate::state::Paged;
use crate::texts;
use crate::widgets::Column::{self, Number, Words};
use crate::widgets::{Sieve, chip, empty_face, head, moment, more, sieve, sifted_out, table};
use crosswalk_contract::{DeliveryRow, Mood, Page};
use crosswalk_model::{Delivery, DeliveryId, DeliveryState};
use leptos::prelude::*;

/// The deliveries; `replay` interprets one anew.
pub fn view(
    first: Signal<Page<DeliveryRow>>,
    all: Paged<DeliveryRow>,
    replay: Callback<DeliveryId>,
    shown: Sieve,
) -> AnyView {
    let (press, busy) = (all.more, all.busy);
    let rows = {
        let all = all.clone();
        Memo::new(move |_| first.with(|first| all.rows(first, |row| row.delivery.id.to_string())))
    };
    view! {
        {head(move || rows.with(|rows| sentence(rows, shown.is_set())), texts::deliveries_detail(), ())}
        {sieve(shown)}
        {move || all_deliveries(&rows.get(), replay, shown.is_set())}
        {more(move || first.with(|first| all.has_more(first)), press, busy)}
    }
    .into_any()
}

fn sentence(rows: &[DeliveryRow], is_sifted: bool) -> String {
    let unreadable = rows.iter().filter(|row| row.delivery.state == DeliveryState::Unreadable).count() as u64;
    match rows.first() {
        _ if is_sifted => texts::deliveries_sifted().to_owned(),
        None => texts::deliveries_none().to_owned(),
        Some(_) if unreadable > 0 => texts::deliveries_unreadable(unreadable),
        Some(last) => texts::deliveries_last(&last.from, &last.delivery.verdict),
    }
}

/// What was turned away was answered too, but nobody takes that for a good sign.
fn word(delivery: &Delivery) -> (Mood, &'static str) {
    let mood = match delivery.state {
        DeliveryState::Answered if delivery.answered >= 400 => {
            return (Mood::Bad, texts::delivery_turned_away());
        }
        DeliveryState::Waiting => Mood::Waiting,
        DeliveryState::Taken | DeliveryState::Answered => Mood::Good,
        DeliveryState::KeptRaw | DeliveryState::Overtaken => Mood::Quiet,
        DeliveryState::Unreadable => Mood::Bad,
    };
    (mood, state_word(delivery.state))
}

/// A state in a word.
pub fn state_word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Waiting => texts::delivery_waiting(),
        DeliveryState::Taken => texts::delivery_taken(),
        DeliveryState::KeptRaw => texts::delivery_kept_raw(),
        DeliveryState::Overtaken => texts::delivery_overtaken(),
        DeliveryState::Unreadable => texts::delivery_unreadable(),
        DeliveryState::Answered => texts::delivery_answered(),
    }
}

fn all_deliveries(rows: &[DeliveryRow], replay: Callback<DeliveryId>, is_sifted: bool) -> AnyView {
    if rows.is_empty() && is_sifted {
        return sifted_out();
    }
    if rows.is_empty() {
        let next = Some((texts::nav_connections(), "/connections"));
        return empty_face(texts::deliveries_empty_title(), texts::deliveries_empty_detail(), next);
    }
    table(&columns(), rows.iter().map(|row| line(row, replay)).collect_view())
}

fn columns() -> [Column; 8] {
    [
        Words(texts::column_came()),
        Words(texts::column_from()),
        Words(texts::column_kind()),
        Words(texts::column_state()),
        Words(texts::column_verdict()),
        Number(texts::column_size()),
        Number(texts::column_answer()),
        Column::Actions,
    ]
}

fn line(row: &DeliveryRow, replay: Callback<DeliveryId>) -> AnyView {
    let delivery = &row.delivery;
    let (id, (mood, said)) = (delivery.id, word(delivery));
    let run = delivery
        .run
        .map(|run| view! { <a class="quiet-link" href=format!("/runs/{run}")>{texts::delivery_run()}</a> });
    let can_replay = delivery.body.is_some() && delivery.state != DeliveryState::Answered;
    view! {
        <tr>
            <td class="tight">{moment(delivery.received_at)}</td>
            <td class="tight">{row.from.clone()}</td>
            <td class="tight">{delivery.kind.replace('_', " ")}</td>
            <td class="tight">{chip(mood, said)}</td>
            <td>{delivery.verdict.clone()}</td>
            <td class="n">{size(delivery.size)}</td>
            <td class="n">{delivery.answered}</td>
            <td class="tight"><span class="row">{run} {can_replay.then(|| replay_button(id, replay))}</span></td>
        </tr>
    }
    .into_any()
}

fn replay_button(id: DeliveryId, replay: Callback<DeliveryId>) -> AnyView {
    let (title, press) = (texts::delivery_replay_help(), move |_| replay.run(id));
    view! { <button type="button" class="link" title=title on:click=press>{texts::delivery_replay()}</button> }.into_any()
}

//! Draws a stream as two columns with lines between: sources on the left, targets on the right, steps on the lines.
//! A source is led to a target by dragging, by two clicks, or by two presses of Enter.

use super::lines::{Board, Line, ROW, path};
use super::rules::{is_here, keys, sent, unmapped_word};
use super::view::Hand;
use crate::texts;
use crate::widgets::tag;
use crosswalk_contract::{FieldView, StreamView};
use crosswalk_model::{Direction, FieldMap, Input, Rule};
use leptos::prelude::*;

/// The board of a stream; `set` leads a source to a target that has none.
pub fn board(stream: &StreamView, direction: Direction, hand: Hand, set: Callback<FieldMap>) -> AnyView {
    let outbound = direction == Direction::Outbound;
    let mapped = stream.fields.iter().map(|field| field.map.to.to_string());
    keys(mapped.chain(stream.unmapped.iter().map(|(name, ..)| name.clone())).collect(), hand);
    let board = Board::of(stream);
    let rows = board.sources.len().max(stream.fields.len() + stream.unmapped.len());
    let sources = board.sources.iter().enumerate();
    let sources = sources.map(|(place, field)| source(field, board.is_used(place), hand)).collect_view();
    let fields = stream.fields.iter().map(|field| target(field, outbound, (hand, set))).collect_view();
    let rest = stream.unmapped.iter().map(|field| free(field, outbound, (hand, set))).collect_view();
    view! {
        <div class="card board-card" class:picking=move || hand.source.with(Option::is_some)>
            <div class="board-heads">
                <h3>{stream.from.clone()}</h3> <small class="quiet">{texts::board_help()}</small>
                <h3>{stream.to.clone()}</h3>
            </div>
            <div class="board">
                <ul>{sources}</ul>
                <div class="board-lines" style:height=format!("{}px", rows as f64 * ROW)>
                    {lines(stream, &board, hand)} {steps(stream, &board)}
                </div>
                <ul>{fields}{rest}</ul>
            </div>
        </div>
    }
    .into_any()
}

fn lines(stream: &StreamView, board: &Board, hand: Hand) -> AnyView {
    let rows = board.sources.len().max(stream.fields.len() + stream.unmapped.len());
    let each = board.lines.iter().map(|line| one_line(*line, &stream.fields[line.to], hand)).collect_view();
    let size = format!("0 0 100 {}", rows as f64 * ROW);
    view! { <svg viewBox=size preserveAspectRatio="none" aria-hidden="true">{each}</svg> }.into_any()
}

fn one_line(line: Line, field: &FieldView, hand: Hand) -> AnyView {
    let here = is_here(&field.map.to, hand);
    view! { <path d=path(line) class:here=here class:off=!field.sent vector-effect="non-scaling-stroke"/> }
        .into_any()
}

/// What is done on the way stands at the end of the line, beside its target.
fn steps(stream: &StreamView, board: &Board) -> AnyView {
    let each = stream.fields.iter().enumerate().map(|(place, field)| {
        let leads = board.lines.iter().any(|line| line.to == place);
        let said = match (&field.map.rule.input, leads) {
            (Input::Template(_), _) => Some(texts::input_template().to_owned()),
            (_, false) => Some(field.input.clone()),
            _ => None,
        };
        let title = field.input.clone();
        let chips = said.into_iter().chain(field.chips.iter().cloned()).map(tag).collect_view();
        let top = format!("{}px", place as f64 * ROW);
        view! { <span class="board-steps" style:top=top title=title>{chips}</span> }
    });
    view! { {each.collect_view()} }.into_any()
}

fn source((name, sample): &(String, String), used: bool, hand: Hand) -> AnyView {
    let own = StoredValue::new(name.clone());
    let is_picked = move || hand.source.with(|picked| picked.as_deref() == Some(own.get_value().as_str()));
    let turn = move |_| {
        let next = (!is_picked()).then(|| own.get_value());
        hand.source.set(next);
    };
    view! {
        <li class="board-row" class:used=used class:picked=is_picked draggable="true"
            on:dragstart=move |_| hand.source.set(Some(own.get_value()))>
            <button type="button" class="opens" aria-pressed=move || is_picked().to_string() on:click=turn>
                <b>{name.clone()}</b></button>
            <small class="mono clip grow">{sample.clone()}</small>
            <span class="knob" aria-hidden="true"></span>
        </li>
    }
    .into_any()
}

/// A target with a rule: what is led to it takes the place of its input; its steps, policy and purpose stay.
fn target(field: &FieldView, outbound: bool, (hand, set): (Hand, Callback<FieldMap>)) -> AnyView {
    let name = field.map.to.to_string();
    let state = (!field.sent).then(|| sent(field, outbound));
    let map = StoredValue::new(field.map.clone());
    let land = move || {
        if let Some(source) = hand.source.get_untracked() {
            hand.source.set(None);
            set.run(map.with_value(|map| fed_by(map, source)));
        }
        hand.field.set(Some(map.with_value(|map| map.to.to_string())));
    };
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        land();
    };
    view! {
        <li class="board-row used" class:here=is_here(&name, hand)
            on:dragover=|event: leptos::ev::DragEvent| event.prevent_default() on:drop=drop>
            <span class="knob" class:off=!field.sent aria-hidden="true"></span>
            <button type="button" class="opens" on:click=move |_| land()><b>{name.clone()}</b></button> <small class="mono clip grow">{field.kind.clone()}</small> {state}
        </li>
    }
    .into_any()
}

/// The same rule, from another source.
fn fed_by(map: &FieldMap, source: String) -> FieldMap {
    let mut map = map.clone();
    map.rule.input = Input::Field(source.into());
    map
}

/// A target without a rule: what is dropped on it, or picked before it is pressed, is led to it as it is.
fn free(
    (name, kind, required): &(String, String, bool),
    outbound: bool,
    (hand, set): (Hand, Callback<FieldMap>),
) -> AnyView {
    let to = StoredValue::new(name.clone());
    let land = move || match hand.source.get_untracked() {
        Some(source) => {
            hand.source.set(None);
            set.run(Rule::copy(source).into_field(to.get_value()));
        }
        None => hand.field.set(Some(to.get_value())),
    };
    let drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        land();
    };
    view! {
        <li class="board-row free" class:here=is_here(name, hand)
            on:dragover=|event: leptos::ev::DragEvent| event.prevent_default() on:drop=drop>
            <span class="knob" aria-hidden="true"></span>
            <button type="button" class="opens" on:click=move |_| land()><b>{name.clone()}</b></button>
            <small class="mono clip grow">{kind.clone()}</small> {unmapped_word(*required, outbound)}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{FieldPolicy, Step};

    #[test]
    fn another_source_keeps_what_is_done_to_it() {
        let map = FieldMap {
            policy: FieldPolicy::Ask,
            purpose: Some("why".into()),
            ..Rule::copy("email").then(Step::Trim).into_field("mail")
        };
        let fed = fed_by(&map, "username".into());
        assert!(fed.rule.input == Input::Field("username".into()));
        assert!(fed.rule.steps == map.rule.steps && fed.policy == map.policy && fed.purpose == map.purpose);
    }
}

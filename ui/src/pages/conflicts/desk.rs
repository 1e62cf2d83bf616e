//! One conflict: the two sides, what they last agreed on, and the result.

use super::choices::{Choice, alike, choices, field, is_general, question, result, typed_value};
use super::view::Deeds;
use crate::state::{Load, on_key};
use crate::texts;
use crate::widgets::{Button, Dialog, Look, Text, empty, key_hint, key_legend, moment, tag};
use crosswalk_contract::{ConflictSides, ConflictView, Resolve, SideTold};
use crosswalk_model::{ConflictId, Resolution};
use leptos::prelude::*;

/// What is on the desk.
#[derive(Clone, Copy)]
struct Desk {
    view: StoredValue<ConflictView>,
    choices: StoredValue<Vec<Choice>>,
    drafted: RwSignal<Option<Resolution>>,
    /// Whether the next key makes a rule of its answer.
    ruling: RwSignal<bool>,
    open: Memo<Vec<ConflictView>>,
    deeds: Deeds,
}

impl Desk {
    fn settle(self, ids: Vec<ConflictId>, make_rule: bool) {
        if let Some(resolution) = self.drafted.get_untracked() {
            self.deeds.resolve.run(Resolve { ids, resolution, make_rule });
        }
    }

    /// One key settles: it can be undone, and nothing is sent before its plan is approved.
    fn answer(self, resolution: &Resolution) {
        let as_rule = self.ruling.get_untracked() && is_general(resolution);
        self.drafted.set(Some(resolution.clone()));
        self.settle(self.own(), as_rule);
    }

    /// The same for all that are alike.
    fn answer_alike(self, resolution: &Resolution) {
        self.drafted.set(Some(resolution.clone()));
        let alike = untrack(|| self.alike());
        if alike.len() > 1 {
            self.settle(alike, false);
        }
    }

    /// What is drafted becomes a rule; before a side is chosen, the next answer will.
    fn rule(self) {
        let is_drafted = self.drafted.with_untracked(|drafted| drafted.as_ref().is_some_and(is_general));
        if is_drafted {
            self.settle(self.own(), true);
        } else {
            self.ruling.update(|ruling| *ruling = !*ruling);
        }
    }

    fn own(self) -> Vec<ConflictId> {
        self.view.with_value(|view| vec![view.conflict.id])
    }

    /// The open conflicts that the drafted answer would settle as well.
    fn alike(self) -> Vec<ConflictId> {
        if !self.drafted.get().as_ref().is_some_and(is_general) {
            return Vec::new();
        }
        let alike = self.open.with(|open| self.view.with_value(|view| alike(view, open)));
        alike.iter().map(|view| view.conflict.id).collect()
    }
}

/// Puts a conflict on the desk.
pub fn desk(view: ConflictView, open: Memo<Vec<ConflictView>>, deeds: Deeds) -> AnyView {
    let (all, is_field) = (choices(&view), field(&view).is_some());
    let (heading, asked_at, detail) = (question(&view), view.conflict.asked_at, view.detail.clone());
    let id = view.conflict.id;
    let reveal = view.masked.then(|| {
        let press = move |_| deeds.reveal.run(id);
        let title = texts::reveal_help();
        view! { " · " <button type="button" class="link" title=title on:click=press>{texts::reveal()}</button> }
    });
    let desk = Desk {
        view: StoredValue::new(view),
        choices: StoredValue::new(all.clone()),
        drafted: RwSignal::new(None),
        ruling: RwSignal::new(false),
        open,
        deeds,
    };
    let told = is_field.then(|| deeds.sides.run(id));
    let sides = all.into_iter().map(|choice| side(choice, told.clone(), desk)).collect_view();
    let label = heading.clone();
    view! {
        <section class="card desk" aria-label=label>
            <div><h2>{heading}</h2><span class="quiet">{detail} " · " {texts::conflict_asked()}
                " " {moment(asked_at)} {reveal}</span></div>
            <div class="sides">{sides}</div>
            {outcome(desk, is_field)}
            <div class="legend-foot">
                {legend()}</div>
        </section>
    }
    .into_any()
}

fn legend() -> AnyView {
    key_legend(&[
        ("j k", texts::keys_next_previous()),
        ("1 2 0", texts::keys_settle()),
        ("Shift", texts::keys_settle_alike()),
        ("r", texts::keys_rule()),
        ("u", texts::conflicts_undo()),
        ("?", texts::keys_all()),
    ])
}

/// Who changed a side, and when, once that is known.
fn told(key: &'static str, sides: Option<Load<ConflictSides>>) -> AnyView {
    let drawn = move || {
        let sides = sides.as_ref()?.value()?;
        let SideTold { words, at } = told_of(key, sides)?;
        Some(view! { <span class="quiet">{words} " " {at.map(moment)}</span> })
    };
    view! { {drawn} }.into_any()
}

/// What is known of the side that a key chooses.
fn told_of(key: &str, sides: ConflictSides) -> Option<SideTold> {
    match key {
        "1" => sides.source,
        "0" => sides.agreed,
        "2" => sides.destination,
        _ => None,
    }
}

fn side(choice: Choice, sides: Option<Load<ConflictSides>>, desk: Desk) -> AnyView {
    let (resolution, key) = (choice.resolution.clone(), choice.key);
    let picked = choice.resolution.clone();
    side_keys(&choice, desk);
    let pick = move || desk.drafted.set(Some(resolution.clone()));
    let is_picked = move || desk.drafted.with(|drafted| drafted.as_ref() == Some(&picked));
    let pressed = {
        let is_picked = is_picked.clone();
        move || is_picked().to_string()
    };
    let says = choice.says.map_or_else(
        || empty(texts::value_none()),
        |says| view! { <span class="value">{says}</span> }.into_any(),
    );
    view! {
        <button type="button" data-leaves-enter="" class="side" class:base=choice.is_base
            class:picked=is_picked aria-pressed=pressed on:click=move |_| pick()>
            <span class="side-head"><span class="over">{choice.over}</span>{key_hint(key)}</span>
            {says}
            <span class="quiet">{choice.detail}</span> {told(key, sides)}
        </button>
    }
    .into_any()
}

/// Its key settles this conflict; with Shift it settles all that are alike.
fn side_keys(choice: &Choice, desk: Desk) {
    let (own, all) = (choice.resolution.clone(), choice.resolution.clone());
    on_key(choice.key, texts::choice_key(&choice.over), move || desk.answer(&own));
    let alike = match choice.key {
        "0" => "Shift+0",
        "1" => "Shift+1",
        _ => "Shift+2",
    };
    if is_general(&all) {
        on_key(alike, texts::choice_key_alike(&choice.over), move || desk.answer_alike(&all));
    }
}

/// The band with the result, and what can be done with it.
fn outcome(desk: Desk, is_field: bool) -> AnyView {
    let editing = RwSignal::new(false);
    let said = move || {
        desk.drafted.with(|drafted| {
            desk.choices.with_value(|choices| drafted.as_ref().map(|one| result(one, choices)))
        })
    };
    let value = move || match said() {
        None => view! { <span class="quiet">{invitation(desk.ruling.get())}</span> }.into_any(),
        Some(None) => empty(texts::value_none()),
        Some(Some(text)) => view! { <span class="value">{text}</span> }.into_any(),
    };
    let is_edited = move || desk.drafted.with(|drafted| matches!(drafted, Some(Resolution::TakeValue(_))));
    let none = Signal::derive(move || desk.drafted.with(Option::is_none));
    let keep = move |()| desk.settle(desk.own(), false);
    view! {
        <div class="result" class:none=none aria-live="polite">
            <div class="grow"><h3>{texts::conflict_result()}</h3>{value}
                " " {move || is_edited().then(|| tag(texts::conflict_edited()))}</div>
            {is_field.then(|| edit_button(editing))} {is_field.then(|| rule_button(desk))}
            <Button label=texts::conflict_keep() press=keep look=Look::Main chord="Enter" busy=desk.deeds.busy
                disabled=none/>
        </div>
        {is_field.then(|| all_alike(desk))}
        <Dialog open=editing title=texts::conflict_edit_title()
            body=ViewFn::from(move || editor(desk, editing))/>
    }
    .into_any()
}

fn edit_button(editing: RwSignal<bool>) -> AnyView {
    view! { <Button label=texts::conflict_edit() press=move |()| editing.set(true) chord="e"/> }.into_any()
}

/// What the band says before a side is chosen.
fn invitation(is_ruling: bool) -> &'static str {
    if is_ruling { texts::conflict_choose_rule() } else { texts::conflict_choose() }
}

/// What somebody wrote for one record is no rule for others.
fn rule_button(desk: Desk) -> AnyView {
    let cannot =
        Signal::derive(move || desk.drafted.with(|one| one.as_ref().is_some_and(|one| !is_general(one))));
    view! { <Button label=texts::conflict_rule() press=move |()| desk.rule() chord="r" disabled=cannot/> }
        .into_any()
}

fn all_alike(desk: Desk) -> AnyView {
    let alike = Memo::new(move |_| desk.alike());
    let settle = move |()| desk.settle(alike.get_untracked(), false);
    let drawn = move || {
        let count = alike.with(Vec::len);
        (count > 1).then(|| {
            view! {
                <div class="row">
                    <Button label=texts::conflicts_alike(count as u64) press=settle/>
                    <small>{texts::conflicts_alike_help()}</small>
                </div>
            }
        })
    };
    view! { {drawn} }.into_any()
}

fn editor(desk: Desk, editing: RwSignal<bool>) -> AnyView {
    let now = desk.drafted.with_untracked(|drafted| {
        desk.choices.with_value(|choices| {
            let shown = drafted.clone().unwrap_or(Resolution::TakeSource);
            result(&shown, choices)
        })
    });
    let text = RwSignal::new(now.unwrap_or_default());
    let keep = Callback::new(move |()| {
        let value = desk.view.with_value(|view| typed_value(&text.get_untracked(), view));
        desk.drafted.set(Some(Resolution::TakeValue(value)));
        editing.set(false);
    });
    view! {
        <form class="stack" on:submit=move |event| { event.prevent_default(); keep.run(()); }>
            <Text label=texts::conflict_edit_label() value=text help=texts::conflict_edit_help()/>
            <div class="ends">
                <Button label=texts::cancel() press=move |()| editing.set(false)/>
                <Button label=texts::conflict_edit_use() press=keep look=Look::Main/>
            </div>
        </form>
    }
    .into_any()
}

//! The rule in hand: where the value comes from, the steps, who wins, and why it is sent.

use super::draft::{Draft, INPUTS};
use super::rules::policy_word;
use super::steps::{FORMS, Part, StepDraft, choice_word};
use super::suggestions::{Offers, offer};
use super::view::{Deeds, Hand};
use crate::texts;
use crate::widgets::{Button, Icon, Look, Pick, chip, icon, problem_note, segments};
use crosswalk_contract::{Mood, StreamView};
use crosswalk_model::{Direction, FieldPolicy};
use leptos::prelude::*;

const POLICIES: [FieldPolicy; 5] = [
    FieldPolicy::SourceWins,
    FieldPolicy::DestinationWins,
    FieldPolicy::FillIfEmpty,
    FieldPolicy::NeverTouch,
    FieldPolicy::Ask,
];

/// The rule of one field of a stream.
pub fn inspector(
    stream: &StreamView,
    name: &str,
    direction: Direction,
    (hand, offers): (Hand, Offers),
    deeds: Deeds,
) -> AnyView {
    let field = stream.fields.iter().find(|field| field.map.to == name);
    let draft = RwSignal::new(field.map_or_else(|| Draft::new(name), |field| Draft::of(&field.map)));
    let (is_mapped, is_sensitive) = (field.is_some(), field.is_some_and(|field| field.sensitive));
    let outbound = direction == Direction::Outbound;
    view! {
        <aside class="card inspector" aria-label=texts::inspector_title(name)>
            <div class="row">
                <h2 class="grow">{name.to_owned()}</h2>
                <button type="button" class="bare" aria-label=texts::close()
                    on:click=move |_| hand.field.set(None)>{icon(Icon::Close)}</button>
            </div>
            {(!is_mapped).then(|| offer(name.to_owned(), offers))}
            {input(stream, draft)}
            <h3>{texts::inspector_steps()}</h3>
            {steps(draft)}
            {outbound.then(|| policy(draft))}
            {outbound.then(|| purpose(draft, is_sensitive))}
            {foot(name.to_owned(), is_mapped, draft, hand, deeds)}
        </aside>
    }
    .into_any()
}

fn input(stream: &StreamView, draft: RwSignal<Draft>) -> AnyView {
    let word = |kind: &str| match kind {
        "fields" => texts::input_fields(),
        "constant" => texts::input_constant(),
        "template" => texts::input_template(),
        _ => texts::input_field(),
    };
    let help = move || match draft.with(|draft| draft.kind.clone()).as_str() {
        "fields" => texts::input_fields_help(),
        "constant" => texts::input_constant_help(),
        "template" => texts::input_template_help(),
        _ => texts::input_field_help(),
    };
    let kinds = INPUTS.map(|kind| (kind.to_owned(), word(kind).to_owned())).to_vec();
    let chosen = Signal::derive(move || draft.with(|draft| draft.kind.clone()));
    let choose = Callback::new(move |kind| draft.update(|draft| draft.kind = kind));
    let offers = stream
        .source_fields
        .iter()
        .map(|(name, sample)| view! { <option value=name.clone()>{sample.clone()}</option> })
        .collect_view();
    view! {
        <div>{segments(texts::inspector_from(), kinds, chosen, choose)}</div>
        <input type="text" list="source-fields" spellcheck="false" autocomplete="off"
            aria-label=texts::inspector_from() prop:value=move || draft.with(|draft| draft.input.clone())
            on:input:target=move |event| draft.update(|draft| draft.input = event.target().value())/>
        <datalist id="source-fields">{offers}</datalist>
        <p class="quiet">{help}</p>
    }
    .into_any()
}

fn steps(draft: RwSignal<Draft>) -> AnyView {
    // A step is drawn anew when the row of steps changes, not when something is typed into a box.
    let forms = Memo::new(move |_| draft.with(|draft| draft.steps.iter().map(|step| step.form).collect()));
    let each = move || {
        let forms: Vec<usize> = forms.get();
        forms.into_iter().enumerate().map(|(place, form)| step(place, form, draft)).collect_view()
    };
    // What is chosen is added at once; the box is drawn anew with it and offers the next one.
    let adding = move || {
        forms.track();
        adding(draft)
    };
    view! { <ol class="steps">{each}</ol> {adding} }.into_any()
}

fn adding(draft: RwSignal<Draft>) -> AnyView {
    let nothing = (String::new(), texts::inspector_add_step().to_owned());
    let forms = FORMS.iter().enumerate().map(|(place, form)| (place.to_string(), (form.title)().to_owned()));
    let add = move |form: String| {
        if let Ok(form) = form.parse() {
            draft.update(|draft| draft.steps.push(StepDraft::new(form)));
        }
    };
    let (choices, none) = ([nothing].into_iter().chain(forms).collect(), Signal::stored(String::new()));
    view! { <Pick label=texts::inspector_next_step() choices=choices value=none choose=add/> }.into_any()
}

fn step(place: usize, form: usize, draft: RwSignal<Draft>) -> AnyView {
    let boxes = FORMS[form]
        .boxes
        .iter()
        .enumerate()
        .map(|(number, part)| part_box(place, number, part, draft))
        .collect_view();
    let up = move |_| draft.update(|draft| draft.steps.swap(place, place - 1));
    let remove = move |_| {
        draft.update(|draft| {
            draft.steps.remove(place);
        })
    };
    let title = (FORMS[form].title)();
    view! {
        <li>
            <div class="row">
                <b class="grow">{place + 1} ". " {title}</b>
                {(place > 0).then(|| view! { <button type="button" class="bare" aria-label=texts::step_up(title) on:click=up>"↑"</button> })}
                <button type="button" class="bare" aria-label=texts::step_remove(title) on:click=remove>
                    {icon(Icon::Close)}</button>
            </div>
            {boxes}
        </li>
    }
    .into_any()
}

fn part_box(place: usize, number: usize, part: &'static Part, draft: RwSignal<Draft>) -> AnyView {
    let value = Signal::derive(move || {
        draft.with(|draft| {
            draft.steps.get(place).and_then(|step| step.boxes.get(number).cloned()).unwrap_or_default()
        })
    });
    let set = move |text: String| {
        draft.update(|draft| {
            if let Some(own) = draft.steps.get_mut(place).and_then(|step| step.boxes.get_mut(number)) {
                *own = text;
            }
        });
    };
    let label = (part.label)();
    if part.choices.is_empty() {
        return view! {
            <label class="part"><span>{label}</span><input type="text" spellcheck="false" prop:value=value
                on:input:target=move |event| set(event.target().value())/></label>
        }
        .into_any();
    }
    let options = part.choices.iter().map(|choice| {
        view! { <option value=*choice selected=move || value.get() == *choice>{choice_word(choice)}</option> }
    });
    view! {
        <label class="part"><span>{label}</span>
            <select on:change:target=move |event| set(event.target().value())>{options.collect_view()}</select>
            </label>
    }
    .into_any()
}

fn policy(draft: RwSignal<Draft>) -> AnyView {
    let choices = POLICIES.map(|policy| (format!("{policy:?}"), policy_word(policy).to_owned())).to_vec();
    let value = Signal::derive(move || draft.with(|draft| format!("{:?}", draft.policy)));
    let choose = move |word: String| {
        if let Some(policy) = POLICIES.into_iter().find(|policy| format!("{policy:?}") == word) {
            draft.update(|draft| draft.policy = policy);
        }
    };
    view! { <Pick label=texts::column_both_changed() choices=choices value=value choose=choose/> }.into_any()
}

fn purpose(draft: RwSignal<Draft>, is_sensitive: bool) -> AnyView {
    let is_given = move || draft.with(|draft| !draft.purpose.trim().is_empty());
    let word = move || match (is_given(), is_sensitive) {
        (true, _) => Some(chip(Mood::Good, texts::purpose_given())),
        (false, true) => Some(chip(Mood::Waiting, texts::sent_needs_purpose())),
        (false, false) => None,
    };
    view! {
        <label class="part wide"><span>{texts::column_purpose()} " " {word}</span>
            <textarea rows="2" prop:value=move || draft.with(|draft| draft.purpose.clone())
                placeholder=texts::purpose_hint()
                on:input:target=move |event| draft.update(|draft| draft.purpose = event.target().value())></textarea>
        </label>
    }
    .into_any()
}

fn foot(name: String, is_mapped: bool, draft: RwSignal<Draft>, hand: Hand, deeds: Deeds) -> AnyView {
    let fault = RwSignal::new(None::<String>);
    let save = move |()| match draft.with_untracked(Draft::map) {
        Ok(map) => {
            fault.set(None);
            deeds.set(hand, vec![map]);
        }
        Err(sentence) => fault.set(Some(sentence)),
    };
    let remove = move |()| {
        deeds.remove(hand, name.clone());
        hand.field.set(None);
    };
    view! {
        {move || fault.get().map(|sentence| view! { <p class="note waiting" role="alert">{sentence}</p> })}
        {move || deeds.problem.get().map(|problem| problem_note(&problem))}
        <div class="row">
            <Button label=texts::mapping_save() press=save look=Look::Main busy=deeds.busy
                chord="Ctrl+Enter"/>
            {is_mapped.then(|| view! { <Button label=texts::mapping_remove() press=remove look=Look::Plain/> })}
        </div>
    }
    .into_any()
}

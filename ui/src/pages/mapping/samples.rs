//! Draws real records before and after.

use super::case_form::Casing;
use super::view::Hand;
use crate::texts;
use crate::widgets::{Button, Look, chip, empty};
use crosswalk_contract::{Mood, SampleRow, StreamView};
use crosswalk_model::Direction;
use leptos::prelude::*;

/// Twenty real records; the field in hand is marked.
pub fn samples(stream: &StreamView, direction: Direction, hand: Hand, casing: Casing) -> AnyView {
    if stream.samples.is_empty() {
        let why = match direction {
            Direction::Outbound => texts::samples_none(),
            Direction::Inbound => texts::samples_inbound(),
        };
        return view! { <p class="quiet">{why}</p> }.into_any();
    }
    let names: Vec<String> = stream.fields.iter().map(|field| field.map.to.to_string()).collect();
    let heads = stream.fields.iter().map(|field| {
        let is_here = marked(field.map.to.to_string(), hand);
        view! { <th class:here=is_here><span class="quiet">{field.input.clone()}</span> " → " {field.map.to.to_string()}</th> }
    });
    let rows = stream.samples.iter().map(|sample| row(sample, &names, hand, casing)).collect_view();
    view! {
        <section class="card samples">
            <div class="row"><h2 class="grow">{texts::samples_title()}</h2><small>{texts::samples_private()}
                </small></div>
            <div class="table-card" tabindex="0" role="group" aria-label=texts::samples_title()>
                <table>
                    <thead><tr><th>{texts::column_who()}</th>{heads.collect_view()}<th>
                        {texts::column_finding()}</th><th>{texts::column_actions()}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn marked(name: String, hand: Hand) -> impl Fn() -> bool + Send + 'static {
    move || hand.field.with(|field| field.as_deref() == Some(&name))
}

fn row(sample: &SampleRow, names: &[String], hand: Hand, casing: Casing) -> AnyView {
    let cells = names.iter().zip(&sample.cells).map(|(name, (before, after))| {
        let before = if before.is_empty() { empty(texts::value_none()) }
            else { view! { <span class="mono">{before.clone()}</span> }.into_any() };
        let after = if after.is_empty() { empty(texts::sample_left()) } else { after.clone().into_any() };
        view! { <td class:here=marked(name.clone(), hand)>{before} <span class="quiet">" → "</span> {after}</td> }
    });
    let findings = sample.findings.iter().map(|finding| chip(Mood::Waiting, finding.clone())).collect_view();
    let id = sample.id;
    let invent = move |()| casing.invent.run((hand.stream.get_untracked(), Some(id)));
    view! {
        <tr>
            <td><b>{sample.label.clone()}</b></td>{cells.collect_view()}
            <td><span class="row">{findings}</span></td>
            <td><Button label=texts::case_of_sample() press=invent look=Look::Plain busy=casing.busy/></td>
        </tr>
    }
    .into_any()
}

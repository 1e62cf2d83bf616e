//! Draws what to type into the source's own form.

use crate::texts;
use crate::widgets::{chip, copyable, head, moment, note, section};
use crosswalk_contract::{ListenerView, Mood};
use crosswalk_model::Timestamp;
use leptos::prelude::*;

/// The listener's page; `copy` puts a text on the clipboard.
pub fn view(listener: Signal<ListenerView>, service: Signal<String>, copy: Callback<String>) -> AnyView {
    let sentence = move || listener.with(|listener| sentence(listener, &service.get()));
    let detail = move || texts::listener_detail(service.get());
    view! {
        {head(sentence, detail, ())}
        {move || advice(&listener.get().advice)}
        <div class="halves">
            {section(texts::listener_type(), move || entries(&listener.get(), copy))}
            {section(texts::listener_heard(), move || heard(&listener.get()))}
        </div>
    }
    .into_any()
}

fn sentence(listener: &ListenerView, service: &str) -> String {
    match (listener.last_check, listener.last_full) {
        (None, _) => texts::listener_waiting(service),
        (Some(_), None) => texts::listener_checked(service),
        (Some(_), Some(_)) => texts::listener_well(service),
    }
}

fn advice(advice: &[String]) -> AnyView {
    let each = advice.iter().map(|line| note("!", line)).collect_view();
    view! { <div class="stack" role="status">{each}</div> }.into_any()
}

fn entries(listener: &ListenerView, copy: Callback<String>) -> AnyView {
    let tls = if listener.tls { texts::listener_yes() } else { texts::listener_no() };
    let fingerprint =
        listener.fingerprint.clone().map(|print| entry(texts::listener_fingerprint(), print, copy));
    view! {
        <dl class="to-type">
            {entry(texts::listener_address(), listener.address.clone(), copy)}
            {entry(texts::listener_port(), listener.port.to_string(), copy)}
            {entry(texts::listener_tls(), tls.to_owned(), copy)}
            {entry(texts::listener_user(), listener.username.clone(), copy)}
            <dt>{texts::listener_password()}</dt><dd class="quiet">{texts::listener_password_kept()}</dd>
            {fingerprint}
        </dl>
    }
    .into_any()
}

fn entry(name: &'static str, value: String, copy: Callback<String>) -> AnyView {
    view! { <dt>{name}</dt><dd>{copyable(name, value, copy)}</dd> }.into_any()
}

fn heard(listener: &ListenerView) -> AnyView {
    let line = |name: &'static str, at: Option<Timestamp>, never: &'static str| {
        let said = match at {
            Some(at) => view! { {chip(Mood::Good, "")} " " {moment(at)} }.into_any(),
            None => view! { {chip(Mood::Waiting, never)} }.into_any(),
        };
        view! { <dt>{name}</dt><dd>{said}</dd> }
    };
    view! {
        <dl class="facts" aria-live="polite">
            {line(texts::listener_check(), listener.last_check, texts::listener_no_check())}
            {line(texts::listener_push(), listener.last_push, texts::listener_no_push())}
            {line(texts::listener_full(), listener.last_full, texts::listener_no_full())}
        </dl>
        <p class="quiet">{texts::listener_disabled()}</p>
    }
    .into_any()
}

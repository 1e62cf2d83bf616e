//! A newer version: when it came out, what is new in it, and where a person fetches it. All of it is somebody else's
//! word, and is shown as the plain text that it is.

use super::updates::Updates;
use crate::texts;
use crate::widgets::{copyable, moment};
use crosswalk_contract::{Release, ReleaseLink};
use leptos::prelude::*;

/// Draws it.
pub fn released(newer: &Release, system: &str, updates: Updates) -> AnyView {
    let published = newer.published.map(
        |at| view! { <dl class="facts"><dt>{texts::updates_published()}</dt><dd>{moment(at)}</dd></dl> },
    );
    let notes = (!newer.notes.is_empty()).then(|| {
        view! { <h3>{texts::updates_notes()}</h3> <p class="plain-text" tabindex="0">{newer.notes.clone()}</p> }
    });
    let fetch = match &newer.link {
        Some(link) => fetched(link, updates),
        None => view! { <p class="quiet">{texts::updates_no_link(system)}</p> }.into_any(),
    };
    view! { {published} {notes} {fetch} <p class="quiet">{texts::updates_by_hand()}</p> }.into_any()
}

/// The whole address; in a browser it can be opened, by the person alone.
fn fetched(link: &ReleaseLink, updates: Updates) -> AnyView {
    let elsewhere =
        link.elsewhere.then(|| view! { <p class="is-waiting">{texts::updates_elsewhere(&link.host)}</p> });
    let open = (!updates.is_window).then(|| {
        view! {
            <a class="quiet-link" href=link.url.clone() target="_blank" rel="noopener noreferrer external">
                {texts::updates_fetch_open()}" ↗"</a>
        }
    });
    view! {
        <h3>{texts::updates_fetch()}</h3>
        {copyable(texts::updates_fetch(), link.url.clone(), updates.copy)}
        {elsewhere}
        {open}
    }
    .into_any()
}

//! What is kept of a record as it was undone, with the button that releases it.

use crate::texts;
use crate::widgets::{Button, section};
use crosswalk_contract::PinRow;
use crosswalk_model::{RosterId, SyncId};
use leptos::prelude::*;

/// What is pinned, and what releases it.
#[derive(Clone, Copy)]
pub struct Pinned {
    /// By sync.
    pub rows: Signal<Vec<PinRow>>,
    /// Releases what a sync keeps of the record.
    pub release: Callback<(SyncId, RosterId)>,
}

/// Nothing is drawn where nothing is pinned.
pub fn pins(pinned: Pinned) -> AnyView {
    let drawn = move || pinned.rows.with(|rows| all(rows, pinned.release));
    view! { {drawn} }.into_any()
}

fn all(rows: &[PinRow], release: Callback<(SyncId, RosterId)>) -> Option<impl IntoView + use<>> {
    let lines = rows.iter().map(|row| line(row, release)).collect_view();
    (!rows.is_empty()).then(|| section(texts::record_pins(), lines))
}

fn line(row: &PinRow, release: Callback<(SyncId, RosterId)>) -> AnyView {
    let (sync, record) = (row.sync, row.record);
    let what =
        if row.fields.is_empty() { texts::record_pin_whole().to_owned() } else { row.fields.join(", ") };
    view! {
        <p><b>{row.title.clone()}</b> ": " <span class="mono">{what}</span> " " <small>{row.sentence.clone()}</small></p>
        <Button label=texts::record_release() press=move |()| release.run((sync, record))/>
    }
    .into_any()
}

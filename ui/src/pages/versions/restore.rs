//! Going back to a version: what becomes of it is said first.

use super::view::Deeds;
use crate::texts;
use crate::widgets::{Button, Dialog, Look};
use leptos::prelude::*;

/// The version that somebody wants to go back to, while they are asked once more.
#[derive(Clone, Copy)]
pub struct Wanted {
    version: RwSignal<u32>,
    open: RwSignal<bool>,
}

impl Wanted {
    /// None.
    pub fn none() -> Self {
        Self { version: RwSignal::new(0), open: RwSignal::new(false) }
    }

    /// Asks once more about this one.
    pub fn ask(self, version: u32) {
        self.version.set(version);
        self.open.set(true);
    }
}

/// The dialog that asks.
pub fn restoring(wanted: Wanted, is_sync: Signal<bool>, deeds: Deeds) -> AnyView {
    let title = Signal::derive(move || texts::versions_back_to(wanted.version.get()));
    let body = ViewFn::from(move || asking(wanted, is_sync, deeds));
    view! { <Dialog open=wanted.open title=title body=body/> }.into_any()
}

fn asking(wanted: Wanted, is_sync: Signal<bool>, deeds: Deeds) -> AnyView {
    let is_sync = is_sync.get_untracked();
    let stays = if is_sync { texts::versions_sync_stays() } else { texts::versions_connection_stays() };
    let press = move |()| {
        wanted.open.set(false);
        deeds.restore.run(wanted.version.get_untracked());
    };
    view! {
        <p>{texts::versions_back_what()}</p>
        <p>{stays}</p>
        <div class="ends">
            <Button label=texts::cancel() press=move |()| wanted.open.set(false)/>
            <Button label=texts::versions_restore() press=press look=Look::Main/>
        </div>
    }
    .into_any()
}

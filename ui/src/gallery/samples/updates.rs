//! Invented newer versions.

use super::ago;
use crate::pages::settings::Updates;
use crosswalk_contract::{LookFailed, Release, ReleaseLink, UpdatesView};
use leptos::prelude::*;

/// Nobody is asked.
pub fn no_updates() -> Updates {
    known(UpdatesView {
        version: "0.1.0".into(),
        system: "windows-x86_64".into(),
        address: None,
        own_servers: String::new(),
        daily: false,
        looked_at: None,
        failed: None,
        newer: None,
    })
}

/// A newer one that mends a fault is known, and the last look failed.
pub fn updates() -> Updates {
    let link = ReleaseLink {
        url: "https://downloads.example/crosswalk/0.2.1/crosswalk_0.2.1_x64-setup.exe".into(),
        host: "downloads.example".into(),
        elsewhere: true,
    };
    let newer = Release {
        version: "0.2.1".into(),
        published: Some(ago(4_000)),
        notes: "Mends a fault in the listener: a push that was cut off is refused at once.\n\nPlans of large schools are made faster.".into(),
        security: true,
        link: Some(link),
    };
    let words = "The page of new versions cannot be reached. It answered with the status 500.";
    known(UpdatesView {
        version: "0.1.0".into(),
        system: "windows-x86_64".into(),
        address: Some("https://updates.example/crosswalk/latest.json".into()),
        own_servers: String::new(),
        daily: true,
        looked_at: Some(ago(1_500)),
        failed: Some(LookFailed { at: ago(60), words: words.into() }),
        newer: Some(newer),
    })
}

fn known(view: UpdatesView) -> Updates {
    Updates {
        known: Signal::stored(Some(view)),
        save: Callback::new(|_| {}),
        look: Callback::new(|()| {}),
        saving: Signal::stored(false),
        looking: Signal::stored(false),
        not_saved: Signal::stored(None),
        copy: Callback::new(|_| {}),
        is_window: false,
    }
}

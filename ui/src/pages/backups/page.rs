//! Asks how the backups stand, makes one, and saves what is made each night.

use super::view::{Deeds, view};
use crate::state::{Deed, Load, Topic, copying, crumbs, deed, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{BackupsView, BundleMade, GetBackups, MakeBackup, MakeBundle, SetBackups};
use leptos::prelude::*;

/// The backups.
pub fn page() -> AnyView {
    crumbs(&[(texts::nav_settings(), "/settings")], texts::backups_crumb());
    // The form is not drawn anew while somebody types: only what this page itself saved changes it.
    let settings = load(|| Some(GetBackups {}), &[]);
    let fresh = load(|| Some(GetBackups {}), &[Topic::Runs]);
    let (make, save, bundle) = (deed(), deed(), deed());
    let bundled = RwSignal::new(None::<BundleMade>);
    let deeds = Deeds {
        make: making(make, fresh.refresher()),
        making: make.busy.into(),
        not_made: make.problem.into(),
        save: saving(save, &settings, fresh.refresher()),
        saving: save.busy.into(),
        not_saved: save.problem.into(),
        bundle: bundling(bundle, bundled),
        bundling: bundle.busy.into(),
        not_bundled: bundle.problem.into(),
        bundled: bundled.into(),
        copy: copying(),
    };
    faces(&settings, move |settings| view(settings, newest(settings, fresh.clone()), deeds))
}

/// What stands now; as long as it is not known, what the form began with.
fn newest(settings: Signal<BackupsView>, fresh: Load<BackupsView>) -> Signal<BackupsView> {
    Signal::derive(move || fresh.value().unwrap_or_else(|| settings.get()))
}

fn making(make: Deed, refresh: Callback<()>) -> Callback<(MakeBackup, Callback<()>)> {
    Callback::new(move |(ask, done): (MakeBackup, Callback<()>)| {
        make.run(ask, move |row| {
            make.tell(&texts::backups_made(&row.file));
            done.try_run(());
            refresh.try_run(());
        });
    })
}

fn saving(save: Deed, settings: &Load<BackupsView>, refresh: Callback<()>) -> Callback<SetBackups> {
    let shown = StoredValue::new(settings.clone());
    Callback::new(move |ask: SetBackups| {
        save.run(ask, move |saved| {
            save.tell(texts::backups_saved());
            shown.try_with_value(|shown| shown.put(saved));
            refresh.try_run(());
        });
    })
}

fn bundling(bundle: Deed, bundled: RwSignal<Option<BundleMade>>) -> Callback<String> {
    Callback::new(move |file: String| {
        bundled.set(None);
        bundle.run(MakeBundle { file }, move |made| {
            bundled.try_set(Some(made));
        });
    })
}

//! Asks for a mapping and carries its edits.

use super::history::{Edit, History, Way};
use super::suggestions::Suggesting;
use super::text::TextOf;
use super::view::{Deeds, view};
use crate::state::{Deed, Face, Load, Toast, Toasts, Topic, crumbs, deed, go, load, named, toasts};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{
    ChangeFields, GetMapping, GetMappingText, ListSyncs, MappingView, SetMappingText, StartRun, SuggestFields,
};
use crosswalk_model::{RunKind, SyncId};
use leptos::prelude::*;

/// The syncs, each with its mapping.
pub fn syncs() -> AnyView {
    crumbs(&[], texts::nav_mapping());
    let syncs = load(|| Some(ListSyncs {}), &[Topic::Connections]);
    faces(&syncs, super::syncs::syncs)
}

/// The mapping of the sync that the address names.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_mapping());
    let sync = named::<SyncId>("sync");
    if sync.with_untracked(Option::is_none) {
        return missing_face();
    }
    let mapping = load(move || Some(GetMapping { sync: sync.get()? }), &[]);
    let (text, suggesting) = (texting(sync, &mapping), suggesting(sync));
    let deeds = Deeds { text, suggesting, ..editing(sync, &mapping) };
    faces(&mapping, move |mapping| {
        mapping.with_untracked(|mapping| crumbs(&[(texts::nav_mapping(), "/mapping")], &mapping.sync.title));
        view(mapping, deeds)
    })
}

/// Makes edits, and notes what takes each back.
#[derive(Clone, Copy)]
struct Editor {
    sync: Memo<Option<SyncId>>,
    shown: StoredValue<Load<MappingView>>,
    history: RwSignal<History>,
    change: Deed,
    toasts: Toasts,
}

impl Editor {
    fn make(self, edit: Edit, way: Way) {
        let Some(sync) = self.sync.get_untracked() else { return };
        let before = untrack(|| self.shown.with_value(Load::value));
        let Some(inverse) = before.map(|before| edit.inverse(&before)) else { return };
        let done = move |mapping, sentence: &'static str| {
            self.shown.try_with_value(|shown| shown.put(mapping));
            self.history.try_update(|history| history.note(way, inverse));
            self.toasts.show(Toast::done(sentence));
        };
        let said = if edit.set.is_empty() { texts::mapping_removed() } else { texts::mapping_saved() };
        let Edit { stream, set, remove } = edit;
        self.change.run(ChangeFields { sync, stream, set, remove }, move |mapping| done(mapping, said));
    }

    fn turn(self, way: Way) -> Callback<()> {
        Callback::new(move |()| {
            if let Some(edit) = self.history.with_untracked(|history| history.next(way)) {
                self.make(edit, way);
            }
        })
    }

    fn can(self, way: Way) -> Signal<bool> {
        Signal::derive(move || self.history.with(|history| history.next(way).is_some()))
    }
}

fn editing(sync: Memo<Option<SyncId>>, mapping: &Load<MappingView>) -> Deeds {
    let (change, preview) = (deed(), deed());
    let (shown, history) = (StoredValue::new(mapping.clone()), RwSignal::new(History::default()));
    let editor = Editor { sync, shown, history, change, toasts: toasts() };
    Deeds {
        edit: Callback::new(move |edit| editor.make(edit, Way::Ahead)),
        undo: (editor.turn(Way::Back), editor.can(Way::Back)),
        redo: (editor.turn(Way::Again), editor.can(Way::Again)),
        preview: Callback::new(move |()| {
            let Some(sync) = sync.get_untracked() else { return };
            let ask = StartRun { sync, kind: RunKind::Preview };
            preview.run(ask, |started| go(&format!("/runs/{}", started.run)));
        }),
        busy: change.busy.into(),
        problem: change.problem.into(),
        text: TextOf::none(),
        suggesting: Suggesting::none(),
    }
}

/// The suggestions are looked for while somebody reads; what fails is said only to whoever opens them.
fn suggesting(sync: Memo<Option<SyncId>>) -> Suggesting {
    let stream = RwSignal::new(None::<usize>);
    let found = load(move || Some(SuggestFields { sync: sync.get()?, stream: stream.get()? }), &[]);
    let (again, shown, failed) = (found.refresher(), found.clone(), found);
    let look = move |wanted| {
        if stream.get_untracked() == Some(wanted) {
            again.run(());
        } else {
            stream.set(Some(wanted));
        }
    };
    let problem = move || match &*failed.face.read() {
        Face::Failed(problem) => Some(problem.clone()),
        _ => failed.stale.get(),
    };
    Suggesting {
        found: Signal::derive(move || shown.value()),
        look: Callback::new(look),
        problem: Signal::derive(problem),
    }
}

fn texting(sync: Memo<Option<SyncId>>, mapping: &Load<MappingView>) -> TextOf {
    let (get, set) = (deed(), deed());
    let (shown, toasts, text) = (StoredValue::new(mapping.clone()), toasts(), RwSignal::new(String::new()));
    TextOf {
        text,
        fetch: Callback::new(move |()| {
            let Some(sync) = sync.get_untracked() else { return };
            get.run(GetMappingText { sync }, move |reply| {
                text.try_set(reply.text);
            });
        }),
        save: Callback::new(move |done: Callback<()>| {
            let Some(sync) = sync.get_untracked() else { return };
            set.run(SetMappingText { sync, text: text.get_untracked() }, move |mapping| {
                shown.try_with_value(|shown| shown.put(mapping));
                toasts.show(Toast::done(texts::mapping_saved()));
                done.try_run(());
            });
        }),
        busy: Signal::derive(move || get.busy.get() || set.busy.get()),
        problem: Signal::derive(move || set.problem.get().or_else(|| get.problem.get())),
    }
}

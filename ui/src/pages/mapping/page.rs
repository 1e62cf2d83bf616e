//! Asks for a mapping and carries its edits.

use super::broken::Doubted;
use super::case_form::Casing;
use super::history::{Edit, History, Way};
use super::suggestions::Suggesting;
use super::text::TextOf;
use super::view::{Deeds, view};
use crate::state::{Deed, Face, Load, Toast, Toasts, Topic, crumbs, deed, go, load, named, toasts};
use crate::texts;
use crate::widgets::{faces, missing_face};
use crosswalk_contract::{
    ChangeCases, ChangeFields, GetMapping, GetMappingText, InventCase, ListSyncs, MappingView,
    SetMappingText, StartRun, SuggestFields, TryCase,
};
use crosswalk_model::{MappingCase, RunKind, SyncId};
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
    let case = RwSignal::new(None);
    let deeds = Deeds { text, suggesting, casing: casing(sync, case), ..editing(sync, &mapping, case) };
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
    /// The test in hand; once it is kept it is put away.
    case: RwSignal<Option<MappingCase>>,
    /// The edit that was asked for last.
    last: RwSignal<Option<(Edit, Way)>>,
}

impl Editor {
    fn make(self, edit: Edit, way: Way, knowingly: bool) {
        self.last.set(Some((edit.clone(), way)));
        let Some(sync) = self.sync.get_untracked() else { return };
        let before = untrack(|| self.shown.with_value(Load::value));
        let Some(inverse) = before.map(|before| edit.inverse(&before)) else { return };
        let done = move |mapping, sentence: &'static str| {
            self.shown.try_with_value(|shown| shown.put(mapping));
            self.history.try_update(|history| history.note(way, inverse));
            self.toasts.show(Toast::done(sentence));
        };
        let said = said(&edit);
        let is_of_cases = edit.is_of_cases();
        let Edit { stream, set, remove, cases, drop } = edit;
        if is_of_cases {
            let ask = ChangeCases { sync, set: cases, remove: drop };
            return self.change.run(ask, move |mapping| {
                done(mapping, said);
                self.case.try_set(None);
            });
        }
        let ask = ChangeFields { sync, stream, set, remove, knowingly };
        self.change.run(ask, move |mapping| done(mapping, said));
    }

    fn turn(self, way: Way) -> Callback<()> {
        Callback::new(move |()| {
            if let Some(edit) = self.history.with_untracked(|history| history.next(way)) {
                self.make(edit, way, false);
            }
        })
    }

    /// What would break tests, and the way to save it all the same.
    fn doubted(self) -> Doubted {
        let despite = move |()| {
            if let Some((edit, way)) = self.last.get_untracked() {
                self.make(edit, way, true);
            }
        };
        Doubted { edit: self.last, problem: self.change.problem.into(), despite: Callback::new(despite) }
    }

    fn can(self, way: Way) -> Signal<bool> {
        Signal::derive(move || self.history.with(|history| history.next(way).is_some()))
    }
}

/// What an edit came to, in a sentence.
fn said(edit: &Edit) -> &'static str {
    match (edit.is_of_cases(), edit.set.is_empty()) {
        (true, _) if edit.cases.is_empty() => texts::case_dropped(),
        (true, _) => texts::case_saved(),
        (false, true) => texts::mapping_removed(),
        (false, false) => texts::mapping_saved(),
    }
}

fn casing(sync: Memo<Option<SyncId>>, case: RwSignal<Option<MappingCase>>) -> Casing {
    let ask = deed();
    let put = move |reply| {
        case.try_set(Some(reply));
    };
    Casing {
        case,
        invent: Callback::new(move |(stream, record)| {
            if let Some(sync) = sync.get_untracked() {
                ask.run(InventCase { sync, stream, record }, put);
            }
        }),
        fill: Callback::new(move |case| {
            if let Some(sync) = sync.get_untracked() {
                ask.run(TryCase { sync, case }, put);
            }
        }),
        busy: ask.busy.into(),
        problem: ask.problem.into(),
    }
}

fn editing(
    sync: Memo<Option<SyncId>>,
    mapping: &Load<MappingView>,
    case: RwSignal<Option<MappingCase>>,
) -> Deeds {
    let (change, preview) = (deed(), deed());
    let (shown, history) = (StoredValue::new(mapping.clone()), RwSignal::new(History::default()));
    let editor = Editor { sync, shown, history, change, toasts: toasts(), case, last: RwSignal::new(None) };
    Deeds {
        edit: Callback::new(move |edit| editor.make(edit, Way::Ahead, false)),
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
        casing: Casing::none(),
        doubted: editor.doubted(),
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
        save: Callback::new(move |(done, knowingly): (Callback<()>, bool)| {
            let Some(sync) = sync.get_untracked() else { return };
            set.run(SetMappingText { sync, text: text.get_untracked(), knowingly }, move |mapping| {
                shown.try_with_value(|shown| shown.put(mapping));
                toasts.show(Toast::done(texts::mapping_saved()));
                done.try_run(());
            });
        }),
        busy: Signal::derive(move || get.busy.get() || set.busy.get()),
        problem: Signal::derive(move || set.problem.get().or_else(|| get.problem.get())),
    }
}

//! The rooms of the gallery: one for each page and for the faces that all pages share.

use super::{care, samples, upkeep};
use crate::pages;
use crate::state::{Face, Load, Paged, Picked, query};
use crate::widgets::{Sieve, empty_face, failed_face, loading_face, since_choice};
use crosswalk_contract::{ChangeFilter, PlanView, Problem};
use leptos::prelude::*;

/// Draws a room.
type Draw = fn() -> AnyView;

/// The rooms by name.
pub const ROOMS: [(&str, Draw); 48] = [
    ("first-run", first_run),
    ("overview", overview),
    ("overview-empty", overview_empty),
    ("connections", || pages::connections::view(fixed(samples::connections()), nothing())),
    ("connections-empty", || pages::connections::view(fixed(Vec::new()), nothing())),
    ("catalogue", || pages::connect::catalogue_view(fixed(samples::connectors()))),
    ("connect", || pages::connect::view(samples::connectors().remove(0), nothing(), no(), fixed(None))),
    ("connection", connection),
    ("listener", || pages::listener::view(fixed(samples::listener()), fixed("KAMAR".to_owned()), nothing())),
    ("syncs", || pages::mapping::syncs_view(fixed(samples::syncs()))),
    ("mapping", mapping),
    ("plans", || pages::plans::view(fixed(samples::plans()))),
    ("plans-empty", || pages::plans::view(fixed(Vec::new()))),
    ("plan", || plan(samples::plan(), false)),
    ("plan-held", || plan(samples::held_plan(), true)),
    ("conflicts", || conflicts(samples::conflicts())),
    ("conflicts-empty", || conflicts(Vec::new())),
    ("holds", holds),
    ("runs", || pages::runs::view(fixed(samples::runs()), paged(samples::runs()), unsifted())),
    ("run", || {
        let (cancel, again, undo) = (nothing(), nothing(), nothing());
        let asked = nothing();
        let retry = pages::run::Again { run: nothing(), busy: no(), picked: RwSignal::new([0, 1].into()) };
        let deeds = pages::run::Deeds { cancel, again, undo, busy: no(), asked, retry };
        pages::run::view(fixed(samples::run()), deeds)
    }),
    ("deliveries", || {
        pages::deliveries::view(
            fixed(samples::deliveries()),
            paged(samples::deliveries()),
            nothing(),
            unsifted(),
        )
    }),
    ("schedules", || schedules(samples::schedules())),
    ("schedules-empty", || schedules(Vec::new())),
    ("record", || {
        let pinned = pages::record::Pinned { rows: fixed(samples::pins()), release: nothing() };
        pages::record::view(fixed(samples::record()), RwSignal::new(None), full(samples::lineage()), pinned)
    }),
    ("audit", audit),
    ("privacy", care::privacy),
    ("person", care::person),
    ("person-gone", care::person_gone),
    ("alerts", || care::alerts(samples::alerts())),
    ("alerts-empty", || care::alerts(samples::no_alerts())),
    ("quarantine", || care::quarantine(samples::quarantine())),
    ("quarantine-empty", || care::quarantine(Vec::new())),
    ("holidays", || care::holidays(samples::holidays())),
    ("holidays-empty", || care::holidays(Vec::new())),
    ("timing", care::timing),
    ("backups", || upkeep::backups(samples::backups())),
    ("backups-failed", || upkeep::backups(samples::backups_failed())),
    ("backups-empty", || upkeep::backups(samples::no_backups())),
    ("guard", || upkeep::guard(None)),
    ("guard-held", || upkeep::guard(Some(samples::held_plan()))),
    ("versions", upkeep::versions),
    ("health", || upkeep::health(samples::trends())),
    ("health-empty", || upkeep::health(samples::no_trends())),
    ("settings", || settings(samples::no_updates())),
    ("settings-newer", || settings(samples::updates())),
    ("loading", loading_face),
    ("empty", || {
        empty_face(
            "No conflicts.",
            "When both sides changed a field, the question waits here.",
            Some(("Overview", "/gallery/overview")),
        )
    }),
    ("failed", failed),
];

pub(super) fn fixed<T: Send + Sync + Clone + 'static>(value: T) -> Signal<T> {
    Signal::stored(value)
}

pub(super) fn full<T: Send + Sync + Clone + 'static>(value: T) -> Load<T> {
    Load::fixed(Face::Full(ArcRwSignal::new(value)))
}

fn paged<T: Send + Sync + Clone + 'static>(page: crosswalk_contract::Page<T>) -> Paged<T> {
    Paged::fixed(full(page))
}

pub(super) fn nothing<T: 'static>() -> Callback<T> {
    Callback::new(|_| ())
}

pub(super) fn no() -> Signal<bool> {
    Signal::stored(false)
}

/// A sieve that lets everything through.
pub(super) fn unsifted() -> Sieve {
    Sieve { query: query(), choices: Signal::derive(|| vec![since_choice()]) }
}

fn settings(updates: pages::settings::Updates) -> AnyView {
    pages::settings::view(fixed(samples::status()), samples::own_computer(), updates)
}

fn audit() -> AnyView {
    let deeds =
        pages::audit::Deeds { verify: nothing(), verifying: no(), export: nothing(), exporting: no() };
    let verdict = fixed(Some(samples::verdict()));
    pages::audit::view(fixed(samples::audit()), paged(samples::audit()), verdict, deeds, unsifted())
}

fn failed() -> AnyView {
    let problem = Problem::new(
        "connection.unauthorised",
        "Moodle refused the sign-in.",
        "The token may not create courses.",
        "Ask your Moodle administrator to add core_course_create_courses to the service, then press Check again.",
    );
    failed_face(&problem, nothing())
}

fn first_run() -> AnyView {
    let no_problem = Signal::stored(None);
    let (demo, create) = (nothing(), nothing());
    pages::first_run::view(pages::first_run::Deeds {
        demo,
        starting: no(),
        create,
        creating: no(),
        problem: no_problem,
    })
}

fn overview_of(overview: crosswalk_contract::Overview) -> AnyView {
    let deeds = pages::overview::Deeds {
        run: nothing(),
        running: no(),
        next_day: nothing(),
        day_passing: no(),
        is_demo: Signal::stored(true),
        lead: nothing(),
    };
    pages::overview::view(fixed(overview), deeds)
}

fn overview() -> AnyView {
    overview_of(samples::overview())
}

fn overview_empty() -> AnyView {
    let sentence = "Nothing is connected yet.".to_owned();
    overview_of(crosswalk_contract::Overview {
        sentence,
        detail: String::new(),
        sources: Vec::new(),
        destinations: Vec::new(),
        ..samples::overview()
    })
}

fn connection() -> AnyView {
    let shown = pages::connection::Shown {
        lines: fixed(Some(samples::checks())),
        checking: no(),
        saving: no(),
        problem: Signal::stored(None),
    };
    let deeds = pages::connection::Deeds {
        save: nothing(),
        pause: nothing(),
        check: nothing(),
        read: nothing(),
        stand: nothing(),
        filter: nothing(),
    };
    pages::connection::view(fixed(samples::connection()), fixed(Some(samples::sync())), shown, deeds)
}

fn mapping() -> AnyView {
    let deeds = pages::mapping::Deeds {
        edit: nothing(),
        undo: (nothing(), Signal::stored(true)),
        redo: (nothing(), no()),
        preview: nothing(),
        busy: no(),
        problem: Signal::stored(None),
        text: pages::mapping::TextOf::none(),
        suggesting: pages::mapping::Suggesting::none(),
        casing: pages::mapping::Casing::none(),
        doubted: pages::mapping::Doubted::none(),
    };
    pages::mapping::view(fixed(samples::mapping()), deeds)
}

fn plan(plan: PlanView, is_explained: bool) -> AnyView {
    let book = pages::plan::Book::new();
    let edition = book.begin();
    let _ = book.wanted(0, 1);
    book.put(edition, 0, samples::changes());
    let of = pages::plan::Of {
        target: "people".into(),
        id: samples::id(7),
        label: "Hēmi Parata".into(),
        field: "tutor_group".into(),
    };
    let asked = pages::plan::Asked {
        book,
        filter: RwSignal::new(ChangeFilter::default()),
        picked: RwSignal::new(Picked::all()),
        picking: Memo::new(|_| pages::plan::Picking::Approve),
        explained: pages::plan::Explained::fixed(is_explained.then_some(of), full(samples::lineage())),
    };
    let deeds = pages::plan::Deeds {
        about_to_search: nothing(),
        fetch: nothing(),
        pick_shown: nothing(),
        reveal: nothing(),
        export: nothing(),
        exporting: no(),
        undo: nothing(),
        approve: nothing(),
        reject: nothing(),
        busy: no(),
    };
    pages::plan::view(fixed(plan), asked, deeds)
}

fn conflicts(conflicts: Vec<crosswalk_contract::ConflictView>) -> AnyView {
    let deeds = pages::conflicts::Deeds {
        resolve: nothing(),
        reopen: nothing(),
        sides: Callback::new(|_| full(samples::sides())),
        reveal: nothing(),
        plan: nothing(),
        last: RwSignal::new(Vec::new()),
        answered: RwSignal::new(Vec::new()),
        busy: no(),
    };
    pages::conflicts::view(fixed(conflicts), deeds)
}

fn schedules(all: Vec<crosswalk_contract::ScheduleView>) -> AnyView {
    let deeds = pages::schedules::Deeds {
        set: nothing(),
        pause: nothing(),
        remove: nothing(),
        run: nothing(),
        preview: Callback::new(|_| full(samples::schedule_preview())),
        busy: no(),
    };
    pages::schedules::view(fixed(all), deeds)
}

fn holds() -> AnyView {
    let held = samples::held_plan();
    let details = RwSignal::new([(held.card.id, held.clone())].into());
    pages::holds::view(fixed(vec![held.card]), pages::holds::Held { details, fetch: nothing() })
}

//! Asks for the overview and does what its buttons say.

use super::view::{Deeds, view};
use crate::state::{Topic, crumbs, deed, go, load, status};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{DemoNextDay, Destination, GetOverview, RunAll, StartedRun};
use leptos::prelude::*;

const TOPICS: &[Topic] =
    &[Topic::Runs, Topic::Plans, Topic::Deliveries, Topic::Connections, Topic::Conflicts];

/// The overview.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_overview());
    let overview = load(|| Some(GetOverview {}), TOPICS);
    let deeds = deeds();
    faces(&overview, move |overview| view(overview, deeds))
}

fn deeds() -> Deeds {
    let (run, next_day, status) = (deed(), deed(), status());
    let start = move |()| run.run(RunAll {}, move |runs| run.tell(&started(&runs)));
    Deeds {
        run: Callback::new(start),
        running: run.busy.into(),
        next_day: Callback::new(move |()| next_day.say(DemoNextDay {}, |done| done.sentence.clone())),
        day_passing: next_day.busy.into(),
        is_demo: Signal::derive(move || status.value().is_some_and(|status| status.demo)),
        lead: Callback::new(|to: Destination| go(&address(&to))),
    }
}

fn started(runs: &[StartedRun]) -> String {
    match runs {
        [] => texts::overview_nothing_to_run().to_owned(),
        [one] => one.sentence.clone(),
        many => texts::overview_running(many.len() as u64),
    }
}

fn address(to: &Destination) -> String {
    match to {
        Destination::Plan(id) => format!("/plan/{id}"),
        Destination::Conflicts => "/conflicts".to_owned(),
        // Whoever comes because something is wrong wants to know what: the check begins at once.
        Destination::Connection(id) => format!("/connections/{id}?check"),
        Destination::Deliveries => "/deliveries".to_owned(),
        Destination::Runs => "/runs".to_owned(),
        Destination::Schedules => "/schedules".to_owned(),
        Destination::Settings => "/settings".to_owned(),
        Destination::Backups => "/settings/backups".to_owned(),
    }
}

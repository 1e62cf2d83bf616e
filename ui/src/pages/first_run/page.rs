//! Sets up the demo school or the person's own.

use super::view::{Deeds, view};
use crate::state::{deed, go, status};
use crosswalk_contract::{CreateSchool, StartDemo};
use leptos::prelude::*;

/// The first page that anybody sees.
pub fn page() -> AnyView {
    let (demo, create) = (deed(), deed());
    let status = StoredValue::new(status());
    let arrive = move |reply, path: &str| {
        status.try_with_value(|status| status.put(reply));
        go(path);
    };
    view(Deeds {
        demo: Callback::new(move |()| demo.run(StartDemo {}, move |reply| arrive(reply, "/overview"))),
        starting: demo.busy.into(),
        create: Callback::new(move |name| {
            create.run(CreateSchool { name }, move |reply| arrive(reply, "/connections/new"))
        }),
        creating: create.busy.into(),
        problem: Signal::derive(move || demo.problem.get().or_else(|| create.problem.get())),
    })
}

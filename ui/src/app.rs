//! Which address shows which page, and what every page finds around it.

use crate::frame::frame;
use crate::pages;
use crate::state::{self, Face, News, Now, Theme, Toasts, status};
use crate::texts;
use crate::widgets::{failed_face, missing_face, toast_list};
use leptos::prelude::*;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::hooks::use_navigate;
use leptos_router::path;

/// The whole application.
pub fn app() -> AnyView {
    #[cfg(debug_assertions)]
    if crate::gallery::is_here() {
        return crate::gallery::app();
    }
    provide_context(Theme::start());
    provide_context(Toasts::none());
    provide_context(Now::start());
    provide_context(News::start());
    state::listen_to_keys();
    state::watch_typing();
    state::provide_status();
    view! { <Router>{inside_router()}</Router> }.into_any()
}

/// Who we are.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// Not known yet.
    Waking,
    /// There is no school yet.
    New,
    /// There is one.
    Ready,
    /// The engine does not answer.
    Unreachable,
}

fn inside_router() -> AnyView {
    let navigate = use_navigate();
    state::remember_navigation(move |path| navigate(path, Default::default()));
    crate::bridge::listen_to_links(|path| state::go(&path));
    let status = StoredValue::new(status());
    let stage = Memo::new(move |_| {
        status.with_value(|status| match &*status.face.read() {
            Face::Loading => Stage::Waking,
            Face::Failed(_) => Stage::Unreachable,
            Face::Full(status) if status.read().school.is_none() => Stage::New,
            Face::Full(_) => Stage::Ready,
        })
    });
    let drawn = move || match stage.get() {
        Stage::Waking => ().into_any(),
        Stage::New => {
            view! { <main class="page alone">{pages::first_run::page()}</main> {toast_list()} }.into_any()
        }
        Stage::Ready => frame(routes()),
        Stage::Unreachable => view! { <main class="page alone">{unreachable(status)}</main> }.into_any(),
    };
    view! { {drawn} }.into_any()
}

fn unreachable(status: StoredValue<state::Load<crosswalk_contract::Status>>) -> AnyView {
    let again = Callback::new(move |()| status.with_value(state::Load::retry));
    let problem = status.with_value(|status| match &*status.face.read_untracked() {
        Face::Failed(problem) => Some(problem.clone()),
        _ => None,
    });
    problem.map(|problem| failed_face(&problem, again)).into_any()
}

fn routes() -> AnyView {
    view! {
        <Routes fallback=no_such_page>
            <Route path=path!("/") view=|| view! { <Redirect path="/overview"/> }/>
            <Route path=path!("/overview") view=pages::overview::page/>
            <Route path=path!("/connections") view=pages::connections::page/>
            <Route path=path!("/connections/new") view=pages::connect::catalogue/>
            <Route path=path!("/connections/new/:connector") view=pages::connect::form/>
            <Route path=path!("/connections/:id") view=pages::connection::page/>
            <Route path=path!("/connections/:id/listener") view=pages::listener::page/>
            <Route path=path!("/mapping") view=pages::mapping::syncs/>
            <Route path=path!("/mapping/:sync") view=pages::mapping::page/>
            <Route path=path!("/plan") view=pages::plans::page/>
            <Route path=path!("/plan/:id") view=pages::plan::page/>
            <Route path=path!("/conflicts") view=pages::conflicts::page/>
            <Route path=path!("/holds") view=pages::holds::page/>
            <Route path=path!("/quarantine") view=pages::quarantine::page/>
            <Route path=path!("/runs") view=pages::runs::page/>
            <Route path=path!("/runs/:id") view=pages::run::page/>
            <Route path=path!("/deliveries") view=pages::deliveries::page/>
            <Route path=path!("/schedules") view=pages::schedules::page/>
            <Route path=path!("/schedules/holidays") view=pages::holidays::page/>
            <Route path=path!("/timing/:sync") view=pages::timing::page/>
            <Route path=path!("/guard/:sync") view=pages::guard::page/>
            <Route path=path!("/versions/connection/:id") view=pages::versions::of_connection/>
            <Route path=path!("/versions/sync/:id") view=pages::versions::of_sync/>
            <Route path=path!("/record/:entity/:id") view=pages::record::page/>
            <Route path=path!("/health") view=pages::health::page/>
            <Route path=path!("/alerts") view=pages::alerts::page/>
            <Route path=path!("/audit") view=pages::audit::page/>
            <Route path=path!("/privacy") view=pages::privacy::page/>
            <Route path=path!("/privacy/person/:id") view=pages::person::page/>
            <Route path=path!("/settings") view=pages::settings::page/>
            <Route path=path!("/settings/backups") view=pages::backups::page/>
        </Routes>
    }
    .into_any()
}

fn no_such_page() -> AnyView {
    state::crumbs(&[], texts::no_page_title());
    missing_face()
}

#[cfg(test)]
mod tests {
    use crosswalk_contract::PLACES;

    /// Links are checked against a list that the shell can read; it holds the addresses of all pages and no others.
    #[test]
    fn every_page_can_be_linked_to() {
        let routes = include_str!("app.rs")
            .lines()
            .filter_map(|line| line.trim().strip_prefix("<Route path=path!(\""));
        let mut routes: Vec<&str> = routes.filter_map(|rest| rest.split('"').next()).collect();
        routes.retain(|path| *path != "/");
        assert_eq!(routes, PLACES);
    }
}

//! The gallery: every page's faces with invented data, at `/gallery` in debug builds. It needs no engine.

mod care;
mod rooms;
mod samples;
mod upkeep;

use crate::frame::frame;
use crate::state::{self, Face, Load, News, Now, Theme, Toasts};
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::{use_navigate, use_params_map};
use leptos_router::path;

const HERE: &str = "/gallery";

/// Whether the address is the gallery's.
pub fn is_here() -> bool {
    window().location().pathname().is_ok_and(|path| path.starts_with(HERE))
}

/// The gallery instead of the application.
pub fn app() -> AnyView {
    surroundings();
    state::listen_to_keys();
    view! { <Router>{inside()}</Router> }.into_any()
}

fn surroundings() {
    provide_context(Theme::start());
    provide_context(Toasts::none());
    provide_context(Now::at(samples::ago(0)));
    provide_context(News::silent());
    provide_context(Load::fixed(Face::Full(ArcRwSignal::new(samples::status()))));
}

fn inside() -> AnyView {
    let navigate = use_navigate();
    state::remember_navigation(move |path| navigate(path, Default::default()));
    frame(view! {
        <Routes fallback=|| "Nothing hangs here.">
            <Route path=path!("/gallery") view=index/>
            <Route path=path!("/gallery/:room") view=room/>
        </Routes>
    })
}

fn index() -> AnyView {
    state::crumbs(&[], "Gallery");
    let each =
        rooms::ROOMS.iter().map(|(name, _)| view! { <li><a href=format!("{HERE}/{name}")>{*name}</a></li> });
    view! { <ul class="plain-list">{each.collect_view()}</ul> }.into_any()
}

fn room() -> AnyView {
    let params = use_params_map();
    let drawn = move || {
        let name = params.read().get("room").unwrap_or_default();
        let found = rooms::ROOMS.iter().find(|(known, _)| *known == name);
        state::crumbs(&[("Gallery", HERE)], &name);
        found.map(|(_, draw)| draw())
    };
    view! { {drawn} }.into_any()
}

//! The navigation: where one can go, with what waits there.

use crate::state::{school, status};
use crate::texts;
use crate::widgets::{Icon, brand, icon};
use crosswalk_contract::Status;
use leptos::prelude::*;
use leptos_router::components::A;

type Count = fn(&Status) -> u64;

struct Item {
    href: &'static str,
    label: &'static str,
    icon: Icon,
    count: Count,
}

fn item(href: &'static str, label: &'static str, icon: Icon, count: Count) -> Item {
    Item { href, label, icon, count }
}

const NOTHING: Count = |_| 0;

/// The pages, in groups: what is set up, what is done, what is looked up.
fn groups() -> [Vec<Item>; 3] {
    [
        vec![
            item("/overview", texts::nav_overview(), Icon::Home, NOTHING),
            item("/connections", texts::nav_connections(), Icon::Plug, NOTHING),
            item("/mapping", texts::nav_mapping(), Icon::Map, NOTHING),
        ],
        vec![
            item("/plan", texts::nav_plan(), Icon::Plan, |status| status.plans),
            item("/conflicts", texts::nav_conflicts(), Icon::Fork, |status| status.conflicts),
            item("/holds", texts::nav_holds(), Icon::Pause, |status| status.holds),
            item("/quarantine", texts::nav_quarantine(), Icon::Barrier, NOTHING),
            item("/runs", texts::nav_runs(), Icon::Run, NOTHING),
            item("/deliveries", texts::nav_deliveries(), Icon::Inbox, NOTHING),
            item("/schedules", texts::nav_schedules(), Icon::Clock, NOTHING),
        ],
        vec![
            item("/health", texts::nav_health(), Icon::Pulse, NOTHING),
            item("/alerts", texts::nav_alerts(), Icon::Bell, NOTHING),
            item("/privacy", texts::nav_privacy(), Icon::Shield, NOTHING),
            item("/audit", texts::nav_audit(), Icon::Lines, NOTHING),
            item("/settings", texts::nav_settings(), Icon::Gear, NOTHING),
        ],
    ]
}

/// Every page with its address, for the palette.
pub fn pages() -> Vec<(&'static str, &'static str, Icon)> {
    groups().into_iter().flatten().map(|item| (item.label, item.href, item.icon)).collect()
}

/// The column on the left.
pub fn navigation(menu: RwSignal<bool>) -> AnyView {
    let name = {
        let status = status();
        move || school(&status)
    };
    let groups = groups().into_iter().map(|group| {
        let items = group.into_iter().map(link).collect_view();
        view! { <ul>{items}</ul> }
    });
    view! {
        <nav aria-label=texts::nav_label() on:click=move |_| menu.set(false)>
            <div class="brand">{brand()} "Crosswalk"</div>
            {move || name().map(|name| view! { <div class="school clip" title=name.clone()>{name.clone()}</div> })}
            {groups.collect_view()}
            {foot()}
        </nav>
    }
    .into_any()
}

fn link(item: Item) -> AnyView {
    let status = status();
    let count = move || status.value().map(|status| (item.count)(&status)).filter(|count| *count > 0);
    let badge = move || {
        let count = count()?;
        Some(
            view! { <b><span aria-hidden="true">{count}</span><span class="unseen">{texts::nav_waiting(count)}</span></b> },
        )
    };
    view! { <li><A href=item.href>{icon(item.icon)} <span lang=texts::tongue(item.label)>{item.label}</span> {badge}</A></li> }.into_any()
}

/// Whether the listener answers, and where the data is.
fn foot() -> AnyView {
    let status = status();
    let listening = move || status.value().map(|status| listening(status.listening));
    view! { <div class="foot">{listening}<div class="quiet">{texts::foot_data()}</div></div> }.into_any()
}

fn listening(address: Option<String>) -> AnyView {
    let (class, sign, words) = match address {
        Some(address) => ("is-good", "●", texts::foot_listening(address)),
        None => ("is-quiet", "○", texts::foot_silent().to_owned()),
    };
    view! { <div class="foot-line"><span class=class aria-hidden="true">{sign}</span> {words}</div> }
        .into_any()
}

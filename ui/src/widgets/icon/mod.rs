//! Icons: drawn by lines in a square of twenty, always beside a word.

use leptos::prelude::*;

/// The icons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// The overview.
    Home,
    /// Connections.
    Plug,
    /// Mappings.
    Map,
    /// Plans.
    Plan,
    /// Conflicts.
    Fork,
    /// Holds.
    Pause,
    /// Runs.
    Run,
    /// Deliveries.
    Inbox,
    /// Schedules.
    Clock,
    /// Health.
    Pulse,
    /// Alerts.
    Bell,
    /// The quarantine.
    Barrier,
    /// Privacy.
    Shield,
    /// The audit trail.
    Lines,
    /// Settings.
    Gear,
    /// Opens the navigation where there is little room.
    Menu,
    /// Searches.
    Find,
    /// Closes.
    Close,
    /// Copies.
    Copy,
    /// A person.
    Person,
    /// A class, or any other record.
    Book,
    /// An action.
    Spark,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Home => "M3 10l7-6 7 6v7H3z",
            Self::Plug => "M7 3v5m6-5v5M5 8h10v3a5 5 0 0 1-10 0zM10 16v3",
            Self::Map => "M3 5h5M3 10h5M3 15h5M12 5h5M12 10h5M12 15h5M8 5l4 5M8 10l4-5M8 15h4",
            Self::Plan => "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2",
            Self::Fork => "M5 4v4c0 4 10 2 10 7v2M15 4v4c0 2-2 3-4 3.6",
            Self::Pause => "M7 4v12M13 4v12",
            Self::Run => "M6 4l10 6-10 6z",
            Self::Inbox => "M3 11l2-7h10l2 7v5H3zM3 11h4l1 2h4l1-2h4",
            Self::Clock => "M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14M10 6v4l3 2",
            Self::Pulse => "M2 10h4l2-5 4 10 2-5h4",
            Self::Bell => "M5 14h10l-1.5-2V9a3.5 3.5 0 0 0-7 0v3zM8.5 16.5h3M10 3v2.5",
            Self::Barrier => "M3 6h14v5H3zM6 11l3-5m3 5l3-5M5 11v6m10-6v6",
            Self::Shield => "M10 3l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V5z",
            Self::Lines => "M4 5h12M4 10h12M4 15h8",
            Self::Gear => {
                "M10 7.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2M10 3v2m0 10v2M3 10h2m10 0h2M5 5l1.5 1.5m7 7L15 15m0-10l-1.5 1.5m-7 7L5 15"
            }
            Self::Menu => "M3 5h14M3 10h14M3 15h14",
            Self::Find => "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4M13 13l4 4",
            Self::Close => "M5 5l10 10M15 5L5 15",
            Self::Copy => "M7 7h9v9H7zM4 13V4h9",
            Self::Person => "M10 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6M4 17c0-4 3-5 6-5s6 1 6 5",
            Self::Book => "M4 4h5l1 1 1-1h5v12h-5l-1 1-1-1H4zM10 5v12",
            Self::Spark => "M11 3L5 11h4l-1 6 6-8h-4z",
        }
    }
}

/// Draws an icon; the word beside it is what is read out.
pub fn icon(icon: Icon) -> AnyView {
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=icon.path()/></svg> }.into_any()
}

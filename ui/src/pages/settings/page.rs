//! What the settings show is fetched for every page already.

use super::view::view;
use crate::state::{crumbs, status};
use crate::texts;
use crate::widgets::faces;
use leptos::prelude::*;

/// The settings.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_settings());
    faces(&status(), view)
}

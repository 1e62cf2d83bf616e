//! Asks for the plans.

use super::view::view;
use crate::state::{Topic, crumbs, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::ListPlans;
use leptos::prelude::*;

/// The plans.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_plan());
    let plans = load(|| Some(ListPlans { open: false }), &[Topic::Plans]);
    faces(&plans, view)
}

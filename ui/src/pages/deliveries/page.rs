//! Asks for the deliveries, and has one interpreted anew.

use super::view::view;
use crate::state::{Topic, crumbs, deed, paged};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{ListDeliveries, ReplayDelivery};
use leptos::prelude::*;

/// The deliveries.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_deliveries());
    let deliveries = paged(|cursor| ListDeliveries { cursor }, &[Topic::Deliveries]);
    let replay = deed();
    let replay = Callback::new(move |id| replay.say(ReplayDelivery { id }, |done| done.sentence.clone()));
    let first = deliveries.first.clone();
    faces(&first, move |first| view(first, deliveries.clone(), replay))
}

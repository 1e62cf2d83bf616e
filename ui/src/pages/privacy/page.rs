//! Asks for the register.

use super::view::view;
use crate::state::{Topic, crumbs, load};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::GetPrivacy;
use leptos::prelude::*;

/// The register of personal data.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_privacy());
    let privacy = load(|| Some(GetPrivacy {}), &[Topic::Connections]);
    faces(&privacy, view)
}

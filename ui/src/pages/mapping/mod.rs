//! The mapping of a sync: its rules by sight, with real records before and after, and as text.

mod board;
mod broken;
mod case_form;
mod cases;
mod draft;
mod draft_case;
mod history;
mod inspector;
mod lines;
mod page;
mod rules;
mod samples;
mod steps;
mod suggestions;
mod syncs;
mod text;
mod view;

pub use page::{page, syncs};
#[cfg(debug_assertions)]
pub use {
    broken::Doubted,
    case_form::Casing,
    suggestions::Suggesting,
    syncs::syncs as syncs_view,
    text::TextOf,
    view::{Deeds, view},
};

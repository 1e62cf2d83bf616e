//! The widget kit: one folder each, its markup and its sheet of styles. A widget shows what it is given and says what
//! was pressed; it fetches nothing.

mod beats;
mod button;
mod chip;
mod crossing;
mod dialog;
mod diff;
mod faces;
mod facets;
mod field;
mod head;
mod icon;
mod key_hint;
mod kind;
mod mark;
mod moment;
mod more;
mod outcome;
mod rows;
mod segments;
mod spec_form;
mod story;
mod toasts;

pub use beats::beats;
pub use button::{Button, Look};
pub use chip::{chip, tag};
pub use crossing::crossing;
pub use dialog::Dialog;
pub use diff::{change_of, empty, field_change};
pub use faces::{empty_face, failed_face, faces, loading_face, problem_note};
pub use facets::facet_list;
pub use field::{Area, Check, Pick, Text};
pub use head::{head, section};
pub use icon::{Icon, icon};
pub use key_hint::{key_hint, key_legend};
pub use kind::{kind, op_word, plan_word, run_word};
pub use mark::{brand, mark};
pub use moment::moment;
pub use more::more;
pub use outcome::outcome;
pub use rows::Rows;
pub use segments::segments;
pub use spec_form::{Entries, spec_form};
pub use story::story;
pub use toasts::toast_list;

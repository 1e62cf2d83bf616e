//! Differences, shown and not described: the old struck through, the new on a wash, only the changed letters marked.

mod marks;

use crate::texts;
use crosswalk_model::{FieldDiff, Value};
use leptos::prelude::*;
use marks::marks;

/// What stands where there is nothing.
pub fn empty(word: &'static str) -> AnyView {
    view! { <span class="nothing-there">{word}</span> }.into_any()
}

/// A field's old and new value, one after the other, for a row.
pub fn change_of(diff: &FieldDiff) -> AnyView {
    let (was, is) = sides(diff.before.as_ref(), diff.after.as_ref());
    view! { <span class="field-name">{diff.field.to_string()}</span> " " {was} " " {is} }.into_any()
}

/// A field's old and new value as two cells of a grid.
pub fn field_change(diff: &FieldDiff) -> (AnyView, AnyView) {
    sides(diff.before.as_ref(), diff.after.as_ref())
}

fn sides(before: Option<&Value>, after: Option<&Value>) -> (AnyView, AnyView) {
    let text = |value: Option<&Value>| value.filter(|value| !value.is_empty()).map(Value::display);
    match (text(before), text(after)) {
        (Some(before), Some(after)) => {
            let marked = marks(&before, &after);
            (was(before), is(&after, marked))
        }
        (before, after) => {
            let was = before.map_or_else(|| empty(texts::value_none()), was);
            let is = after.map_or_else(|| empty(texts::value_taken_away()), |text| is(&text, 0..text.len()));
            (was, is)
        }
    }
}

fn was(text: String) -> AnyView {
    view! { <del>{text}</del> }.into_any()
}

fn is(text: &str, marked: std::ops::Range<usize>) -> AnyView {
    let [before, new, after] = [&text[..marked.start], &text[marked.clone()], &text[marked.end..]];
    view! { <span>{before.to_owned()}<ins>{new.to_owned()}</ins>{after.to_owned()}</span> }.into_any()
}

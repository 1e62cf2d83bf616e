//! What is typed into a form, and whether it will do.

use crate::texts;
use crosswalk_contract::{FormField, FormKind};
use crosswalk_model::Secret;
use leptos::prelude::*;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;

/// One field with what is in it.
#[derive(Clone)]
pub struct Entry {
    /// As the spec describes it.
    pub field: FormField,
    /// What is in it.
    pub value: RwSignal<String>,
    /// Whether it is a secret that the keychain holds already.
    pub is_kept: bool,
}

impl Entry {
    /// What is wrong with it, in words.
    pub fn error(&self) -> Option<String> {
        let text = self.value.get();
        fault(&self.field, &text, self.is_kept, matches)
    }
}

/// All fields of a form.
#[derive(Clone, Copy)]
pub struct Entries {
    all: StoredValue<Vec<Entry>>,
    tried: RwSignal<bool>,
}

impl Entries {
    /// The fields with their settings, or what they hold at first. Of secrets only those are known that are `kept`.
    pub fn of(fields: &[FormField], settings: &BTreeMap<String, String>, kept: &[String]) -> Self {
        let entry = |field: &FormField| {
            let value = settings.get(&field.key).cloned().unwrap_or_else(|| first(field));
            Entry { field: field.clone(), value: RwSignal::new(value), is_kept: kept.contains(&field.key) }
        };
        let all = fields.iter().map(entry).collect();
        Self { all: StoredValue::new(all), tried: RwSignal::new(false) }
    }

    /// Each field.
    pub fn all(self) -> Vec<Entry> {
        self.all.get_value()
    }

    /// Whether somebody tried to save; before that nobody is told what is still missing.
    pub fn is_tried(self) -> bool {
        self.tried.get()
    }

    /// Whether a field is shown, by what another holds.
    pub fn is_shown(self, field: &FormField) -> bool {
        let Some((other, wanted)) = &field.shown_when else { return true };
        self.all().iter().any(|entry| entry.field.key == *other && entry.value.get() == *wanted)
    }

    /// Whether it can be saved; from now on each field says what is wrong with it.
    pub fn will_do(self) -> bool {
        self.tried.set(true);
        let will_do = untrack(|| self.shown().iter().all(|entry| entry.error().is_none()));
        if !will_do {
            // The fields say what is wrong from the next frame on.
            request_animation_frame(focus_first_wrong);
        }
        will_do
    }

    fn shown(self) -> Vec<Entry> {
        self.all().into_iter().filter(|entry| self.is_shown(&entry.field)).collect()
    }

    /// The settings, secrets apart.
    pub fn settings(self) -> BTreeMap<String, String> {
        let open = untrack(|| self.shown()).into_iter().filter(|entry| entry.field.kind != FormKind::Secret);
        let filled = open.map(|entry| (entry.field.key, entry.value.get_untracked().trim().to_owned()));
        filled.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The secrets that were typed; what is left empty stays as it is.
    pub fn secrets(self) -> BTreeMap<String, Secret> {
        let secret =
            untrack(|| self.shown()).into_iter().filter(|entry| entry.field.kind == FormKind::Secret);
        let typed = secret.map(|entry| (entry.field.key, entry.value.get_untracked()));
        typed.filter(|(_, value)| !value.is_empty()).map(|(key, value)| (key, Secret::new(value))).collect()
    }
}

fn focus_first_wrong() {
    let wrong = document().query_selector(".field.wrong :is(input, textarea, select)").ok().flatten();
    if let Some(wrong) = wrong.and_then(|wrong| wrong.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Where the focus is refused the mark beside the field still shows where to look.
        let _ = wrong.focus();
    }
}

fn first(field: &FormField) -> String {
    let chosen = match &field.kind {
        FormKind::Choice(choices) => choices.first().map(|(value, _)| value.clone()),
        FormKind::Switch => Some("false".to_owned()),
        _ => None,
    };
    field.default.clone().or(chosen).unwrap_or_default()
}

/// What is wrong with a text in a field. `matches` tries a pattern.
fn fault(
    field: &FormField,
    text: &str,
    is_kept: bool,
    matches: impl Fn(&str, &str) -> bool,
) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        let must = field.required && !is_kept && field.kind != FormKind::Switch;
        return must.then(|| texts::form_missing().to_owned());
    }
    if field.kind == FormKind::Number && text.parse::<i64>().is_err() {
        return Some(texts::form_number().to_owned());
    }
    let (pattern, sentence) = field.rule.as_ref()?;
    (!matches(pattern, text)).then(|| sentence.clone())
}

/// Whether the whole text fits the pattern, as the browser reads patterns.
fn matches(pattern: &str, text: &str) -> bool {
    js_sys::RegExp::new(&format!("^(?:{pattern})$"), "u").test(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FormKind) -> FormField {
        FormField {
            key: "k".into(),
            label: "K".into(),
            help: String::new(),
            kind,
            required: true,
            default: None,
            rule: None,
            shown_when: None,
        }
    }

    #[test]
    fn what_is_wrong_is_said_in_words() {
        let ruled = FormField { rule: Some(("x+".into(), "Only x.".into())), ..field(FormKind::Text) };
        let optional = FormField { required: false, ..field(FormKind::Text) };
        let cases = [
            (field(FormKind::Text), " ", false, Some(texts::form_missing())),
            (field(FormKind::Secret), "", true, None),
            (field(FormKind::Secret), "", false, Some(texts::form_missing())),
            (field(FormKind::Number), "8o85", false, Some(texts::form_number())),
            (field(FormKind::Number), "8085", false, None),
            (field(FormKind::Switch), "", false, None),
            (optional, "", false, None),
            (ruled.clone(), "xyx", false, Some("Only x.")),
            (ruled, " xx ", false, None),
        ];
        for (field, text, is_kept, expect) in cases {
            let found = fault(&field, text, is_kept, |_, text| text.chars().all(|c| c == 'x'));
            assert_eq!(found.as_deref(), expect, "{:?} {text}", field.kind);
        }
    }

    #[test]
    fn a_field_begins_with_its_default() {
        let choice = FormKind::Choice(vec![("a".into(), "A".into()), ("b".into(), "B".into())]);
        assert_eq!(first(&field(choice.clone())), "a");
        assert_eq!(first(&FormField { default: Some("b".into()), ..field(choice) }), "b");
        assert_eq!(first(&field(FormKind::Text)), "");
    }

    #[test]
    fn a_form_gives_what_is_shown_and_filled() {
        let fields = [
            field(FormKind::Text),
            FormField { key: "secret".into(), ..field(FormKind::Secret) },
            FormField {
                key: "hidden".into(),
                shown_when: Some(("k".into(), "tls".into())),
                ..field(FormKind::Text)
            },
        ];
        let owner = Owner::new();
        owner.with(|| {
            let settings =
                BTreeMap::from([("k".to_owned(), "plain".to_owned()), ("hidden".to_owned(), "x".to_owned())]);
            let entries = Entries::of(&fields, &settings, &["secret".to_owned()]);
            assert_eq!(entries.settings(), BTreeMap::from([("k".to_owned(), "plain".to_owned())]));
            assert!(entries.secrets().is_empty() && entries.will_do());
        });
    }
}

//! What can be told of a connector without opening it.

use std::collections::BTreeSet;
use std::path::Path;

use super::breaches::{Breach, Breaches, is_sentence};
use crate::{Authentication, Capability, ConfigField, ConfigKind, Connector, Settings, Spec};

/// Words in the key of a field that only a secret bears.
const SECRET_WORDS: [&str; 5] = ["secret", "password", "token", "jwt", "api_key"];

/// The rules about spec and mapping. `root` is the folder of the repository, in which the guide is looked for.
pub fn shape(connector: &dyn Connector, root: &Path) -> Vec<Breach> {
    let mut breaches = Breaches::default();
    let spec = connector.spec();
    words(&spec, root, &mut breaches);
    capabilities(&spec, &mut breaches);
    let keys: BTreeSet<&str> = spec.config.iter().map(|field| field.key.as_str()).collect();
    breaches.must(keys.len() == spec.config.len(), "config keys are unique", &spec.key);
    for field in &spec.config {
        config(&spec, field, &mut breaches);
    }
    survives_writing(connector, &spec, &mut breaches);
    breaches.finish(&[])
}

fn words(spec: &Spec, root: &Path, breaches: &mut Breaches) {
    breaches.must(is_key(&spec.key), "the key is lower case", &spec.key);
    let named = [&spec.title, &spec.vendor].iter().all(|text| !text.trim().is_empty());
    breaches.must(named, "title and vendor are filled in", &spec.key);
    breaches.must(is_sentence(&spec.sentence), "the sentence is one", &spec.sentence);
    let guide = spec.guide.ends_with("README.md") && root.join(&spec.guide).is_file();
    breaches.must(guide, "the guide exists", &spec.guide);
}

fn capabilities(spec: &Spec, breaches: &mut Breaches) {
    let unique: BTreeSet<String> = spec.capabilities.iter().map(|can| format!("{can:?}")).collect();
    let listed = !unique.is_empty() && unique.len() == spec.capabilities.len();
    breaches.must(listed, "capabilities are listed once each", unique.len());
    let sizes = !spec.can(Capability::Write) || spec.batch_size > 0;
    breaches.must(sizes, "a destination says how much it takes at once", spec.batch_size);
    let signs_in = spec.authentication.iter().any(|how| *how != Authentication::None);
    let has_secret = spec.config.iter().any(|field| field.kind == ConfigKind::Secret);
    breaches.must(!signs_in || has_secret, "who signs in has a secret", &spec.key);
}

fn config(spec: &Spec, field: &ConfigField, breaches: &mut Breaches) {
    let key = &field.key;
    breaches.must(is_key(key), "config keys are lower case", key);
    breaches.must(!field.label.trim().is_empty(), "every config field has a label", key);
    breaches.must(is_sentence(&field.help), "every config field has a sentence of help", key);
    let looks_secret = SECRET_WORDS.iter().any(|word| key.contains(word));
    let is_secret = field.kind == ConfigKind::Secret;
    breaches.must(is_secret || !looks_secret, "secrets are marked", key);
    breaches.must(!(is_secret && field.default.is_some()), "no secret has a default", key);
    if let Some((pattern, sentence)) = &field.rule {
        breaches.must(!pattern.is_empty() && is_sentence(sentence), "a rule has its sentence", key);
    }
    if let Some(when) = &field.shown_when {
        let other = spec.config.iter().find(|other| other.key == when.field);
        breaches.must(other.is_some_and(|other| offers(other, &when.is)), "shown-when names a value", key);
    }
    let fits = field.default.as_deref().is_none_or(|default| offers(field, default));
    breaches.must(fits, "a default is one of the choices", key);
}

/// Whether a field can have this value.
fn offers(field: &ConfigField, value: &str) -> bool {
    match &field.kind {
        ConfigKind::Choice(choices) => choices.iter().any(|(choice, _)| choice == value),
        ConfigKind::Switch => matches!(value, "true" | "false"),
        ConfigKind::Number => value.parse::<i64>().is_ok(),
        _ => true,
    }
}

fn survives_writing(connector: &dyn Connector, spec: &Spec, breaches: &mut Breaches) {
    let rule = "spec and mapping survive being written down";
    let text = serde_json::to_string(spec).unwrap_or_default();
    breaches.must(serde_json::from_str(&text).ok().as_ref() == Some(spec), rule, "the spec");
    let crosswalk = connector.crosswalk(&Settings::default());
    let text = serde_json::to_string(&crosswalk).unwrap_or_default();
    breaches.must(serde_json::from_str(&text).ok() == Some(crosswalk), rule, "the mapping");
}

fn is_key(key: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    key.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(fits)
}

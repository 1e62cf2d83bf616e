//! One stream map at work.

use crosswalk_model::{Entity, Fields, Finding, Name, Severity, Value};

use super::Mapped;
use super::condition::Condition;
use super::needs::insert;
use super::record::RecordView;
use super::rule::{CompiledRule, Run};
use super::text::as_text;

/// A stream map, ready to be run over many records.
pub struct CompiledStream {
    /// What it reads.
    pub from: Name,
    /// What it gives.
    pub to: Name,
    pub(super) when: Option<Condition>,
    /// Missing when the map cannot be used.
    pub(super) key: Option<CompiledRule>,
    pub(super) fields: Vec<CompiledField>,
    pub(super) uses_today: bool,
}

pub(super) struct CompiledField {
    pub target: Target,
    pub rule: CompiledRule,
}

/// Where a value is written.
pub(super) struct Target {
    name: Name,
    /// The names on the way when it is written below a field.
    below: Vec<String>,
}

impl Target {
    pub fn of(name: &Name, nested: bool) -> Self {
        let parts: Vec<String> =
            if nested { name.split('.').map(str::to_owned).collect() } else { Vec::new() };
        Self { name: own_name(name), below: if parts.len() > 1 { parts } else { Vec::new() } }
    }

    fn put(&self, fields: &mut Fields, value: Value) {
        if self.below.is_empty() {
            fields.insert(self.name.clone(), value);
        } else {
            insert(fields, &self.below, value);
        }
    }
}

/// The name as the roster's schema spells it, so that no record has to own a copy.
fn own_name(name: &Name) -> Name {
    let ours = Entity::ALL.into_iter().find_map(|entity| entity.field(name));
    ours.map_or_else(|| name.clone(), |field| Name::Borrowed(field.name))
}

impl CompiledStream {
    /// Maps one record. `None` when the map's condition is not true of it. Also when the condition cannot be
    /// decided or there is no key, each with a finding that is an error, or when the map is broken: then nothing
    /// known of the record should go. Whatever else is odd is added to the findings.
    pub fn apply(&self, record: &dyn RecordView, findings: &mut Vec<Finding>) -> Option<Mapped> {
        let key_rule = self.key.as_ref()?;
        let mut run = Run::new(record);
        let wanted = self.when.as_ref().is_none_or(|when| run.holds(when));
        // Whom a condition left out undecided is told as an error: they have not departed.
        run.odds.iter_mut().for_each(|odd| odd.severity = Severity::Error);
        self.report(&mut run, None, findings);
        if !wanted {
            return None;
        }
        let key = key_of(key_rule.value(&mut run));
        self.report(&mut run, Some(&"$key".into()), findings);
        if key.is_none() {
            findings.push(self.without_key(record));
        }
        let key = key?;
        let mut fields = Fields::new();
        for field in &self.fields {
            if let Some(value) = field.rule.value(&mut run) {
                field.target.put(&mut fields, value);
            }
            self.report(&mut run, Some(&field.target.name), findings);
        }
        Some(Mapped { to: self.to.clone(), key, fields })
    }

    /// Whether the map gives nothing because its key, its condition or its entity cannot be used. Nobody has
    /// departed when a broken map gives no record of them.
    pub fn is_broken(&self) -> bool {
        self.key.is_none()
    }

    /// Whether the same record may map to something else on another day, because an age is computed.
    pub fn uses_today(&self) -> bool {
        self.uses_today
    }

    /// The fields that it writes, in the order of the mapping.
    pub fn field_names(&self) -> impl Iterator<Item = &Name> {
        self.fields.iter().map(|field| &field.target.name)
    }

    fn report(&self, run: &mut Run<'_>, field: Option<&Name>, findings: &mut Vec<Finding>) {
        for odd in run.odds.drain(..) {
            findings.push(odd.found(&self.from, &run.record.key(), field));
        }
    }

    fn without_key(&self, record: &dyn RecordView) -> Finding {
        let message = "The record has no key after mapping and was left out. Look at the rule of the key.";
        Finding::warning("empty_key", self.from.clone(), record.key(), message).as_error().on("$key")
    }
}

fn key_of(value: Option<Value>) -> Option<String> {
    let value = value?;
    let text = as_text(&value)?;
    (!text.trim().is_empty()).then(|| text.into_owned())
}

/// Every value on the way to a field (`$key` for the record's key): what the input is called and what it gave,
/// then each step and what it gave; `None` where nothing was said. Empty when the map does not write the field.
pub fn explain(
    stream: &CompiledStream,
    field: &str,
    record: &dyn RecordView,
) -> Vec<(String, Option<Value>)> {
    let written = stream.fields.iter().find(|own| own.target.name == field).map(|own| &own.rule);
    let rule = if field == "$key" { stream.key.as_ref() } else { written };
    rule.map(|rule| rule.trace(&mut Run::new(record))).unwrap_or_default()
}

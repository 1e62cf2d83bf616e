//! Which values a condition or template asks for, so that only those are made ready for it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crosswalk_model::{Fields, Reference, Value};

use super::record::RecordView;
use super::syntax::field_of;

/// The name under which a condition or template may ask for the whole record: `has(record.leavingdate)`.
pub(crate) const RECORD: &str = "record";

/// What is asked of each name at the beginning of a path.
#[derive(Default)]
pub(crate) struct Needs(BTreeMap<String, Need>);

#[derive(Default)]
struct Need {
    /// What is asked below it, such as `["identifier"]` of `primaryOrg.identifier`.
    paths: Vec<Vec<String>>,
    /// Whether it is asked if something below it is there at all.
    tested: bool,
}

impl Needs {
    /// Notes a path.
    pub fn add(&mut self, path: &[&str], tested: bool) {
        let Some((root, rest)) = path.split_first() else { return };
        let need = self.0.entry((*root).to_owned()).or_default();
        need.tested |= tested;
        if !rest.is_empty() {
            need.paths.push(rest.iter().map(|name| (*name).to_owned()).collect());
        }
    }

    /// The values of all names that the record has.
    pub fn of<'r>(&self, record: &'r dyn RecordView) -> impl Iterator<Item = (&str, Cow<'r, Value>)> {
        self.0.iter().filter_map(move |(root, need)| Some((root.as_str(), need.value(root, record)?)))
    }

    /// Every path as a rule writes it, for the registry of personal data.
    pub fn paths(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (root, need) in &self.0 {
            let written = |path: &Vec<String>| dotted(if root == RECORD { None } else { Some(root) }, path);
            all.extend(need.paths.iter().map(written));
            if need.paths.is_empty() {
                all.push(field_of(root).to_owned());
            }
        }
        all
    }

    /// The field that a name stands for, if it is asked for.
    pub fn name(&self, name: &str) -> Option<&str> {
        let mut names = self
            .0
            .iter()
            .flat_map(|(root, need)| need.paths.iter().flatten().chain([root]))
            .map(String::as_str);
        names.find(|own| *own == name).map(field_of)
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn dotted(root: Option<&String>, path: &[String]) -> String {
    let names: Vec<&str> = root.into_iter().chain(path).map(|name| field_of(name)).collect();
    names.join(".")
}

impl Need {
    fn value<'r>(&self, root: &str, record: &'r dyn RecordView) -> Option<Cow<'r, Value>> {
        match record.field(field_of(root)) {
            Some(value) if is_reference(&value) => Some(Cow::Owned(self.referred(root, &value, record))),
            Some(value) => Some(value),
            None if root == RECORD && !self.paths.is_empty() => Some(Cow::Owned(self.below(None, record))),
            None if self.tested => Some(Cow::Owned(Value::Map(Fields::new()))),
            None => None,
        }
    }

    /// A reference is what is asked of the record that it points at, or its key or id when nothing is.
    fn referred(&self, root: &str, value: &Value, record: &dyn RecordView) -> Value {
        if !self.paths.is_empty() {
            return self.below(Some(root), record);
        }
        match value {
            Value::Ref(Reference::Key { key, .. }) => Value::text(key),
            Value::Ref(Reference::Roster { id, .. }) => Value::Text(id.to_string()),
            other => other.clone(),
        }
    }

    fn below(&self, root: Option<&str>, record: &dyn RecordView) -> Value {
        let root = root.map(str::to_owned);
        let mut map = Fields::new();
        for path in &self.paths {
            if let Some(value) = record.field(&dotted(root.as_ref(), path)) {
                insert(&mut map, path, value.into_owned());
            }
        }
        Value::Map(map)
    }
}

fn is_reference(value: &Value) -> bool {
    matches!(value, Value::Ref(_))
}

/// Puts a value below a path of names, making the maps on the way. What is there already and is no map stays.
pub(crate) fn insert(map: &mut Fields, path: &[impl AsRef<str>], value: Value) {
    let Some((first, rest)) = path.split_first() else { return };
    let name = first.as_ref().to_owned().into();
    if rest.is_empty() {
        map.insert(name, value);
    } else if let Value::Map(inner) = map.entry(name).or_insert_with(|| Value::Map(Fields::new())) {
        insert(inner, rest, value);
    }
}

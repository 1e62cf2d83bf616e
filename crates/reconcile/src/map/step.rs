//! One step of a rule. A step that works on single values works on each item of a list.

use crosswalk_model::{Case, Date, DateShape, Name, Reference, Value};

use super::bands::{Band, band};
use super::condition::Condition;
use super::lookup::Lookup;
use super::odd::Odd;
use super::phone::{Country, phone};
use super::rule::Run;
use super::{dates, numbers, text};

/// A step, ready to be run over many values.
pub(crate) enum CompiledStep {
    Trim,
    Case(Case),
    Split { separator: String, index: i32 },
    List { separator: String },
    Join { separator: String },
    First,
    Lookup(Lookup),
    Date(DateShape),
    AddDays(i32),
    Age { on: Date },
    Bands(Vec<Band>),
    Phone(Country),
    Number,
    Text,
    Boolean,
    Not,
    Default(Value),
    EmptyIsAbsent,
    KeyedHash(Box<[u8; 32]>),
    Reference { to: Name },
    If(Box<Condition>),
}

impl CompiledStep {
    /// What the step makes of a value. Only a default makes something of what is absent.
    pub fn apply(&self, value: Option<Value>, run: &mut Run<'_>) -> Option<Value> {
        if let Self::Default(otherwise) = self {
            return Some(value.filter(|value| !value.is_empty()).unwrap_or_else(|| otherwise.clone()));
        }
        let value = value?;
        let made = match self {
            Self::If(condition) => return run.holds(condition).then_some(value),
            Self::EmptyIsAbsent => return (!value.is_empty()).then_some(value),
            Self::First => return Some(text::first(value)),
            Self::List { .. } | Self::Join { .. } if value == Value::Null => return Some(value),
            Self::List { separator } => text::list(value, separator),
            Self::Join { separator } => text::join(value, separator),
            _ => return self.each(value, run),
        };
        made.map_or_else(|odd| run.drop_value(odd), Some)
    }

    /// Works on a value, or on each item of a list; an item that is dropped leaves the others.
    fn each(&self, value: Value, run: &mut Run<'_>) -> Option<Value> {
        match value {
            Value::Null => Some(Value::Null),
            Value::List(items) => {
                Some(Value::List(items.into_iter().filter_map(|item| self.each(item, run)).collect()))
            }
            single => self.one(single, run).map_or_else(|odd| run.drop_value(odd), Some),
        }
    }

    fn one(&self, value: Value, run: &mut Run<'_>) -> Result<Value, Odd> {
        match self {
            Self::Trim => text::on_text(value, text::trim),
            Self::Case(case) => text::on_text(value, |text| text::case(text, *case)),
            Self::Split { separator, index } => text::split(&value, separator, *index),
            Self::Lookup(lookup) => lookup.find(&value),
            Self::Date(shape) => dates::date(&value, *shape),
            Self::AddDays(days) => dates::add_days(&value, *days),
            Self::Age { on } => dates::age(&value, *on),
            Self::Bands(bands) => band(value, bands),
            Self::Phone(country) => {
                let (number, odd) = phone(&value, country)?;
                run.odds.extend(odd);
                Ok(number)
            }
            Self::Number => numbers::number(value),
            Self::Text => Ok(text::written(&value)),
            Self::Boolean => numbers::boolean(&value),
            Self::Not => numbers::not(&value),
            Self::KeyedHash(key) => keyed_hash(&value, key),
            Self::Reference { to } => reference(value, to),
            Self::Default(_)
            | Self::If(_)
            | Self::EmptyIsAbsent
            | Self::First
            | Self::List { .. }
            | Self::Join { .. } => Ok(value),
        }
    }
}

/// The first 32 hexadecimal digits of a keyed BLAKE3 hash of the text; blank text is empty.
fn keyed_hash(value: &Value, key: &[u8; 32]) -> Result<Value, Odd> {
    let text = text::as_text(value).ok_or_else(Odd::not_text)?;
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let hash = blake3::keyed_hash(key, text.as_bytes()).to_hex();
    Ok(Value::text(&hash.as_str()[..32]))
}

/// A key becomes a reference by key; a reference turns to another entity or stream.
fn reference(value: Value, to: &Name) -> Result<Value, Odd> {
    let to = to.clone();
    Ok(Value::Ref(match value {
        Value::Ref(Reference::Roster { id, .. }) => Reference::Roster { to, id },
        Value::Ref(Reference::Key { key, .. }) => Reference::Key { to, key },
        other => {
            let key = text::as_text(&other).ok_or_else(Odd::not_text)?;
            if key.trim().is_empty() {
                return Ok(Value::Null);
            }
            Reference::Key { to, key: key.into_owned() }
        }
    }))
}

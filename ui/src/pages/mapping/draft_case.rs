//! A test while it is written: its values as they are typed.

use crosswalk_model::{Fields, MappingCase, Name, Value};
use leptos::prelude::*;

/// A value of a test, as it is typed.
#[derive(Clone)]
pub struct Typed {
    /// The field or path.
    pub name: Name,
    /// What was there before somebody typed.
    was: Option<Value>,
    /// What is in the box.
    pub text: RwSignal<String>,
}

impl Typed {
    fn of(name: &Name, was: Option<&Value>) -> Self {
        let text = was.map(Value::display).unwrap_or_default();
        Self { name: name.clone(), was: was.cloned(), text: RwSignal::new(text) }
    }

    /// Whether its box demands anything.
    fn demands(&self) -> bool {
        let was_empty = self.was.as_ref().is_some_and(Value::is_empty);
        was_empty || !self.text.with_untracked(String::is_empty)
    }

    /// The value that is meant: what was there as long as nobody has typed, then one of its kind.
    fn value(&self) -> Value {
        let text = self.text.get_untracked();
        match &self.was {
            Some(was) if was.display() == text => was.clone(),
            Some(was) => like(was, &text),
            None => Value::text(text),
        }
    }
}

/// A typed value of the kind of another one; text where it does not fit.
fn like(was: &Value, text: &str) -> Value {
    let plain = || Value::text(text);
    match was {
        Value::Int(_) => text.trim().parse().map(Value::Int).unwrap_or_else(|_| plain()),
        Value::Bool(_) => match text.trim() {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            _ => plain(),
        },
        Value::List(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::List(items.map(Value::text).collect())
        }
        _ => plain(),
    }
}

/// A test while it is written.
#[derive(Clone)]
pub struct Draft {
    /// What it was kept as, if it was.
    pub former: Option<String>,
    /// What it is called.
    pub name: RwSignal<String>,
    /// The values of its record.
    pub given: Vec<Typed>,
    /// The values that must come; an empty box demands nothing.
    pub expect: Vec<Typed>,
    /// Whether the record must be left out.
    pub left_out: RwSignal<bool>,
    base: MappingCase,
}

impl Draft {
    /// A test that is kept, or invented; `fields` are those that its map writes.
    pub fn of(case: &MappingCase, fields: &[Name]) -> Self {
        let others = fields.iter().filter(|name| !case.expect.contains_key(*name));
        let expect = case.expect.iter().map(|(name, value)| Typed::of(name, Some(value)));
        Self {
            former: (!case.name.is_empty()).then(|| case.name.clone()),
            name: RwSignal::new(case.name.clone()),
            given: case.given.iter().map(|(name, value)| Typed::of(name, Some(value))).collect(),
            expect: expect.chain(others.map(|name| Typed::of(name, None))).collect(),
            left_out: RwSignal::new(case.left_out),
            base: case.clone(),
        }
    }

    /// The test as it is written now. What is empty in the record is empty there; an empty box on the other side demands
    /// nothing, unless it was demanded that nothing comes.
    pub fn case(&self) -> MappingCase {
        let value = |typed: &Typed| (typed.name.clone(), typed.value());
        let expect: Fields = self.expect.iter().filter(|typed| typed.demands()).map(value).collect();
        let mut absent = self.base.absent.clone();
        absent.retain(|name| !expect.contains_key(name));
        MappingCase {
            name: self.name.get_untracked().trim().to_owned(),
            given: self.given.iter().map(value).collect(),
            absent,
            expect,
            left_out: self.left_out.get_untracked(),
            ..self.base.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case() -> MappingCase {
        let given =
            Fields::from([("grades".into(), Value::List(vec!["9".into()])), ("age".into(), Value::Int(13))]);
        let expect = Fields::from([("given_name".into(), Value::text("Mere"))]);
        MappingCase {
            name: "A pupil".into(),
            given,
            expect,
            absent: vec!["phone".into()],
            ..MappingCase::default()
        }
    }

    fn typed<'d>(list: &'d [Typed], name: &str) -> &'d Typed {
        list.iter().find(|typed| typed.name == name).unwrap()
    }

    #[test]
    fn what_nobody_touched_stays_as_it_was() {
        Owner::new().with(|| {
            let draft = Draft::of(&case(), &["given_name".into(), "phone".into()]);
            assert_eq!(draft.case(), case());
        });
    }

    #[test]
    fn what_is_typed_is_of_the_kind_that_was_there() {
        Owner::new().with(|| {
            let draft = Draft::of(&case(), &["phone".into()]);
            typed(&draft.given, "grades").text.set("9, 10".into());
            typed(&draft.given, "age").text.set("14".into());
            typed(&draft.expect, "phone").text.set("021".into());
            typed(&draft.expect, "given_name").text.set(String::new());
            let written = draft.case();
            assert_eq!(written.given["grades"], Value::List(vec!["9".into(), "10".into()]));
            assert_eq!(written.given["age"], Value::Int(14));
            assert_eq!(written.expect, Fields::from([("phone".into(), Value::text("021"))]));
            assert!(written.absent.is_empty(), "it is demanded now");
        });
    }
}

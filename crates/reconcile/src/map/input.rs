//! Where a rule's value comes from.

use std::borrow::Cow;

use crosswalk_model::{Input, Name, Value};

use super::fault::Fault;
use super::rule::Run;
use super::template::Template;

/// An input, ready to be read from many records.
pub(crate) enum CompiledInput {
    Field(Name),
    Fields(Vec<Name>),
    Constant(Value),
    Template(Box<Template>),
}

impl CompiledInput {
    pub fn new(input: &Input) -> Result<Self, Fault> {
        Ok(match input {
            Input::Field(path) => Self::Field(path.clone()),
            Input::Fields(paths) => Self::Fields(paths.clone()),
            Input::Constant(value) => Self::Constant(value.clone()),
            Input::Template(source) => Self::Template(Box::new(Template::new(source)?)),
        })
    }

    /// The value in a record. Several fields of which none is there are absent.
    pub fn read(&self, run: &mut Run<'_>) -> Option<Value> {
        match self {
            Self::Field(path) => run.record.field(path).map(Cow::into_owned),
            Self::Fields(paths) => {
                let found: Vec<Value> =
                    paths.iter().filter_map(|path| run.record.field(path)).map(Cow::into_owned).collect();
                (!found.is_empty()).then_some(Value::List(found))
            }
            Self::Constant(value) => Some(value.clone()),
            Self::Template(template) => match template.fill(run.record) {
                Ok((value, odd)) => {
                    run.odds.extend(odd);
                    value
                }
                Err(odd) => run.drop_value(odd),
            },
        }
    }

    /// The paths that it reads.
    pub fn paths(&self) -> Vec<String> {
        match self {
            Self::Field(path) => vec![path.to_string()],
            Self::Fields(paths) => paths.iter().map(Name::to_string).collect(),
            Self::Constant(_) => Vec::new(),
            Self::Template(template) => template.paths(),
        }
    }
}

//! Conditions in CEL, bounded: their length, size, nesting and patterns when they are compiled, the length of
//! lists when they run.

use std::collections::HashMap;
use std::sync::Arc;

use cel::common::types::{CelBool, CelInt, CelList, CelMap, CelMapKey, CelNull, CelString};
use cel::common::value::Val;
use cel::{Context, Env, ExecutionError, IdedExpr};
use crosswalk_model::{Name, Reference, Value};

use super::fault::Fault;
use super::needs::Needs;
use super::odd::Odd;
use super::patterns::{FUNCTION, Patterns};
use super::record::RecordView;
use super::survey::Survey;
use super::syntax;

/// Characters of a condition.
pub(crate) const LONGEST: usize = 1_000;
/// How deep its brackets may nest.
const NESTING: u16 = 32;
/// Items of a list that a condition looks at, and where a loop stands inside another: each runs for each of the other.
const ITEMS: usize = 1_000;
const ITEMS_IN_LOOPS: usize = 100;

/// The code of the finding about a condition that could not be decided; counted, not repeated.
pub(crate) const CONDITION_FAILED: &str = "condition_failed";

/// A condition, ready to be asked of many records.
pub(crate) struct Condition {
    expression: IdedExpr,
    env: Arc<Env>,
    needs: Needs,
    patterns: Patterns,
    items: usize,
}

impl Condition {
    /// What conditions share.
    pub fn env() -> Arc<Env> {
        Arc::new(Env::stdlib())
    }

    /// Compiles a condition.
    pub fn new(source: &str, env: &Arc<Env>) -> Result<Self, Fault> {
        if source.chars().count() > LONGEST {
            return Err(Fault::LongCondition);
        }
        let parser = env.parser().max_recursion_depth(NESTING);
        let mut expression = parser
            .parse(&syntax::condition(source)?)
            .map_err(|errors| Fault::Condition(errors.errors.first().map_or(0, |error| error.pos.1)))?;
        let mut survey = Survey::default();
        survey.visit(&mut expression)?;
        let items = if survey.deepest > 1 { ITEMS_IN_LOOPS } else { ITEMS };
        Ok(Self { expression, env: env.clone(), needs: survey.needs, patterns: survey.patterns, items })
    }

    /// Whether it is true of a record. What cannot be decided is odd, and not true.
    pub fn holds(&self, record: &dyn RecordView) -> Result<bool, Odd> {
        let mut context = Context::with_env(self.env.clone());
        if !self.patterns.is_empty() {
            let patterns = self.patterns.clone();
            let function = move |text: Arc<String>, number: i64| patterns.matches(&text, number);
            context.add_function(FUNCTION, function).map_err(|_| unlike())?;
        }
        for (name, value) in self.needs.of(record) {
            context.add_variable_as_val(name, cel_value(&value, self.items).ok_or_else(too_long)?);
        }
        match cel::Value::resolve(&self.expression, &context) {
            Ok(cel::Value::Bool(truth)) => Ok(truth),
            Ok(_) => Err(undecided("it gives something else than true or false")),
            Err(ExecutionError::UndeclaredReference(name) | ExecutionError::NoSuchKey(name)) => {
                Err(missing(self.needs.name(&name)))
            }
            Err(_) => Err(unlike()),
        }
    }
}

fn undecided(why: &str) -> Odd {
    Odd::dropped(
        CONDITION_FAILED,
        format!("The condition could not be decided and counts as false: {why}. Correct the condition."),
    )
}

/// Only a name that the condition itself spells is told: one that it computed may be a person's value.
fn missing(name: Option<&str>) -> Odd {
    undecided(&match name {
        Some(name) => format!("{name} is not in the record (has(record.{name}) asks whether it is there)"),
        None => "a field or function that it uses is not known".to_owned(),
    })
}

fn unlike() -> Odd {
    undecided("it compares values of different kinds, such as a number and a text")
}

fn too_long() -> Odd {
    undecided("a list in the record is longer than conditions look at")
}

fn cel_value(value: &Value, most: usize) -> Option<Box<dyn Val>> {
    Some(match value {
        Value::Null => Box::new(CelNull),
        Value::Bool(truth) => Box::new(CelBool::from(*truth)),
        Value::Int(number) => Box::new(CelInt::from(*number)),
        Value::Text(text) => Box::new(CelString::from(text.clone())),
        Value::Ref(Reference::Key { key, .. }) => Box::new(CelString::from(key.clone())),
        Value::Ref(Reference::Roster { id, .. }) => Box::new(CelString::from(id.to_string())),
        Value::List(list) if list.len() > most => return None,
        Value::List(list) => Box::new(CelList::from(
            list.iter().map(|item| cel_value(item, most)).collect::<Option<Vec<_>>>()?,
        )),
        Value::Map(map) if map.len() > most => return None,
        Value::Map(map) => {
            let entry = |(name, value): (&Name, &Value)| {
                Some((CelMapKey::from(name.to_string()), cel_value(value, most)?))
            };
            Box::new(CelMap::from(map.iter().map(entry).collect::<Option<HashMap<_, _>>>()?))
        }
    })
}

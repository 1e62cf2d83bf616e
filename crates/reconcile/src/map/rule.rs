//! One rule: an input and its steps.

use crosswalk_model::Value;

use super::condition::Condition;
use super::input::CompiledInput;
use super::odd::Odd;
use super::record::RecordView;
use super::step::CompiledStep;

/// A rule, ready to be run over many records.
pub(crate) struct CompiledRule {
    pub input: CompiledInput,
    pub steps: Vec<CompiledStep>,
    /// What the input and each step are called.
    pub words: (String, Vec<String>),
}

/// One rule's run over one record.
pub(crate) struct Run<'a> {
    pub record: &'a dyn RecordView,
    pub odds: Vec<Odd>,
}

impl<'a> Run<'a> {
    pub fn new(record: &'a dyn RecordView) -> Self {
        Self { record, odds: Vec::new() }
    }

    /// Whether a condition is true of the record; one that cannot be decided is not.
    pub fn holds(&mut self, condition: &Condition) -> bool {
        condition.holds(self.record).unwrap_or_else(|odd| {
            self.odds.push(odd);
            false
        })
    }

    /// Notes why a value is left out.
    pub fn drop_value(&mut self, odd: Odd) -> Option<Value> {
        self.odds.push(odd);
        None
    }
}

impl CompiledRule {
    /// The rule's value, or `None` when nothing was said.
    pub fn value(&self, run: &mut Run<'_>) -> Option<Value> {
        let mut value = self.input.read(run);
        for step in &self.steps {
            value = step.apply(value, run);
        }
        value
    }

    /// Every value on the way, each with what gave it.
    pub fn trace(&self, run: &mut Run<'_>) -> Vec<(String, Option<Value>)> {
        let mut value = self.input.read(run);
        let mut trace = vec![(self.words.0.clone(), value.clone())];
        for (step, words) in self.steps.iter().zip(&self.words.1) {
            value = step.apply(value, run);
            trace.push((words.clone(), value.clone()));
        }
        trace
    }
}

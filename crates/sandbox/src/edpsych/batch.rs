//! A batch: understood as a whole or not at all, then item by item.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::item::{Item, Outcome};
use super::problem::Problem;
use super::resource::Shelves;
use super::schema::Resource;
use crate::cloud::Faults;

/// Items in a batch at most.
pub const MAX_ITEMS: usize = 200;

/// What was answered before.
#[derive(Default)]
pub struct Memory {
    batches: HashMap<(&'static str, String), (Vec<u8>, Value)>,
    items: HashMap<(&'static str, String), (Value, Outcome)>,
}

/// An answer, and whether it is an old one.
pub struct Answer {
    /// The body.
    pub body: Value,
    /// Given before.
    pub replayed: bool,
}

/// One request.
pub struct Batch<'a> {
    /// What it writes.
    pub resource: &'static Resource,
    /// Its path.
    pub path: &'a str,
    /// `Idempotency-Key`.
    pub key: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

impl Batch<'_> {
    /// Carries the batch out, or gives the first answer again.
    ///
    /// # Errors
    /// A problem with the batch as a whole; nothing was written then.
    pub fn run(
        &self,
        shelves: &mut Shelves,
        memory: &mut Memory,
        faults: &Faults,
    ) -> Result<Answer, Problem> {
        let key = self.key.filter(|key| (1..=200).contains(&key.chars().count()));
        let key = key
            .ok_or_else(|| Problem::new("malformed", self.path, "The header Idempotency-Key is missing."))?;
        let remembered = (self.resource.name, key.to_owned());
        if let Some((body, answer)) = memory.batches.get(&remembered) {
            if body == self.body {
                return Ok(Answer { body: answer.clone(), replayed: true });
            }
            let detail = "The Idempotency-Key was used before with another body.";
            return Err(Problem::new("idempotency-conflict", self.path, detail));
        }
        let body: Value = serde_json::from_slice(self.body)
            .map_err(|_| Problem::new("malformed", self.path, "The body is not valid JSON."))?;
        let items = self.items(&body)?;
        let results: Vec<Value> =
            items.iter().map(|(value, item)| self.one(value, item, shelves, memory, faults).json()).collect();
        let answer = json!({ "results": results });
        memory.batches.insert(remembered, (self.body.to_vec(), answer.clone()));
        Ok(Answer { body: answer, replayed: false })
    }

    fn items<'v>(&self, body: &'v Value) -> Result<Vec<(&'v Value, Item<'v>)>, Problem> {
        let items = body.get("items").and_then(Value::as_array);
        let items =
            items.ok_or_else(|| Problem::new("malformed", self.path, "The body has no list of items."))?;
        if items.len() > MAX_ITEMS {
            let detail = format!("The batch has {} items; {MAX_ITEMS} are allowed.", items.len());
            return Err(Problem::new("too-many-items", self.path, detail));
        }
        let mut problem = Problem::new("malformed", self.path, "An item could not be understood.");
        let mut read = Vec::with_capacity(items.len());
        for (place, value) in items.iter().enumerate() {
            match Item::read(value, place, self.path) {
                Ok(item) => read.push((value, item)),
                Err((pointer, detail)) => problem = problem.field(pointer, "malformed", detail),
            }
        }
        if problem.errors.is_empty() { Ok(read) } else { Err(problem) }
    }

    fn one(
        &self,
        value: &Value,
        item: &Item<'_>,
        shelves: &mut Shelves,
        memory: &mut Memory,
        faults: &Faults,
    ) -> Outcome {
        let remembered = (self.resource.name, item.key.to_owned());
        match memory.items.get(&remembered) {
            Some((before, outcome)) if before == value => return outcome.clone(),
            Some(_) => return item.key_reused(),
            None => {}
        }
        let outcome = item.apply(self.resource, shelves, faults);
        if outcome.done() {
            memory.items.insert(remembered, (value.clone(), outcome.clone()));
        }
        outcome
    }
}

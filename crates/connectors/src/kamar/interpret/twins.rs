//! Somebody of two schools may come twice in one message, once for each school. Their records are found before the
//! message is read, held while it is, and told as one document: otherwise the second would undo the first.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crosswalk_connector_kit::Body;
use crosswalk_model::{Document, Value};

use super::raw::Raw;
use super::setting::{Setting, partition};
use super::students::person_key;
use crate::kamar::fields;
use crate::kamar::wire::Json;
use crate::kamar::wire::format::{Format, read};
use crate::kamar::wire::message::{Message, Stop, Want};

/// The people who come more than once.
#[derive(Default)]
pub struct Twins {
    keys: BTreeSet<String>,
    held: BTreeMap<String, Document>,
}

impl Twins {
    /// Looks for them, where there are several schools at all.
    ///
    /// # Errors
    /// When the body cannot be opened.
    pub fn find(setting: &Setting<'_>, format: Format, body: &dyn Body) -> io::Result<Self> {
        let mut survey = Survey::default();
        if setting.schools.len() > 1 {
            read(format, body, &mut survey)?;
        }
        Ok(Self { keys: survey.twice, held: BTreeMap::new() })
    }

    /// Holds the document of somebody who comes more than once; gives any other back.
    pub fn hold(&mut self, setting: &Setting<'_>, document: Document) -> Option<Document> {
        if !self.keys.contains(&document.head.key) {
            return Some(document);
        }
        match self.held.get_mut(&document.head.key) {
            Some(first) => join(setting, first, document),
            None => drop(self.held.insert(document.head.key.clone(), document)),
        }
        None
    }

    /// Gives back what was held.
    pub fn release(&mut self) -> Vec<Document> {
        std::mem::take(&mut self.held).into_values().collect()
    }
}

/// The first record is that of the main school: its word counts, the second only adds.
fn join(setting: &Setting<'_>, first: &mut Document, second: Document) {
    for (name, value) in second.head.fields {
        match (first.head.fields.get_mut(&name), &*name) {
            (Some(Value::List(known)), "schools" | "schoolindex") => add(known, value),
            (Some(_), _) => {}
            (None, _) => drop(first.head.fields.insert(name, value)),
        }
    }
    for child in second.children {
        if !first.children.iter().any(|known| known.stream == child.stream && known.key == child.key) {
            first.children.push(child);
        }
    }
    let new = second.silent.into_iter().filter(|stream| !first.silent.contains(stream));
    let new: Vec<_> = new.collect();
    first.silent.extend(new);
    first.partition = partition(setting, &first.head);
}

fn add(known: &mut Vec<Value>, value: Value) {
    let Value::List(more) = value else { return };
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}

/// Only looks at the keys of people.
#[derive(Default)]
struct Survey {
    once: BTreeSet<String>,
    twice: BTreeSet<String>,
}

impl Message for Survey {
    fn want(&mut self, key: &str) -> Want {
        if matches!(key, "students" | "staff") { Want::Records } else { Want::Skip }
    }

    fn whole(&mut self, _: &str, _: Json) -> Result<(), Stop> {
        Ok(())
    }

    fn record(&mut self, list: &str, _: usize, record: Json) -> Result<(), Stop> {
        let (table, prefix) = if list == "staff" { (fields::STAFF, "code") } else { (fields::STUDENT, "id") };
        if let Some(key) = Raw::read(table, record).and_then(|raw| person_key(&raw, prefix))
            && !self.once.insert(key.clone())
        {
            self.twice.insert(key);
        }
        Ok(())
    }

    fn list_end(&mut self, _: &str, _: usize, _: Option<i64>) -> Result<(), Stop> {
        Ok(())
    }
}

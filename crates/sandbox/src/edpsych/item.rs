//! One item of a batch: checked, carried out, answered.

use serde_json::{Value, json};

use super::problem::Problem;
use super::resource::{Shelves, Stored};
use super::schema::{RESOURCES, Resource};
use crate::cloud::{Faults, Record};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Upsert,
    Deactivate,
    Rekey,
}

/// An item as it was sent.
pub struct Item<'a> {
    op: Op,
    external_id: &'a str,
    new_external_id: Option<&'a str>,
    /// Its own idempotency key.
    pub key: &'a str,
    if_version: Option<u64>,
    attributes: Option<&'a Record>,
    place: usize,
    instance: String,
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    external_id: String,
    status: &'static str,
    id: Option<String>,
    version: Option<u64>,
    problem: Option<Problem>,
}

impl Outcome {
    /// The JSON form.
    pub fn json(&self) -> Value {
        json!({
            "external_id": self.external_id,
            "status": self.status,
            "id": self.id,
            "version": self.version,
            "problem": self.problem.as_ref().map(Problem::json),
        })
    }

    /// Whether the item was carried out.
    pub fn done(&self) -> bool {
        self.problem.is_none()
    }

    fn of(status: &'static str, stored: &Stored) -> Self {
        let (id, version) = (Some(stored.id.clone()), Some(stored.version));
        Self { external_id: stored.external_id.clone(), status, id, version, problem: None }
    }
}

impl<'a> Item<'a> {
    /// Reads an item.
    ///
    /// # Errors
    /// A field error when the item cannot be understood at all: then the whole batch is refused.
    pub fn read(item: &'a Value, place: usize, path: &str) -> Result<Self, (String, String)> {
        let fault = |name: &str, detail: &str| Err((format!("/items/{place}/{name}"), detail.to_owned()));
        let text = |name: &str| {
            item.get(name).and_then(Value::as_str).filter(|t| (1..=200).contains(&t.chars().count()))
        };
        let op = match text("op") {
            Some("upsert") => Op::Upsert,
            Some("deactivate") => Op::Deactivate,
            Some("rekey") => Op::Rekey,
            _ => return fault("op", "One of upsert, deactivate, rekey is expected."),
        };
        let Some(external_id) = text("external_id") else {
            return fault("external_id", "A text of 1 to 200 characters is expected.");
        };
        let Some(key) = text("key") else {
            return fault("key", "A text of 1 to 200 characters is expected.");
        };
        Ok(Self {
            op,
            external_id,
            new_external_id: text("new_external_id"),
            key,
            if_version: item.get("if_version").and_then(Value::as_u64),
            attributes: item.get("attributes").and_then(Value::as_object),
            place,
            instance: format!("{path}#/items/{place}"),
        })
    }

    /// Carries the item out.
    pub fn apply(&self, resource: &'static Resource, shelves: &mut Shelves, faults: &Faults) -> Outcome {
        self.attempt(resource, shelves, faults).unwrap_or_else(|problem| {
            let stored =
                shelves.of(resource).place(self.external_id).map(|p| &shelves.of(resource).stored[p]);
            Outcome { problem: Some(problem), ..self.rejected(stored) }
        })
    }

    /// An answer for an item whose key was used for another item.
    pub fn key_reused(&self) -> Outcome {
        let problem =
            self.problem("idempotency-conflict", "The item's key was used before for another item.");
        Outcome { problem: Some(problem), ..self.rejected(None) }
    }

    fn rejected(&self, stored: Option<&Stored>) -> Outcome {
        let (id, version) = (stored.map(|s| s.id.clone()), stored.map(|s| s.version));
        Outcome { external_id: self.external_id.to_owned(), status: "rejected", id, version, problem: None }
    }

    fn problem(&self, kind: &'static str, detail: impl Into<String>) -> Problem {
        Problem::new(kind, &self.instance, detail)
    }

    fn attempt(
        &self,
        resource: &'static Resource,
        shelves: &mut Shelves,
        faults: &Faults,
    ) -> Result<Outcome, Problem> {
        let place = shelves.of(resource).place(self.external_id);
        let before = place.map(|place| shelves.of(resource).stored[place].clone());
        self.check_version(before.as_ref())?;
        let nothing = Record::new();
        let (status, after) = match (self.op, &before) {
            (Op::Upsert, _) => {
                let Some(attributes) = self.attributes else {
                    return Err(self.problem("validation", "An upsert needs attributes.").field(
                        self.pointer(),
                        "required",
                        "Missing.",
                    ));
                };
                self.check_attributes(resource, attributes, faults)?;
                let stored =
                    before.clone().unwrap_or_else(|| shelves.of_mut(resource).make(self.external_id));
                let merged = merged(stored, attributes);
                self.check_whole(resource, shelves, &merged)?;
                let status = if before.is_none() { "created" } else { "updated" };
                (status, Stored { active: true, ..merged })
            }
            (_, None) => return Err(self.problem("not-found", "There is no resource with this external_id.")),
            (Op::Deactivate, Some(stored)) => ("deactivated", Stored { active: false, ..stored.clone() }),
            (Op::Rekey, Some(stored)) => {
                let new = self.free_key(resource, shelves)?;
                self.check_attributes(resource, self.attributes.unwrap_or(&nothing), faults)?;
                let merged = merged(stored.clone(), self.attributes.unwrap_or(&nothing));
                ("rekeyed", Stored { external_id: new.to_owned(), ..merged })
            }
        };
        Ok(store(status, before.zip(place), after, shelves, resource, faults))
    }

    fn check_version(&self, stored: Option<&Stored>) -> Result<(), Problem> {
        match (self.if_version, stored) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(self.problem("not-found", "There is no resource with this external_id.")),
            (Some(expected), Some(stored)) if stored.version == expected => Ok(()),
            (Some(expected), Some(stored)) => {
                let found = stored.version;
                let detail =
                    format!("The item expected version {expected}, but the resource is at version {found}.");
                Err(self.problem("version-conflict", detail))
            }
        }
    }

    fn pointer(&self) -> String {
        format!("/items/{}/attributes", self.place)
    }

    fn check_attributes(
        &self,
        resource: &Resource,
        attributes: &Record,
        faults: &Faults,
    ) -> Result<(), Problem> {
        if let Some(name) = attributes.keys().find(|name| resource.attribute(name).is_none()) {
            let detail = format!("{} have no attribute {name}.", resource.name);
            return Err(self.problem("unknown-attribute", detail).field(
                format!("{}/{name}", self.pointer()),
                "unknown",
                "Unknown.",
            ));
        }
        let mut problem = self.problem("validation", "A value is not allowed.");
        for (name, value) in attributes {
            if let Some((code, detail)) = resource.attribute(name).and_then(|a| a.fault(value)) {
                problem = problem.field(format!("{}/{name}", self.pointer()), code, detail);
            }
        }
        if faults.rejects(attributes.values()) {
            problem = problem.field(self.pointer(), "rejected", "The value was rejected.");
        }
        if problem.errors.is_empty() { Ok(()) } else { Err(problem) }
    }

    /// What a whole resource needs, whichever attributes this item named.
    fn check_whole(&self, resource: &Resource, shelves: &Shelves, whole: &Stored) -> Result<(), Problem> {
        let has = |name: &str| whole.attributes.get(name).is_some_and(|v| !v.is_null() && *v != "");
        let missing = |name: &str| {
            self.problem("validation", format!("{name} is needed.")).field(
                format!("{}/{name}", self.pointer()),
                "required",
                "Missing.",
            )
        };
        if resource.is_person() && !has("given_name") && !has("family_name") {
            return Err(missing("given_name"));
        }
        if let Some(attribute) = resource.attributes.iter().find(|a| a.required && !has(a.name)) {
            return Err(missing(attribute.name));
        }
        if resource.name == "memberships" { self.check_membership(resource, shelves, whole) } else { Ok(()) }
    }

    fn check_membership(
        &self,
        resource: &Resource,
        shelves: &Shelves,
        whole: &Stored,
    ) -> Result<(), Problem> {
        let text = |name: &str| whole.attributes.get(name).and_then(Value::as_str).unwrap_or_default();
        let members = if text("member_kind") == "staff" { "staff" } else { "learners" };
        for (name, target) in [("member_id", members), ("group_id", "groups")] {
            let shelf = RESOURCES.iter().find(|r| r.name == target).map(|r| shelves.of(r));
            if !shelf.and_then(|shelf| shelf.by_id(text(name))).is_some_and(|found| found.active) {
                let detail = format!("{name} names nothing that is active among {target}.");
                return Err(self.problem("validation", detail).field(
                    format!("{}/{name}", self.pointer()),
                    "reference",
                    "Unknown or inactive.",
                ));
            }
        }
        let whole = Stored { active: true, ..whole.clone() };
        match shelves.of(resource).same_membership(&whole) {
            Some(_) => {
                Err(self
                    .problem("duplicate-membership", "The same membership exists under another external_id."))
            }
            None => Ok(()),
        }
    }

    fn free_key(&self, resource: &Resource, shelves: &Shelves) -> Result<&'a str, Problem> {
        let Some(new) = self.new_external_id else {
            let pointer = format!("/items/{}/new_external_id", self.place);
            return Err(self
                .problem("validation", "A rekey needs new_external_id.")
                .field(pointer, "required", "Missing."));
        };
        match shelves.of(resource).place(new) {
            Some(_) => Err(self.problem("external-id-taken", "Another resource has this external_id.")),
            None => Ok(new),
        }
    }
}

fn merged(mut stored: Stored, attributes: &Record) -> Stored {
    stored.attributes.extend(attributes.clone());
    stored
}

/// Keeps the resource, unless nothing changed or the service lies, and words the outcome.
fn store(
    status: &'static str,
    before: Option<(Stored, usize)>,
    mut after: Stored,
    shelves: &mut Shelves,
    resource: &'static Resource,
    faults: &Faults,
) -> Outcome {
    if before.as_ref().is_some_and(|(old, _)| *old == after) {
        return Outcome::of("unchanged", &after);
    }
    if before.is_some() {
        after.touch();
    }
    let outcome = Outcome::of(status, &after);
    if !faults.loses_next() {
        let shelf = shelves.of_mut(resource);
        match before {
            Some((_, place)) => shelf.put(place, after),
            None => shelf.add(after),
        }
    }
    outcome
}

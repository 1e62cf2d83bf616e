//! What is stored: resources in the order of their creation.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::schema::{RESOURCES, Resource};
use crate::clock;
use crate::cloud::Record;

/// One stored resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// `ep_…`.
    pub id: String,
    /// Key at the source.
    pub external_id: String,
    /// In use.
    pub active: bool,
    /// Grows with every change.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Every attribute; null where there is nothing.
    pub attributes: Record,
}

impl Stored {
    /// The JSON form.
    pub fn record(&self) -> Record {
        let mut record = Record::new();
        record.insert("id".into(), self.id.clone().into());
        record.insert("external_id".into(), self.external_id.clone().into());
        record.insert("active".into(), self.active.into());
        record.insert("version".into(), self.version.into());
        record.insert("created_at".into(), self.created_at.to_string().into());
        record.insert("updated_at".into(), self.updated_at.to_string().into());
        record.extend(self.attributes.clone());
        record
    }

    /// Who is in which group and as what, for active memberships.
    fn pair(&self) -> Option<String> {
        let text = |name: &str| self.attributes.get(name).and_then(Value::as_str);
        let pair = format!("{} {} {}", text("member_id")?, text("group_id")?, text("role")?);
        self.active.then_some(pair)
    }

    /// Marks a change.
    pub fn touch(&mut self) {
        self.version += 1;
        self.updated_at = clock::now();
    }
}

/// All of one kind.
pub struct Shelf {
    /// What kind.
    pub resource: &'static Resource,
    /// In the order of creation.
    pub stored: Vec<Stored>,
    by_external: HashMap<String, usize>,
    by_id: HashMap<String, usize>,
    by_pair: HashMap<String, usize>,
    made: u64,
}

impl Shelf {
    fn new(resource: &'static Resource) -> Self {
        Self {
            resource,
            stored: Vec::new(),
            by_external: HashMap::new(),
            by_id: HashMap::new(),
            by_pair: HashMap::new(),
            made: 0,
        }
    }

    /// Place of an external id.
    pub fn place(&self, external_id: &str) -> Option<usize> {
        self.by_external.get(external_id).copied()
    }

    /// The resource with an id.
    pub fn by_id(&self, id: &str) -> Option<&Stored> {
        self.by_id.get(id).map(|place| &self.stored[*place])
    }

    /// A new resource, not yet on the shelf.
    pub fn make(&mut self, external_id: &str) -> Stored {
        self.made += 1;
        let now = clock::now();
        let attributes = self.resource.attributes.iter().map(|a| (a.name.to_owned(), Value::Null)).collect();
        Stored {
            id: format!("{}{:016}", self.resource.prefix, self.made),
            external_id: external_id.to_owned(),
            active: true,
            version: 1,
            created_at: now,
            updated_at: now,
            attributes,
        }
    }

    /// Puts a new resource on the shelf.
    pub fn add(&mut self, stored: Stored) {
        let place = self.stored.len();
        self.by_external.insert(stored.external_id.clone(), place);
        self.by_id.insert(stored.id.clone(), place);
        self.by_pair.extend(stored.pair().map(|pair| (pair, place)));
        self.stored.push(stored);
    }

    /// The active membership of the same member in the same group and role, other than this one.
    pub fn same_membership(&self, stored: &Stored) -> Option<&Stored> {
        let found = &self.stored[*self.by_pair.get(&stored.pair()?)?];
        (found.external_id != stored.external_id).then_some(found)
    }

    /// Puts a changed resource in the place of what was there.
    pub fn put(&mut self, place: usize, stored: Stored) {
        self.by_external.remove(&self.stored[place].external_id);
        self.stored[place].pair().map(|pair| self.by_pair.remove(&pair));
        self.by_pair.extend(stored.pair().map(|pair| (pair, place)));
        self.by_external.insert(stored.external_id.clone(), place);
        self.stored[place] = stored;
    }
}

/// Everything stored.
pub struct Shelves(Vec<Shelf>);

impl Shelves {
    /// Nothing.
    pub fn new() -> Self {
        Self(RESOURCES.iter().map(Shelf::new).collect())
    }

    /// The shelf of a resource.
    pub fn of(&self, resource: &Resource) -> &Shelf {
        let place = RESOURCES.iter().position(|r| r.name == resource.name).unwrap_or(0);
        &self.0[place]
    }

    /// The shelf of a resource, to change it.
    pub fn of_mut(&mut self, resource: &Resource) -> &mut Shelf {
        let place = RESOURCES.iter().position(|r| r.name == resource.name).unwrap_or(0);
        &mut self.0[place]
    }

    /// All shelves.
    pub fn iter(&self) -> impl Iterator<Item = &Shelf> {
        self.0.iter()
    }
}

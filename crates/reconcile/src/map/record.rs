//! How a rule sees a record: by paths, whatever the record is.

use std::borrow::Cow;

use crosswalk_model::{Fields, Reference, RosterId, RosterRecord, SourceRecord, Value};

/// Finds a roster record by its id; `None` when it is not known.
pub type Resolver<'a> = dyn Fn(RosterId) -> Option<&'a RosterRecord> + 'a;

/// A record as a rule sees it.
pub trait RecordView {
    /// The value at a path, or `None` when nothing is said there.
    ///
    /// A path is a field's name, or names parted by dots that go into maps, into lists (by index from 0, or every
    /// item when it is a name) and, in the roster, along references. `$key`, `$id` and `$parent` are the record's
    /// own. Below something that is empty all is empty.
    fn field(&self, path: &str) -> Option<Cow<'_, Value>>;

    /// The record's own key; for a roster record the one of the source that counts most.
    fn key(&self) -> Cow<'_, str>;

    /// The key of the record in which it is nested.
    fn parent_key(&self) -> Option<&str> {
        None
    }

    /// The record's roster id.
    fn id(&self) -> Option<RosterId> {
        None
    }
}

/// A source's record.
#[derive(Clone, Copy)]
pub struct SourceView<'a> {
    record: &'a SourceRecord,
    parent: Option<&'a str>,
}

impl<'a> SourceView<'a> {
    /// A record that stands for itself: the head of a document.
    pub fn head(record: &'a SourceRecord) -> Self {
        Self { record, parent: None }
    }

    /// A record nested in the document whose head has this key.
    pub fn child(record: &'a SourceRecord, head_key: &'a str) -> Self {
        Self { record, parent: Some(head_key) }
    }
}

impl RecordView for SourceView<'_> {
    fn field(&self, path: &str) -> Option<Cow<'_, Value>> {
        match path {
            "$key" => Some(Cow::Owned(Value::text(&self.record.key))),
            "$parent" => self.parent.map(|key| Cow::Owned(Value::text(key))),
            _ => walk(&self.record.fields, path, None),
        }
    }

    fn key(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.record.key)
    }

    fn parent_key(&self) -> Option<&str> {
        self.parent
    }
}

/// A record of the roster, with a way to those that it points at.
#[derive(Clone, Copy)]
pub struct RosterView<'r, 'a> {
    record: &'r RosterRecord,
    resolver: &'r Resolver<'a>,
}

impl<'r, 'a> RosterView<'r, 'a> {
    /// A view of a roster record; those that it points at may live longer than itself.
    pub fn new(record: &'r RosterRecord, resolver: &'r Resolver<'a>) -> Self {
        Self { record, resolver }
    }
}

impl RecordView for RosterView<'_, '_> {
    fn field(&self, path: &str) -> Option<Cow<'_, Value>> {
        own(self.record, path, self.resolver)
    }

    fn key(&self) -> Cow<'_, str> {
        key_of(self.record)
    }

    fn id(&self) -> Option<RosterId> {
        Some(self.record.id)
    }
}

fn key_of(record: &RosterRecord) -> Cow<'_, str> {
    match record.asserted.first() {
        Some(asserted) => Cow::Borrowed(&asserted.key),
        None => Cow::Owned(record.id.to_string()),
    }
}

fn own<'r>(record: &'r RosterRecord, path: &str, resolver: &'r Resolver<'_>) -> Option<Cow<'r, Value>> {
    match path {
        "$id" => Some(Cow::Owned(Value::Text(record.id.to_string()))),
        "$key" => Some(Cow::Owned(Value::Text(key_of(record).into_owned()))),
        _ => walk(&record.fields, path, Some(resolver)),
    }
}

/// A field by its full name first, because headings of files may hold dots; then by the parts of its path.
pub(super) fn walk<'r>(
    fields: &'r Fields,
    path: &str,
    resolver: Option<&'r Resolver<'_>>,
) -> Option<Cow<'r, Value>> {
    if let Some(value) = fields.get(path) {
        return Some(Cow::Borrowed(value));
    }
    let (first, rest) = path.split_once('.')?;
    follow(fields.get(first)?, rest, resolver)
}

fn follow<'r>(value: &'r Value, path: &str, resolver: Option<&'r Resolver<'_>>) -> Option<Cow<'r, Value>> {
    match value {
        Value::Null => Some(Cow::Borrowed(value)),
        Value::Map(map) => walk(map, path, resolver),
        Value::List(list) => into_list(list, path, resolver),
        Value::Ref(reference) => along(reference, path, resolver),
        Value::Bool(_) | Value::Int(_) | Value::Text(_) => None,
    }
}

fn into_list<'r>(
    list: &'r [Value],
    path: &str,
    resolver: Option<&'r Resolver<'_>>,
) -> Option<Cow<'r, Value>> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if let Ok(index) = first.parse::<usize>() {
        let item = list.get(index)?;
        return rest.map_or(Some(Cow::Borrowed(item)), |rest| follow(item, rest, resolver));
    }
    let found: Vec<Value> =
        list.iter().filter_map(|item| follow(item, path, resolver)).map(Cow::into_owned).collect();
    (list.is_empty() || !found.is_empty()).then_some(Cow::Owned(Value::List(found)))
}

fn along<'r>(
    reference: &'r Reference,
    path: &str,
    resolver: Option<&'r Resolver<'_>>,
) -> Option<Cow<'r, Value>> {
    match reference {
        Reference::Key { key, .. } => (path == "$key").then(|| Cow::Owned(Value::text(key))),
        Reference::Roster { id, .. } if path == "$id" => Some(Cow::Owned(Value::Text(id.to_string()))),
        Reference::Roster { id, .. } => {
            let resolver = resolver?;
            own(resolver(*id)?, path, resolver)
        }
    }
}

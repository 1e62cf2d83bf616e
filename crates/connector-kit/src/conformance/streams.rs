//! The catalog: streams, keys, references.

use std::collections::BTreeSet;

use crosswalk_model::{Catalog, StreamDescription};

use super::breaches::Breaches;
use crate::{CancellationToken, Connection};

/// Discovers the catalog twice and looks at it.
pub(super) async fn discover(connection: &dyn Connection, breaches: &mut Breaches) -> Option<Catalog> {
    let cancel = CancellationToken::new();
    let catalog = breaches.take(connection.discover(&cancel).await, "the catalog is discovered")?;
    let again = breaches.take(connection.discover(&cancel).await, "the catalog is discovered")?;
    breaches.must(catalog == again, "discovering twice gives the same", "another catalog");
    breaches.must(!catalog.streams.is_empty(), "there are streams", "none");
    let mut earlier = BTreeSet::new();
    for stream in &catalog.streams {
        breaches.must(earlier.insert(stream.name.as_ref()), "streams are unique", &stream.name);
        look_at(stream, &earlier, breaches);
    }
    Some(catalog)
}

fn look_at(stream: &StreamDescription, earlier: &BTreeSet<&str>, breaches: &mut Breaches) {
    let name = &stream.name;
    let unique: BTreeSet<_> = stream.fields.iter().map(|field| &field.name).collect();
    breaches.must(unique.len() == stream.fields.len(), "fields are unique", name);
    breaches.must(!stream.title.is_empty(), "every stream has a title", name);
    let key = stream.field(&stream.key);
    // A stream that is only read may call its records' own key by the mapping's word for it.
    let is_own = stream.operations.is_empty() && stream.key == "$key";
    breaches.must(is_own || key.is_some(), "the key is a field", format!("{name}.{}", stream.key));
    let writable = stream.operations.is_empty() || key.is_some_and(|key| !key.read_only);
    breaches.must(writable, "the key of a stream that is written can be written", name);
    for field in &stream.fields {
        let known = field.refers.as_ref().is_none_or(|to| earlier.contains(to.as_ref()));
        breaches.must(known, "what is pointed at comes first", format!("{name}.{}", field.name));
        breaches.must(!field.kind.is_empty(), "every field has a kind", format!("{name}.{}", field.name));
    }
}

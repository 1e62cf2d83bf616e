//! Reading: twice the same, and only what the catalog knows.

use std::collections::BTreeSet;

use crosswalk_model::{Catalog, StreamDescription};

use super::breaches::Breaches;
use crate::{Capability, Collected, Connection, Connector, KitError, PresentRecord, ReadBack, ReadRequest};

/// Reads whatever the connector claims can be read, twice.
pub(super) async fn twice(
    connector: &dyn Connector,
    connection: &dyn Connection,
    catalog: &Catalog,
    breaches: &mut Breaches,
) {
    let spec = connector.spec();
    if spec.can(Capability::Read) {
        source(connection, catalog, breaches).await;
    }
    if spec.can(Capability::ReadBack) {
        for stream in catalog.streams.iter().filter(|stream| stream.readable) {
            destination(connection, stream, breaches).await;
        }
    }
}

async fn source(connection: &dyn Connection, catalog: &Catalog, breaches: &mut Breaches) {
    let Some(first) = collected(connection, breaches).await else { return };
    let Some(second) = collected(connection, breaches).await else { return };
    let prints = |read: &Collected| read.documents.iter().map(|d| d.fingerprint()).collect::<BTreeSet<_>>();
    breaches.must(prints(&first) == prints(&second), "reading twice gives the same", "other documents");
    for document in &first.documents {
        for record in document.children.iter().chain([&document.head]) {
            breaches.must(!record.key.is_empty(), "every record has a key", &record.stream);
            breaches.must(catalog.stream(&record.stream).is_some(), "every stream is known", &record.stream);
        }
    }
    breaches.hear(&first.findings);
}

async fn collected(connection: &dyn Connection, breaches: &mut Breaches) -> Option<Collected> {
    let mut read = Collected::default();
    let end = connection.read(&ReadRequest::default(), &mut read).await;
    breaches.take(end, "what can be read is read").map(|_| read)
}

async fn destination(connection: &dyn Connection, stream: &StreamDescription, breaches: &mut Breaches) {
    let first = breaches.take(back(connection, stream, None).await, "what can be read back is read");
    let second = breaches.take(back(connection, stream, None).await, "what can be read back is read");
    let (Some(first), Some(second)) = (first, second) else { return };
    let by_key = |records: &[PresentRecord]| {
        let mut sorted = records.to_vec();
        sorted.sort_by(|a, b| a.key.cmp(&b.key));
        sorted
    };
    breaches.must(by_key(&first) == by_key(&second), "reading twice gives the same", &stream.name);
    let keys: BTreeSet<&str> = first.iter().map(|record| record.key.as_str()).collect();
    let each_once = keys.len() == first.len() && !keys.contains("");
    breaches.must(each_once, "every record has a key of its own", &stream.name);
    let known = |name: &str| stream.field(name).is_some_and(|field| !field.read_only);
    let unknown = first.iter().flat_map(|record| record.fields.keys()).find(|name| !known(name));
    breaches.must(unknown.is_none(), "only known fields are read back", unknown.cloned().unwrap_or_default());
    let one = first.first().map(|record| vec![record.key.clone()]).unwrap_or_default();
    if let Some(found) =
        breaches.take(back(connection, stream, Some(one.clone())).await, "keys can be read back")
    {
        breaches.must(found.len() == one.len(), "reading some keys gives those", found.len());
    }
}

/// Reads a stream back.
pub(super) async fn back(
    connection: &dyn Connection,
    stream: &StreamDescription,
    keys: Option<Vec<String>>,
) -> Result<Vec<PresentRecord>, KitError> {
    let request = ReadBack { stream: stream.name.clone().into_owned(), keys, ..ReadBack::default() };
    connection.read_back(&request).await
}

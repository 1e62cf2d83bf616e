//! Reading back: every resource or an error, never a part in silence.

use std::collections::BTreeSet;

use crosswalk_connector_kit::{KitError, PresentRecord, ReadBack};
use crosswalk_model::{Catalog, Fields};

use super::School;
use super::catalog;
use super::wire::{Resource, value};

/// The most keys that one request names; the API takes no more.
const KEYS: usize = 100;

/// Reads a stream: all of it, or the resources with some keys.
pub(super) async fn back(school: &School, request: &ReadBack) -> Result<Vec<PresentRecord>, KitError> {
    let resources = match &request.keys {
        None => all(school, request, &[]).await?,
        Some(keys) => some(school, request, keys).await?,
    };
    let catalog = catalog::catalog();
    let mut present = Vec::with_capacity(resources.len());
    for resource in resources {
        school.versions.saw(&request.stream, &resource.external_id, resource.version);
        present.push(record(&catalog, &request.stream, resource));
    }
    Ok(present)
}

/// Reads the resources with some keys, a hundred keys at a time. A service that does not know the filter yet gives
/// everything: what was not asked for is left aside.
async fn some(school: &School, request: &ReadBack, keys: &[String]) -> Result<Vec<Resource>, KitError> {
    let keys: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    let mut found = Vec::with_capacity(keys.len());
    for part in keys.chunks(KEYS) {
        let came = all(school, request, part).await?;
        found.extend(came.into_iter().filter(|one| part.binary_search(&one.external_id.as_str()).is_ok()));
    }
    Ok(found)
}

async fn all(school: &School, request: &ReadBack, keys: &[&str]) -> Result<Vec<Resource>, KitError> {
    let stream = request.stream.as_str();
    let odd = |detail: String| school.roster.unexpected(&format!("/v1/{stream}"), detail);
    let mut found = Vec::new();
    let mut cursors = BTreeSet::new();
    let mut cursor = None;
    loop {
        let page = school.roster.page(stream, keys, cursor.as_deref(), &request.cancel).await?;
        found.extend(page.data);
        let Some(next) = page.next_cursor else {
            complete(&found, page.total).map_err(odd)?;
            return Ok(found);
        };
        if !cursors.insert(next.clone()) {
            return Err(odd("a cursor came twice, so its pages would never end.".into()));
        }
        cursor = Some(next);
    }
}

/// Whether as many came as there are, each once. The last page's total counts: what is created meanwhile comes last.
fn complete(found: &[Resource], total: usize) -> Result<(), String> {
    let keys: BTreeSet<&str> = found.iter().map(|resource| resource.external_id.as_str()).collect();
    if keys.len() != found.len() {
        return Err("a record came twice.".into());
    }
    if found.len() != total {
        return Err(format!("{total} records were counted, but {} came. Try again.", found.len()));
    }
    Ok(())
}

fn record(catalog: &Catalog, stream: &str, resource: Resource) -> PresentRecord {
    let known = catalog.stream(stream).map(|stream| stream.fields.as_slice()).unwrap_or_default();
    let shown = known.iter().filter(|field| !field.read_only);
    let fields: Fields = shown
        .filter_map(|field| Some((field.name.clone(), value(resource.attributes.get(field.name.as_ref())?))))
        .collect();
    PresentRecord {
        key: resource.external_id,
        foreign_id: Some(resource.id),
        fields,
        active: resource.active,
    }
}

//! What is to be remembered of an extract's documents once its plan is carried out.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{ConnectionId, DeliveryId, Document, Hash, Name, Plan, RosterId};
use crosswalk_store::{DocumentRow, Link, Origin, Tenant, Work};
use serde::{Deserialize, Serialize};

use super::assert::Mapper;
use super::diff::Differences;
use super::extract::{Extract, Said};
use super::heard::Heard;
use super::identity::{Board, NewLink};
use super::refs::{Ref, refs_of};
use super::run::{Departing, Start};
use crate::{Engine, Result};

/// Everything that waits for the plan.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub connection: ConnectionId,
    pub documents: Vec<PendingDocument>,
    pub removed: Vec<PendingRemoval>,
    pub links: Vec<NewLink>,
    pub blob: Option<Hash>,
    pub deliveries: Vec<DeliveryId>,
}

/// One document that is there.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PendingDocument {
    pub stream: String,
    pub key: String,
    pub partition: String,
    pub fingerprint: Hash,
    pub settled: bool,
    pub refs: Vec<Ref>,
    pub delivery: Option<DeliveryId>,
}

/// One document that is gone, and the records that go with it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PendingRemoval {
    pub stream: String,
    pub key: String,
    pub refs: Vec<Ref>,
}

/// Gathers it.
pub(crate) fn pending(
    start: &Start<'_>,
    extract: &Extract,
    (board, differences): (&Board<'_>, &Differences),
    mapper: &Mapper,
    departed: Vec<Departing>,
    before: &HashMap<(Name, String), DocumentRow>,
) -> Pending {
    let row = |document: &Document| before.get(&(document.head.stream.clone(), document.head.key.clone()));
    let mut documents = Vec::new();
    let mut removed: Vec<PendingRemoval> = departed.into_iter().map(removal).collect();
    for (place, said) in extract.changed.iter().enumerate() {
        let document = &said.document;
        let before: Vec<Ref> = row(document).into_iter().flat_map(refs_of).collect();
        if document.gone {
            removed.push(removal(((document.head.stream.clone(), document.head.key.clone()), before)));
            continue;
        }
        let unsettled = board.unsettled.contains(&place);
        // What a document did not speak of, or could not be read of it, stays as it was.
        let stays = |one: &Ref| {
            unsettled || document.silent.contains(&one.stream) || !mapper.speaks_for(&one.stream, one.entity)
        };
        let mut refs = differences.refs.get(&place).cloned().unwrap_or_default();
        refs.extend(before.into_iter().filter(stays));
        refs.sort_unstable();
        refs.dedup_by_key(|one| one.at());
        documents.push(document_of(said, !unsettled, refs));
    }
    Pending {
        connection: start.sync.connection,
        documents,
        removed,
        links: board.links.clone(),
        blob: start.origin.blob,
        deliveries: start.deliveries.clone(),
    }
}

fn removal(((stream, key), refs): Departing) -> PendingRemoval {
    PendingRemoval { stream: stream.into_owned(), key, refs }
}

fn document_of(said: &Said, settled: bool, refs: Vec<Ref>) -> PendingDocument {
    PendingDocument {
        stream: said.document.head.stream.to_string(),
        key: said.document.head.key.clone(),
        partition: said.document.partition.clone(),
        fingerprint: said.fingerprint,
        settled,
        refs,
        delivery: said.delivery,
    }
}

impl Pending {
    /// Whether a message has spoken of any of these documents.
    pub fn touched_by(&self, heard: &Heard) -> bool {
        let says = |stream: &str, key: &str| heard.says(&stream.to_owned().into(), key);
        self.documents.iter().any(|one| heard.decides(&one.stream.clone().into(), &one.key, &one.partition))
            || self.removed.iter().any(|one| says(&one.stream, &one.key))
    }

    /// Remembers it. Documents of which a change was not carried out stay unsettled, and those that went stay known:
    /// both enter the next run again.
    pub async fn remember(
        &self,
        engine: &Engine,
        work: &mut Work,
        plan: &Plan,
        open: &HashSet<RosterId>,
    ) -> Result<()> {
        let rows: Vec<DocumentRow> = self.documents.iter().map(|one| self.row(one, plan, open)).collect();
        work.put_documents(&rows).await?;
        let mut removed: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for one in self.removed.iter().filter(|one| !one.refs.iter().any(|one| open.contains(&one.id))) {
            removed.entry(&one.stream).or_default().push(one.key.clone());
        }
        for (stream, keys) in removed {
            work.remove_documents(self.connection, stream, &keys).await?;
        }
        let links: Vec<Link> = self.links.iter().map(|link| self.link(engine, link)).collect();
        Ok(work.put_links(&links).await?)
    }

    fn row(&self, document: &PendingDocument, plan: &Plan, open: &HashSet<RosterId>) -> DocumentRow {
        DocumentRow {
            connection: self.connection,
            stream: document.stream.clone(),
            key: document.key.clone(),
            partition: document.partition.clone(),
            fingerprint: document.fingerprint,
            settled: document.settled && !document.refs.iter().any(|one| open.contains(&one.id)),
            refs: document.refs.iter().map(Ref::stored).collect(),
            last_run: Some(plan.run),
            origin: Some(Origin { delivery: document.delivery, blob: self.blob, bytes: None }),
        }
    }

    fn link(&self, engine: &Engine, link: &NewLink) -> Link {
        Link {
            connection: self.connection,
            entity: link.0,
            key: link.1.clone(),
            roster_id: link.2,
            valid_from: engine.clock().now(),
            valid_to: None,
            redirect: None,
        }
    }
}

/// The name of the setting that holds what is pending on a plan.
pub(crate) fn pending_name(plan: crosswalk_model::PlanId) -> String {
    format!("pending/{plan}")
}

impl Engine {
    /// What is pending on a plan, if it is an inbound one that is still open.
    pub(crate) async fn pending(&self, tenant: &Tenant, plan: &Plan) -> Result<Option<Pending>> {
        let stored = tenant.setting(&pending_name(plan.id)).await?;
        Ok(stored.and_then(|value| serde_json::from_value(value).ok()))
    }
}

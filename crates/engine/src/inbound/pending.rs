//! What is to be remembered of an extract's documents once its plan is carried out. It waits beside the plan in pages,
//! in the order of the store's buckets, so that each bucket is written once.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{ConnectionId, DeliveryId, Entity, Hash, Plan, PlanId, RosterId};
use crosswalk_reconcile::map::FindingLimit;
use crosswalk_store::{
    DocumentRow, Link, Origin, SourceStamp, Spill, Spilled, Tenant, Work, document_bucket,
};
use serde::{Deserialize, Serialize};

use super::assert::Mapper;
use super::diff::{self, Differences};
use super::extract::{Extract, Said};
use super::heard::Heard;
use super::identity::{Board, NewLink};
use super::refs::{Awaited, Ref, refs_of};
use super::run::{Departing, Start};
use crate::{Engine, Result};

/// How many documents are looked at together.
const TOGETHER: usize = 2_000;
/// A page with so many documents ends with its bucket …
const FULL: usize = 500;
/// … and at the latest with so many.
const MOST: usize = 10_000;

/// What waits for the plan, but for the documents.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub connection: ConnectionId,
    pub links: Vec<NewLink>,
    pub blob: Option<Hash>,
    pub deliveries: Vec<DeliveryId>,
    /// The stamp of what was read, if all of it could be taken in.
    #[serde(default)]
    stamp: Option<SourceStamp>,
    /// How many pages of documents follow.
    pages: u32,
}

/// Some documents.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Page {
    documents: Vec<PendingDocument>,
    removed: Vec<PendingRemoval>,
}

/// One document that is there.
#[derive(Debug, Serialize, Deserialize)]
struct PendingDocument {
    stream: String,
    key: String,
    partition: String,
    fingerprint: Hash,
    settled: bool,
    refs: Vec<Ref>,
    /// What it points at and nobody has brought yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    awaits: Vec<Awaited>,
    delivery: Option<DeliveryId>,
}

/// One document that is gone, and the records that go with it.
#[derive(Debug, Serialize, Deserialize)]
struct PendingRemoval {
    stream: String,
    key: String,
    refs: Vec<Ref>,
}

/// What waits, on its way to the store.
pub(crate) struct Waiting {
    head: Pending,
    pages: Spilled<Page>,
}

/// What came of looking at all documents once more.
pub(crate) struct Gathered {
    pub waiting: Waiting,
    /// The records that the changed documents asserted before and do not assert any more.
    pub dropped: Vec<(Entity, RosterId)>,
}

/// Gathers it.
pub(crate) async fn gather(
    start: &Start<'_>,
    extract: &Extract,
    (board, differences): (&Board<'_>, &mut Differences),
    mapper: &Mapper,
    departed: Vec<Departing>,
) -> Result<Gathered> {
    let mut pages = Pages::new(start.tenant);
    let mut dropped = Vec::new();
    let places = in_buckets(&extract.changed);
    for some in places.chunks(TOGETHER) {
        let before = refs_before(start, some.iter().map(|place| &extract.changed[*place])).await?;
        for place in some {
            let said = &extract.changed[*place];
            let before = before.get(&(said.stream.as_ref(), said.key.as_str())).cloned().unwrap_or_default();
            let now = std::mem::take(&mut differences.refs[*place]);
            let unsettled = board.unsettled.contains(place);
            // What could not be read whole says nothing about what is missing in it.
            if !unsettled {
                dropped.extend(diff::dropped(mapper, said, &now, &before));
            }
            let awaits = board.awaited.get(place).into_iter().flatten().cloned().collect();
            pages.add(said, (unsettled, awaits), now, before, mapper)?;
        }
    }
    departed.into_iter().try_for_each(|gone| pages.remove(gone))?;
    let pages = pages.finish()?;
    let head = Pending {
        connection: start.sync.connection,
        links: board.links.clone(),
        blob: start.origin.blob,
        deliveries: start.deliveries.clone(),
        // What stayed undecided, or waits for something, has to be read again, whatever the source bears.
        stamp: extract
            .stamp
            .filter(|_| board.unsettled.is_empty() && board.awaited.is_empty())
            .map(|stamp| stamped(start, extract, stamp, mapper.under())),
        pages: u32::try_from(pages.len()).unwrap_or(u32::MAX),
    };
    Ok(Gathered { waiting: Waiting { head, pages }, dropped })
}

/// What is remembered of a source as a whole: with it the oddities that every read of it would tell again.
fn stamped(start: &Start<'_>, extract: &Extract, stamp: Hash, under: Hash) -> SourceStamp {
    let mut odd = FindingLimit::default();
    extract.findings.iter().cloned().for_each(|one| odd.add(one));
    diff::not_sent(start.sync, extract, &start.known).into_iter().for_each(|one| odd.add(one));
    SourceStamp { stamp, under, documents: extract.count(), findings: odd.finish() }
}

/// The places of documents in the order of the store's buckets.
fn in_buckets(changed: &[Said]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..changed.len()).collect();
    places.sort_by_cached_key(|place| {
        let said = &changed[*place];
        (said.stream.clone(), document_bucket(&said.key))
    });
    places
}

/// What documents asserted before, by stream and key.
async fn refs_before<'s>(
    start: &Start<'_>,
    some: impl Iterator<Item = &'s Said>,
) -> Result<HashMap<(&'s str, &'s str), Vec<Ref>>> {
    let mut wanted: HashMap<&str, Vec<&str>> = HashMap::new();
    // What was known when messages came may have been written to since, by an earlier one of the same burst.
    let is_fresh = start.deliveries.is_empty();
    // And only streams that are mapped were looked at then.
    let is_mapped = |said: &Said| start.sync.crosswalk.streams.iter().any(|map| map.from == said.stream);
    let has = |said: &Said| start.known.get(&said.stream).is_some_and(|known| known.has(&said.key));
    for said in some.filter(|said| !is_fresh || !is_mapped(said) || has(said)) {
        wanted.entry(&said.stream).or_default().push(&said.key);
    }
    let mut before = HashMap::new();
    for (stream, keys) in wanted {
        let owned: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let rows = start.tenant.documents(start.sync.connection, stream, &owned).await?;
        let mut rows: HashMap<String, Vec<Ref>> =
            rows.iter().map(|row| (row.key.clone(), refs_of(row).collect())).collect();
        before.extend(keys.into_iter().filter_map(|key| Some(((stream, key), rows.remove(key)?))));
    }
    Ok(before)
}

/// The pages while they are written.
struct Pages {
    written: Spill<Page>,
    filling: Page,
    /// The stream and the bucket that are being filled.
    at: Option<(String, u8)>,
}

impl Pages {
    fn new(tenant: &Tenant) -> Self {
        Self { written: tenant.blobs().spill(), filling: Page::default(), at: None }
    }

    fn add(
        &mut self,
        said: &Said,
        (unsettled, awaits): (bool, Vec<Awaited>),
        now: Vec<Ref>,
        before: Vec<Ref>,
        mapper: &Mapper,
    ) -> Result<()> {
        if said.gone {
            return self.remove((said.place(), before));
        }
        self.turn(&said.stream, &said.key)?;
        // What a document did not speak of, or could not be read of it, stays as it was.
        let stays = |one: &Ref| {
            unsettled || said.silent.contains(&one.stream) || !mapper.speaks_for(&one.stream, one.entity)
        };
        let mut refs = now;
        refs.extend(before.into_iter().filter(stays));
        refs.sort_unstable();
        refs.dedup_by_key(|one| one.at());
        self.filling.documents.push(PendingDocument {
            stream: said.stream.to_string(),
            key: said.key.clone(),
            partition: said.partition.to_string(),
            fingerprint: said.fingerprint,
            settled: !unsettled && awaits.is_empty(),
            refs,
            awaits,
            delivery: said.delivery,
        });
        Ok(())
    }

    fn remove(&mut self, ((stream, key), refs): Departing) -> Result<()> {
        self.turn(&stream, &key)?;
        self.filling.removed.push(PendingRemoval { stream: stream.into_owned(), key, refs });
        Ok(())
    }

    /// Begins a new page where the last one is full enough.
    fn turn(&mut self, stream: &str, key: &str) -> Result<()> {
        let bucket = document_bucket(key);
        let same = self.at.as_ref().is_some_and(|at| at.0 == stream && at.1 == bucket);
        let count = self.filling.documents.len() + self.filling.removed.len();
        if (count >= FULL && !same) || count >= MOST {
            self.written.push(&std::mem::take(&mut self.filling))?;
        }
        if !same {
            self.at = Some((stream.to_owned(), bucket));
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Spilled<Page>> {
        self.written.push(&self.filling)?;
        Ok(self.written.finish()?)
    }
}

impl Waiting {
    /// Stores it beside its plan.
    pub async fn put(&self, work: &mut Work, plan: PlanId) -> Result<()> {
        work.put_pending(plan, 0, &self.head).await?;
        let (mut reader, mut n) = (self.pages.open()?, 0u32);
        while let Some(page) = reader.read()? {
            n += 1;
            work.put_pending(plan, n, &page).await?;
        }
        Ok(())
    }
}

impl Pending {
    /// One page of documents, counted from 0.
    async fn page(&self, tenant: &Tenant, plan: PlanId, n: u32) -> Result<Page> {
        Ok(tenant.pending(plan, n + 1).await?.unwrap_or_default())
    }

    /// The deliveries whose documents wait for the plan.
    pub fn deliveries(&self) -> &[DeliveryId] {
        &self.deliveries
    }

    /// Whether a message has spoken of any of these documents.
    pub async fn is_touched_by(&self, tenant: &Tenant, plan: PlanId, heard: &Heard) -> Result<bool> {
        for n in 0..self.pages {
            if self.page(tenant, plan, n).await?.is_touched_by(heard) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Remembers it. Documents of which a change was not carried out stay unsettled, and those that went stay known:
    /// both enter the next run again.
    pub async fn remember(
        &self,
        engine: &Engine,
        tenant: &Tenant,
        work: &mut Work,
        plan: &Plan,
        open: &HashSet<RosterId>,
    ) -> Result<()> {
        for n in 0..self.pages {
            let page = self.page(tenant, plan.id, n).await?;
            let rows: Vec<DocumentRow> =
                page.documents.into_iter().map(|one| self.row(one, plan, open)).collect();
            work.put_documents(&rows).await?;
            let mut removed: BTreeMap<String, Vec<String>> = BTreeMap::new();
            let done =
                page.removed.into_iter().filter(|one| !one.refs.iter().any(|one| open.contains(&one.id)));
            for one in done {
                removed.entry(one.stream).or_default().push(one.key);
            }
            for (stream, keys) in removed {
                work.remove_documents(self.connection, &stream, &keys).await?;
            }
        }
        if let Some(stamp) = self.stamp.as_ref().filter(|_| open.is_empty()) {
            work.put_source_stamp(self.connection, stamp).await?;
        }
        let links: Vec<Link> = self.links.iter().map(|link| self.link(engine, link)).collect();
        Ok(work.put_links(&links).await?)
    }

    fn row(&self, document: PendingDocument, plan: &Plan, open: &HashSet<RosterId>) -> DocumentRow {
        DocumentRow {
            connection: self.connection,
            settled: document.settled && !document.refs.iter().any(|one| open.contains(&one.id)),
            refs: stored(&document),
            stream: document.stream,
            key: document.key,
            partition: document.partition,
            fingerprint: document.fingerprint,
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

/// The references of a document, and what it waits for.
fn stored(document: &PendingDocument) -> Vec<(Entity, String)> {
    document.refs.iter().map(Ref::stored).chain(document.awaits.iter().map(Awaited::stored)).collect()
}

impl Page {
    fn is_touched_by(&self, heard: &Heard) -> bool {
        let says = |stream: &str, key: &str| heard.says(&stream.to_owned().into(), key);
        self.documents.iter().any(|one| heard.decides(&one.stream.clone().into(), &one.key, &one.partition))
            || self.removed.iter().any(|one| says(&one.stream, &one.key))
    }
}

impl Engine {
    /// What is pending on a plan, if it is an inbound one that is still open.
    pub(crate) async fn pending(&self, tenant: &Tenant, plan: &Plan) -> Result<Option<Pending>> {
        Ok(tenant.pending(plan.id, 0).await?)
    }
}

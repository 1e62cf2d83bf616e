//! The book of changes: takes them as they are found, cuts them into segments in the order in which they can be carried
//! out, and counts them. Only the segment that is being filled stays in memory.

use std::collections::BTreeMap;

use crosswalk_model::{Change, Hash, Name, SegmentRef};
use crosswalk_reconcile::plan::place;
use crosswalk_reconcile::tally::Tally;
use crosswalk_store::seal::{self, SEGMENT};
use crosswalk_store::{Blobs, PlanKinds, Spill, SpillReader, Spilled, StoreError, Tenant};

use crate::Result;

/// Changes on their way into a plan.
pub(crate) struct Book {
    blobs: Blobs,
    /// The targets in the order in which they can be written.
    order: Vec<Name>,
    parts: BTreeMap<(u8, usize), Part>,
    /// All kinds of changes that were entered.
    kinds: PlanKinds,
    /// What they come to.
    pub tally: Tally,
}

/// The changes of one place in the order.
struct Part {
    filling: Vec<Change>,
    segments: Vec<SegmentRef>,
    /// Which kinds are in each segment, and how many of each.
    counts: Vec<Vec<(usize, u32)>>,
    written: Spill<Vec<u8>>,
}

/// All changes, sealed.
pub(crate) struct Sealed {
    pub segments: Vec<SegmentRef>,
    pub root: Hash,
    /// The kinds of changes in each segment.
    pub kinds: PlanKinds,
    written: Vec<Spilled<Vec<u8>>>,
}

impl Book {
    /// An empty book.
    pub fn new(tenant: &Tenant, order: Vec<Name>) -> Self {
        Self {
            blobs: tenant.blobs(),
            order,
            parts: BTreeMap::new(),
            kinds: PlanKinds::default(),
            tally: Tally::default(),
        }
    }

    /// A book with these changes.
    pub fn of(tenant: &Tenant, order: Vec<Name>, changes: Vec<Change>) -> Result<Self> {
        let mut book = Self::new(tenant, order);
        changes.into_iter().try_for_each(|change| book.add(change))?;
        Ok(book)
    }

    /// Enters one change.
    pub fn add(&mut self, change: Change) -> Result<()> {
        self.tally.add(&change);
        let blobs = &self.blobs;
        let part = self.parts.entry(place(&change, &self.order)).or_insert_with(|| Part::new(blobs));
        part.filling.push(change);
        if part.filling.len() == SEGMENT { part.cut(&mut self.kinds) } else { Ok(()) }
    }

    /// Seals the book.
    pub fn seal(self) -> Result<Sealed> {
        let (mut segments, mut written, mut kinds) = (Vec::new(), Vec::new(), self.kinds);
        for mut part in self.parts.into_values() {
            part.cut(&mut kinds)?;
            kinds.segments.append(&mut part.counts);
            segments.append(&mut part.segments);
            written.push(part.written.finish()?);
        }
        Ok(Sealed { root: seal::root(&segments), segments, kinds, written })
    }
}

impl Part {
    fn new(blobs: &Blobs) -> Self {
        Self { filling: Vec::new(), segments: Vec::new(), counts: Vec::new(), written: blobs.spill() }
    }

    fn cut(&mut self, kinds: &mut PlanKinds) -> Result<()> {
        if self.filling.is_empty() {
            return Ok(());
        }
        let (reference, bytes) = seal::segment(&self.filling)?;
        self.counts.push(kinds.count(&self.filling));
        self.filling.clear();
        self.written.push_bytes(&bytes)?;
        self.segments.push(reference);
        Ok(())
    }
}

impl Sealed {
    /// The bytes of the segments in order.
    pub fn bytes(&self) -> SegmentBytes<'_> {
        SegmentBytes { parts: self.written.iter(), open: None }
    }
}

/// Reads the bytes of segments, one after the other.
pub(crate) struct SegmentBytes<'a> {
    parts: std::slice::Iter<'a, Spilled<Vec<u8>>>,
    open: Option<SpillReader<Vec<u8>>>,
}

impl Iterator for SegmentBytes<'_> {
    type Item = Result<Vec<u8>, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(reader) = &mut self.open else {
                match self.parts.next()?.open() {
                    Ok(reader) => self.open = Some(reader),
                    Err(error) => return Some(Err(error)),
                }
                continue;
            };
            match reader.next_bytes() {
                Ok(None) => self.open = None,
                other => return other.transpose(),
            }
        }
    }
}

//! Changes of a plan in pages, by facet. Plans may hold a million changes: what can be told from the kinds that stand
//! beside the plan is told from there, what is searched by its words, and of the plan itself only what a page shows is
//! opened.

use std::collections::BTreeSet;
use std::sync::Arc;

use crosswalk_contract::{ChangeFilter, ChangePage, ChangeRow};
use crosswalk_model::{Change, Plan, PlanId};
use crosswalk_reconcile::fold::fold;
use crosswalk_store::{ChangeKind, ChangeText, PlanKinds, Tenant};

use super::Desk;
use super::facets::{finding_values, school_value};
use super::mask::Masks;
use super::search::PlanWords;
use crate::apply::plan;
use crate::{Engine, Result};

const MOST: u64 = 500;

impl Desk<'_> {
    pub(super) async fn changes(
        &self,
        id: PlanId,
        filter: &ChangeFilter,
        offset: u64,
        limit: u64,
    ) -> Result<ChangePage> {
        let tenant = self.engine.school()?;
        let plan = plan(&tenant, id).await?;
        if tenant.plan_purged_at(id).await?.is_some() {
            return Ok(ChangePage { total: 0, rows: Vec::new() });
        }
        let sync = tenant.sync(plan.sync).await?;
        let wanted = Wanted { filter, text: fold(&filter.text), offset, limit: limit.min(MOST) };
        let mut page = Paging {
            tenant: &tenant,
            plan: &plan,
            masks: Masks(sync.as_ref()),
            wanted,
            total: 0,
            rows: Vec::new(),
        };
        let kinds = kinds(&tenant, &plan).await?;
        let words = page.words(self.engine, &kinds).await?;
        page.walk(&kinds, words.as_deref()).await?;
        page.with_outcomes().await
    }
}

/// The kinds of a plan's changes; counted here where the plan was stored without them.
pub(super) async fn kinds(tenant: &Tenant, plan: &Plan) -> Result<PlanKinds> {
    if let Some(kinds) = tenant.plan_kinds(plan.id).await? {
        return Ok(kinds);
    }
    let mut kinds = PlanKinds::default();
    for n in (0u32..).take(plan.segments.len()) {
        let counts = kinds.count(&tenant.segment(plan, n).await?);
        kinds.segments.push(counts);
    }
    Ok(kinds)
}

/// What is asked for.
pub(super) struct Wanted<'a> {
    filter: &'a ChangeFilter,
    /// A part of the label or key, folded.
    text: String,
    offset: u64,
    limit: u64,
}

impl<'a> Wanted<'a> {
    /// Everything that a filter lets through.
    pub fn all(filter: &'a ChangeFilter) -> Self {
        Self { filter, text: fold(&filter.text), offset: 0, limit: u64::MAX }
    }

    /// Whether the filter lets any kind of a segment through.
    pub fn fits_any(&self, kinds: &PlanKinds, counts: &[(usize, u32)]) -> bool {
        counts.iter().filter_map(|(place, _)| kinds.kinds.get(*place)).any(|kind| self.fits_kind(kind))
    }

    /// Whether the filter lets a change through, as it is shown.
    pub fn fits_change(&self, change: &Change) -> bool {
        self.says(&change.label, &change.key) && self.fits_kind(&ChangeKind::of(change))
    }

    fn fits_kind(&self, kind: &ChangeKind) -> bool {
        let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
        among(&self.filter.ops, &kind.op)
            && among(&self.filter.targets, &kind.target)
            && among(&self.filter.groups, &kind.group)
            && among(&self.filter.reasons, &kind.reason)
            && among(&self.filter.schools, &school_value(kind))
            && (self.filter.findings.is_empty()
                || finding_values(kind).iter().any(|code| self.filter.findings.contains(code)))
    }

    /// Whether a label, as it is shown, or a key holds the text.
    fn says(&self, label: &str, key: &str) -> bool {
        let text = &self.text;
        text.is_empty() || fold(label).contains(text) || fold(key).contains(text)
    }

    /// Whether the page shows any of so many that follow on so many.
    fn shows(&self, before: u64, count: u64) -> bool {
        before + count > self.offset && before < self.offset.saturating_add(self.limit)
    }
}

/// A page in the making.
struct Paging<'a> {
    tenant: &'a Tenant,
    plan: &'a Plan,
    masks: Masks<'a>,
    wanted: Wanted<'a>,
    total: u64,
    rows: Vec<ChangeRow>,
}

impl Paging<'_> {
    /// What the plan is searched by, if it is searched.
    async fn words(&self, engine: &Engine, kinds: &PlanKinds) -> Result<Option<Arc<PlanWords>>> {
        if self.wanted.text.is_empty() {
            return Ok(None);
        }
        let (said, now) = ((kinds, self.masks), engine.clock().now());
        engine.searched().words(self.tenant, self.plan, said, now).await.map(Some)
    }

    /// Goes through the segments, and opens those that are shown.
    async fn walk(&mut self, kinds: &PlanKinds, words: Option<&PlanWords>) -> Result<()> {
        let fitting: Vec<bool> = kinds.kinds.iter().map(|kind| self.wanted.fits_kind(kind)).collect();
        let fits = |kind: usize| fitting.get(kind).copied().unwrap_or_default();
        let mut first = 0u32;
        for ((n, segment), counts) in (0u32..).zip(&self.plan.segments).zip(&kinds.segments) {
            let count: u32 = counts.iter().filter(|(kind, _)| fits(*kind)).map(|(_, n)| *n).sum();
            if let Some(words) = words {
                self.take(n, first, words.holding(n, &self.wanted.text, fits)).await?;
            } else if count == 0 || !self.wanted.shows(self.total, count.into()) {
                self.total += u64::from(count);
            } else if count == segment.count {
                self.take(n, first, 0..count as usize).await?;
            } else {
                self.sift(n, first).await?;
            }
            first += segment.count;
        }
        Ok(())
    }

    /// Counts what is at some places of a segment, and opens of it what the page shows.
    async fn take(&mut self, n: u32, first: u32, places: impl IntoIterator<Item = usize>) -> Result<()> {
        let mut shown = BTreeSet::new();
        for place in places {
            if self.wanted.shows(self.total, 1) {
                shown.insert(place);
            }
            self.total += 1;
        }
        if !shown.is_empty() {
            for (place, change) in self.tenant.segment_some(self.plan, n, &shown).await? {
                self.show(first + place as u32, &change);
            }
        }
        Ok(())
    }

    /// The same for a segment of which only some kinds fit.
    async fn sift(&mut self, n: u32, first: u32) -> Result<()> {
        let texts = self.tenant.segment_texts(self.plan, n).await?;
        let fits = |text: &ChangeText| self.wanted.fits_kind(&text.kind());
        let places: Vec<usize> =
            (0..).zip(&texts).filter(|(_, text)| fits(text)).map(|(place, _)| place).collect();
        self.take(n, first, places).await
    }

    fn show(&mut self, index: u32, change: &Change) {
        let (change, masked) = self.masks.change(change);
        self.rows.push(ChangeRow { index, change, outcome: None, masked });
    }

    async fn with_outcomes(mut self) -> Result<ChangePage> {
        let outcomes = self.tenant.outcome_ranges(self.plan.id).await?;
        for row in &mut self.rows {
            row.outcome = outcomes.get(row.index).cloned();
        }
        Ok(ChangePage { total: self.total, rows: self.rows })
    }
}

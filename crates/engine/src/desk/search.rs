//! What a plan is searched by: labels as they are shown, and keys, folded, in one text for each segment. The words of
//! the plan that was searched last are kept for a while, since whoever searches types on.

use std::collections::HashMap;
use std::sync::Arc;

use crosswalk_model::{Plan, PlanId, TenantId, Timestamp};
use crosswalk_reconcile::fold::fold;
use crosswalk_store::{ChangeKind, ChangeText, PlanKinds, Tenant};
use tokio::sync::Mutex;

use super::mask::Masks;
use crate::Result;

/// A plan with more changes is gone through anew for each search: its words would take too much room.
const MOST_KEPT: u32 = 300_000;
/// So many minutes nobody needs to search it for its words to be as good as gone.
const KEPT_MINUTES: i64 = 10;

/// The words of a plan, segment by segment.
pub(crate) struct PlanWords(Vec<SegmentWords>);

impl PlanWords {
    async fn read(tenant: &Tenant, plan: &Plan, kinds: &PlanKinds, masks: Masks<'_>) -> Result<Self> {
        let places: HashMap<&ChangeKind, usize> = kinds.kinds.iter().zip(0..).collect();
        let mut segments = Vec::with_capacity(plan.segments.len());
        for n in (0u32..).take(plan.segments.len()) {
            segments.push(SegmentWords::of(&tenant.segment_texts(plan, n).await?, masks, &places));
            // A long plan leaves others their turn.
            tokio::task::yield_now().await;
        }
        Ok(Self(segments))
    }

    /// The places in a segment of the changes that hold a folded text and are of a kind that fits.
    pub fn holding(&self, n: u32, text: &str, fits: impl Fn(usize) -> bool) -> Vec<usize> {
        let segment = usize::try_from(n).ok().and_then(|n| self.0.get(n));
        segment.map(|segment| segment.holding(text, fits)).unwrap_or_default()
    }
}

/// The words of a segment: a line for each label and each key.
#[derive(Default)]
struct SegmentWords {
    lines: String,
    /// For each change where its lines begin, and the place of its kind.
    changes: Vec<(usize, usize)>,
}

impl SegmentWords {
    fn of(texts: &[ChangeText], masks: Masks<'_>, places: &HashMap<&ChangeKind, usize>) -> Self {
        let mut words = Self::default();
        for text in texts {
            let kind = places.get(&text.kind()).copied().unwrap_or(usize::MAX);
            words.add(&masks.label(&text.target, &text.label), &text.key, kind);
        }
        words
    }

    fn add(&mut self, label: &str, key: &str, kind: usize) {
        self.changes.push((self.lines.len(), kind));
        for said in [label, key] {
            self.lines.push_str(&fold(said));
            self.lines.push('\n');
        }
    }

    /// A folded text has no end of a line in it, so that it is found within a label or a key.
    fn holding(&self, text: &str, fits: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut places = Vec::new();
        for (at, _) in self.lines.match_indices(text) {
            let place = self.changes.partition_point(|(begin, _)| *begin <= at).saturating_sub(1);
            let is_wanted = self.changes.get(place).is_some_and(|(_, kind)| fits(*kind));
            if is_wanted && places.last() != Some(&place) {
                places.push(place);
            }
        }
        places
    }
}

/// The words of the plan that was searched last.
#[derive(Default)]
pub(crate) struct Searched(Mutex<Option<Kept>>);

struct Kept {
    of: Of,
    kinds: PlanKinds,
    used: Timestamp,
    words: Arc<PlanWords>,
}

/// Whose plan, which, and by which version of its mapping labels are masked.
type Of = (TenantId, PlanId, u64);

impl Searched {
    /// The words of a plan: those that are kept, or read now. Who asks meanwhile for the same waits and gets them too.
    pub(super) async fn words(
        &self,
        tenant: &Tenant,
        plan: &Plan,
        (kinds, masks): (&PlanKinds, Masks<'_>),
        now: Timestamp,
    ) -> Result<Arc<PlanWords>> {
        let of = (tenant.id(), plan.id, masks.version());
        let mut kept = self.0.lock().await;
        // Where something was erased, perhaps by another house on the same store, the kinds were counted anew.
        if let Some(own) = kept.as_mut().filter(|own| own.is(of, now) && own.kinds == *kinds) {
            own.used = now;
            return Ok(own.words.clone());
        }
        *kept = None;
        let words = Arc::new(PlanWords::read(tenant, plan, kinds, masks).await?);
        if plan.segments.iter().map(|segment| segment.count).sum::<u32>() <= MOST_KEPT {
            *kept = Some(Kept { of, kinds: kinds.clone(), used: now, words: words.clone() });
        }
        Ok(words)
    }

    /// Forgets them: something of a plan was erased.
    pub async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

impl Kept {
    fn is(&self, of: Of, now: Timestamp) -> bool {
        self.of == of && now.duration_since(self.used).as_mins() < KEPT_MINUTES
    }
}

#[cfg(test)]
mod tests {
    use super::SegmentWords;

    #[test]
    fn a_text_is_found_within_a_label_or_a_key_and_each_change_once() {
        let mut words = SegmentWords::default();
        words.add("Ngāwai Pene", "24117", 0);
        words.add("Ana Banana", "ana-1", 1);
        words.add("", "9TWH", 0);
        words.add("Kea 24", "11", 0);
        let table: [(&str, &[usize]); 8] = [
            ("ngawai", &[0]),
            ("ana", &[1]),
            ("pene 24117", &[]),
            ("24117", &[0]),
            ("2411", &[0]),
            ("9twh", &[2]),
            ("1", &[0, 1, 3]),
            ("nobody", &[]),
        ];
        for (text, expect) in table {
            assert_eq!(words.holding(text, |_| true), expect, "{text}");
        }
        assert_eq!(words.holding("1", |kind| kind == 0), [0, 3], "of a kind");
        assert!(words.holding("1", |_| false).is_empty());
    }
}

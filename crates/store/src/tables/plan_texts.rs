//! What a plan is searched by, and single changes of it: the rest of a segment is passed over and nothing is made of
//! it, which takes a fraction of the time.

use std::collections::BTreeSet;
use std::fmt;

use crosswalk_model::{Change, ChangeOp, Name, Plan, Reason, RosterId};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, SeqAccess, Visitor};

use super::plans::Opened;
use crate::{ChangeKind, Result, Tenant, compact};

/// What a change is called, and what its kind is made of.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ChangeText {
    op: ChangeOp,
    /// The target.
    pub target: Name,
    /// The record's key at the target.
    pub key: String,
    /// The name that a person knows it by.
    pub label: String,
    group: Name,
    reason: Reason,
    #[serde(default)]
    school: Option<RosterId>,
    #[serde(default)]
    findings: Vec<Name>,
}

impl From<Change> for ChangeText {
    fn from(change: Change) -> Self {
        let Change { op, target, key, label, group, reason, school, findings, .. } = change;
        Self { op, target, key, label, group, reason, school, findings }
    }
}

impl ChangeText {
    /// The kind of the change.
    pub fn kind(&self) -> ChangeKind {
        ChangeKind {
            op: self.op.word().into(),
            target: self.target.clone(),
            group: self.group.clone(),
            reason: self.reason.code.clone(),
            phrase: self.reason.phrase.clone(),
            school: self.school,
            findings: self.findings.clone(),
        }
    }
}

impl Tenant {
    /// What the changes of one segment are called, in their order; nothing once the plan was purged.
    ///
    /// # Errors
    /// [`crate::StoreError::Altered`] when a byte of the segment is not as it was sealed.
    pub async fn segment_texts(&self, plan: &Plan, n: u32) -> Result<Vec<ChangeText>> {
        match self.opened(plan, n).await? {
            None => Ok(Vec::new()),
            Some(Opened::Sealed(bytes)) => compact::read(&bytes),
            Some(Opened::Redacted(changes)) => Ok(changes.into_iter().map(ChangeText::from).collect()),
        }
    }

    /// Some changes of one segment, by their places in it, in their order.
    ///
    /// # Errors
    /// [`crate::StoreError::Altered`] when a byte of the segment is not as it was sealed.
    pub async fn segment_some(
        &self,
        plan: &Plan,
        n: u32,
        places: &BTreeSet<usize>,
    ) -> Result<Vec<(usize, Change)>> {
        match self.opened(plan, n).await? {
            None => Ok(Vec::new()),
            Some(Opened::Sealed(bytes)) => compact::read_with(&bytes, At(places)),
            Some(Opened::Redacted(changes)) => {
                Ok(changes.into_iter().enumerate().filter(|(place, _)| places.contains(place)).collect())
            }
        }
    }
}

/// Reads what stands at some places of a list.
struct At<'p>(&'p BTreeSet<usize>);

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Vec<(usize, Change)>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> std::result::Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Vec<(usize, Change)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of changes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Self::Value, A::Error> {
        let mut read = Vec::with_capacity(self.0.len());
        for place in 0.. {
            if self.0.contains(&place) {
                let Some(change) = list.next_element()? else { break };
                read.push((place, change));
            } else if list.next_element::<IgnoredAny>()?.is_none() {
                break;
            }
        }
        Ok(read)
    }
}

//! What the changes of a plan come to, counted one by one: a plan may have more changes than fit into memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use crosswalk_model::{Change, ChangeOp, Counts, Fields, Name, Value};

/// By target and group.
pub(crate) type ByGroup = BTreeMap<(Name, Name), u64>;
/// A field of a group: target, group, field.
pub(crate) type FieldOf = (Name, Name, Name);

/// The figures behind a plan's sentence and the guard's judgement.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// By target and word.
    pub counts: Counts,
    pub(crate) adds: BTreeMap<Name, u64>,
    pub(crate) updates: u64,
    pub(crate) relinks: ByGroup,
    pub(crate) removes: ByGroup,
    /// How many records of a group would lose the value of a field.
    pub(crate) emptied: HashMap<FieldOf, u64>,
    /// Fields that get or change a value in some record of a group.
    pub(crate) filled: HashSet<FieldOf>,
    /// Of how many records of a group a source no longer speaks of a field that it had filled.
    pub(crate) unsaid: HashMap<FieldOf, u64>,
    /// Fields of which it still speaks in some record of a group.
    pub(crate) said: HashSet<FieldOf>,
}

impl Tally {
    /// Counts all of a list.
    pub fn of<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut tally = Self::default();
        changes.into_iter().for_each(|change| tally.add(change));
        tally
    }

    /// Counts one more.
    pub fn add(&mut self, change: &Change) {
        self.counts.add(&change.target, change.op.word());
        let at = || (change.target.clone(), change.group.clone());
        match &change.op {
            ChangeOp::Create => *self.adds.entry(change.group.clone()).or_default() += 1,
            ChangeOp::Relink { .. } => *self.relinks.entry(at()).or_default() += 1,
            ChangeOp::Update => {
                self.updates += 1;
                self.fields(change);
            }
            _ => *self.removes.entry(at()).or_default() += 1,
        }
    }

    fn fields(&mut self, change: &Change) {
        for diff in &change.fields {
            let has = |value: &Option<Value>| value.as_ref().is_some_and(|value| !value.is_empty());
            let at = (change.target.clone(), change.group.clone(), diff.field.clone());
            if has(&diff.before) && !has(&diff.after) {
                *self.emptied.entry(at).or_default() += 1;
            } else {
                self.filled.insert(at);
            }
        }
    }

    /// Notes of what a source speaks now that has filled some fields of a record before.
    pub fn hear(&mut self, target: &Name, group: &Name, before: &Fields, now: &Fields) {
        for (field, _) in before.iter().filter(|(_, value)| !value.is_empty()) {
            let at = (target.clone(), group.clone(), field.clone());
            if now.contains_key(field) {
                self.said.insert(at);
            } else {
                *self.unsaid.entry(at).or_default() += 1;
            }
        }
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.counts.0.is_empty()
    }
}

/// The same figures by group alone.
pub(crate) fn by_group(counts: &ByGroup) -> BTreeMap<Name, u64> {
    let mut groups = BTreeMap::new();
    for ((_, group), count) in counts {
        *groups.entry(group.clone()).or_default() += count;
    }
    groups
}

//! What a message has spoken of, whatever it said: so that an older message never overwrites a newer one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crosswalk_connector_kit::{DocumentSink, KitError};
use crosswalk_model::{Document, Finding, Name, Scope};
use tokio_util::sync::CancellationToken;

/// What was spoken of.
#[derive(Clone, Default)]
pub(crate) struct Heard {
    /// By stream the keys that are there, each with its partition.
    pub seen: HashMap<Name, HashMap<String, Arc<str>>>,
    /// Documents that were said to be gone.
    pub gone: HashSet<(Name, String)>,
    /// What it is, or is not, complete for.
    pub scopes: Vec<Scope>,
    partitions: HashSet<Arc<str>>,
}

impl Heard {
    /// Notes one document.
    pub fn note(&mut self, document: &Document) {
        let (stream, key) = (document.head.stream.clone(), document.head.key.clone());
        if document.gone {
            self.gone.insert((stream, key));
        } else {
            let partition = self.partition(&document.partition);
            self.seen.entry(stream).or_default().insert(key, partition);
        }
    }

    fn partition(&mut self, partition: &str) -> Arc<str> {
        if let Some(known) = self.partitions.get(partition) {
            return known.clone();
        }
        let new: Arc<str> = partition.into();
        self.partitions.insert(new.clone());
        new
    }

    /// Whether a document is there.
    pub fn sees(&self, stream: &str, key: &str) -> bool {
        self.seen.get(stream).is_some_and(|seen| seen.contains_key(key))
    }

    /// Whether a document was spoken of: that it is there, or that it is gone.
    pub fn says(&self, stream: &Name, key: &str) -> bool {
        self.sees(stream, key)
            || (!self.gone.is_empty() && self.gone.contains(&(stream.clone(), key.to_owned())))
    }

    /// Whether everything of a part of a stream was seen.
    pub fn covers(&self, stream: &str, partition: &str) -> bool {
        self.scopes.iter().any(|scope| scope.covers(stream, partition))
    }

    /// Whether what an older message says, or does not say, of a document counts no longer.
    pub fn decides(&self, stream: &Name, key: &str, partition: &str) -> bool {
        self.covers(stream, partition) || self.says(stream, key)
    }

    /// Whether everything of a stream was seen.
    pub fn complete(&self, stream: &str) -> bool {
        self.scopes.iter().any(|scope| scope.complete && scope.stream == stream && scope.partition.is_none())
    }

    /// Adds what a later message spoke of. Who is not in it although it is complete is seen no longer.
    pub fn add(&mut self, later: &Heard) {
        for (stream, keys) in &mut self.seen {
            keys.retain(|key, partition| {
                later.sees(stream, key) || !(later.covers(stream, partition) || later.says(stream, key))
            });
        }
        self.gone.retain(|(stream, key)| !later.sees(stream, key));
        for (stream, keys) in &later.seen {
            self.seen.entry(stream.clone()).or_default().extend(keys.clone());
        }
        self.gone.extend(later.gone.iter().cloned());
        self.scopes.extend(later.scopes.iter().cloned());
    }

    /// How many documents are there.
    pub fn count(&self) -> u64 {
        self.seen.values().map(|keys| keys.len() as u64).sum()
    }
}

/// Listens only for what is spoken of.
pub(crate) struct Listener {
    pub heard: Heard,
    cancel: CancellationToken,
}

impl Listener {
    /// Listens until it is cancelled.
    pub fn new(cancel: CancellationToken) -> Self {
        Self { heard: Heard::default(), cancel }
    }
}

impl DocumentSink for Listener {
    fn document(&mut self, document: Document) -> Result<(), KitError> {
        if self.cancel.is_cancelled() {
            return Err(KitError::Cancelled);
        }
        self.heard.note(&document);
        Ok(())
    }

    fn finding(&mut self, _: Finding) {}

    fn scope(&mut self, scope: Scope) {
        self.heard.scopes.push(scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::SourceRecord;

    fn heard(keys: &[&str], complete: Option<&str>) -> Heard {
        let mut heard = Heard::default();
        for key in keys {
            heard.note(&Document::of(SourceRecord::new("students", *key), "1/09"));
        }
        heard.scopes.extend(complete.map(|part| Scope::complete("students", Some(part.into()))));
        heard
    }

    #[test]
    fn a_message_decides_for_whom_it_names_and_for_what_it_is_complete() {
        let students = Name::from("students");
        let part = heard(&["a"], None);
        assert!(part.decides(&students, "a", "1/09") && !part.decides(&students, "b", "1/09"));
        let full = heard(&["a"], Some("1/09"));
        assert!(full.decides(&students, "b", "1/09") && !full.decides(&students, "c", "1/10"));
    }

    #[test]
    fn who_is_missing_in_a_later_full_is_seen_no_longer() {
        let mut both = heard(&["a", "b"], None);
        both.add(&heard(&["a", "c"], Some("1/09")));
        assert!(both.sees("students", "a") && both.sees("students", "c") && !both.sees("students", "b"));
        let mut kept = heard(&["a", "b"], None);
        kept.add(&heard(&["c"], None));
        assert_eq!(kept.count(), 3);
    }

    #[test]
    fn who_is_said_to_be_gone_can_come_back() {
        let mut gone = Document::of(SourceRecord::new("students", "a"), "1/09");
        gone.gone = true;
        let mut both = heard(&["a"], None);
        let mut later = Heard::default();
        later.note(&gone);
        both.add(&later);
        assert!(!both.sees("students", "a") && both.says(&"students".into(), "a"));
        both.add(&heard(&["a"], None));
        assert!(both.sees("students", "a"));
    }
}

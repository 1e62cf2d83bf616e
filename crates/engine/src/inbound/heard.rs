//! What a message has spoken of, whatever it said: so that an older message never overwrites a newer one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crosswalk_connector_kit::{DocumentSink, KitError};
use crosswalk_model::{Document, Finding, Name, Scope};
use tokio_util::sync::CancellationToken;

use super::scopes::Scopes;

/// What was spoken of.
#[derive(Clone, Default)]
pub(crate) struct Heard {
    /// By stream the keys that are there, each with its partition.
    pub seen: HashMap<Name, HashMap<String, Arc<str>>>,
    /// Documents that were said to be gone.
    pub gone: HashSet<(Name, String)>,
    /// What it is, or is not, complete for.
    pub scopes: Scopes,
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
        self.scopes.covers(stream, partition)
    }

    /// Whether what an older message says, or does not say, of a document counts no longer.
    pub fn decides(&self, stream: &Name, key: &str, partition: &str) -> bool {
        self.covers(stream, partition) || self.says(stream, key)
    }

    /// Adds what an earlier message spoke of. Who is missing in what is complete was seen then, and is no longer.
    pub fn add_earlier(&mut self, earlier: &Heard) {
        for (stream, keys) in &earlier.seen {
            let new = keys.iter().filter(|(key, partition)| !self.decides(stream, key, partition));
            let new: Vec<(String, Arc<str>)> =
                new.map(|(key, partition)| (key.clone(), partition.clone())).collect();
            self.seen.entry(stream.clone()).or_default().extend(new);
        }
        let gone = earlier.gone.iter().filter(|(stream, key)| !self.sees(stream, key)).cloned();
        let gone: Vec<(Name, String)> = gone.collect();
        self.gone.extend(gone);
        self.scopes.extend(&earlier.scopes);
    }

    /// How many documents are there.
    pub fn count(&self) -> u64 {
        self.seen.values().map(|keys| keys.len() as u64).sum()
    }
}

/// What messages have spoken of, each at its own time: whoever comes late asks what was said since.
#[derive(Default)]
pub(crate) struct Spoken {
    documents: HashMap<Name, HashMap<String, i64>>,
    whole: HashMap<Name, i64>,
    parts: HashMap<Name, HashMap<String, i64>>,
    latest: i64,
}

impl Spoken {
    /// Adds what a message spoke of at its time.
    pub fn add(&mut self, stamp: i64, heard: &Heard, scopes: &[Scope]) {
        let seen = heard.seen.iter().flat_map(|(stream, keys)| keys.keys().map(move |key| (stream, key)));
        for (stream, key) in seen.chain(heard.gone.iter().map(|(stream, key)| (stream, key))) {
            later(self.documents.entry(stream.clone()).or_default().entry(key.clone()).or_default(), stamp);
        }
        for scope in scopes.iter().filter(|scope| scope.complete) {
            let stream = scope.stream.clone();
            match &scope.partition {
                None => later(self.whole.entry(stream).or_default(), stamp),
                Some(part) => {
                    later(self.parts.entry(stream).or_default().entry(part.clone()).or_default(), stamp);
                }
            }
        }
        later(&mut self.latest, stamp);
    }

    /// Whether anything was said after a time.
    pub fn any_since(&self, stamp: i64) -> bool {
        self.latest > stamp
    }

    /// Whether what a message of a time says, or does not say, of a document counts no longer.
    pub fn decides_since(&self, stamp: i64, stream: &str, key: &str, partition: &str) -> bool {
        let document = self.documents.get(stream).and_then(|keys| keys.get(key));
        let part = self.parts.get(stream).and_then(|parts| parts.get(partition));
        [document, part, self.whole.get(stream)].into_iter().flatten().any(|said| *said > stamp)
    }
}

fn later(known: &mut i64, stamp: i64) {
    *known = stamp.max(*known);
}

/// Listens only for what is spoken of.
pub(crate) struct Listener {
    pub heard: Heard,
    /// The scopes as they were claimed.
    pub scopes: Vec<Scope>,
    cancel: CancellationToken,
}

impl Listener {
    /// Listens until it is cancelled.
    pub fn new(cancel: CancellationToken) -> Self {
        Self { heard: Heard::default(), scopes: Vec::new(), cancel }
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
        self.scopes.push(scope);
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
        if let Some(part) = complete {
            heard.scopes.add(&Scope::complete("students", Some(part.into())));
        }
        heard
    }

    fn together(messages: &[Heard]) -> Heard {
        let mut all = Heard::default();
        messages.iter().rev().for_each(|earlier| all.add_earlier(earlier));
        all
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
        let both = together(&[heard(&["a", "b"], None), heard(&["a", "c"], Some("1/09"))]);
        assert!(both.sees("students", "a") && both.sees("students", "c") && !both.sees("students", "b"));
        assert_eq!(together(&[heard(&["a", "b"], None), heard(&["c"], None)]).count(), 3);
    }

    #[test]
    fn who_is_said_to_be_gone_can_come_back() {
        let mut gone = Document::of(SourceRecord::new("students", "a"), "1/09");
        gone.gone = true;
        let mut later = Heard::default();
        later.note(&gone);
        let both = together(&[heard(&["a"], None), later.clone()]);
        assert!(!both.sees("students", "a") && both.says(&"students".into(), "a"));
        assert!(together(&[heard(&["a"], None), later, heard(&["a"], None)]).sees("students", "a"));
    }

    #[test]
    fn what_was_said_since() {
        let mut spoken = Spoken::default();
        spoken.add(10, &heard(&["a"], None), &[]);
        spoken.add(20, &heard(&["b"], None), &[Scope::complete("students", Some("1/10".into()))]);
        let since = |stamp, key, part| spoken.decides_since(stamp, "students", key, part);
        assert!(since(9, "a", "1/09") && !since(10, "a", "1/09"));
        assert!(since(10, "b", "1/09") && since(19, "z", "1/10") && !since(20, "z", "1/10"));
        assert!(spoken.any_since(19) && !spoken.any_since(20));
    }
}

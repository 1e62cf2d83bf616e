//! What a message has spoken of, whatever it said: so that an older message never overwrites a newer one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crosswalk_connector_kit::{DocumentSink, KitError};
use crosswalk_model::{Document, Finding, Hasher, Name, Scope};
use tokio_util::sync::CancellationToken;

use super::scopes::Scopes;

/// Half of the hash of a stream and a key: a million keys take their place in memory by it.
pub(crate) type Mark = [u64; 2];

/// The mark of a document.
pub(crate) fn mark(stream: &str, key: &str) -> Mark {
    let mut hasher = Hasher::new("mark");
    let hash = hasher.part(stream.as_bytes()).part(key.as_bytes()).finish().0;
    let word = |at: usize| u64::from_le_bytes(std::array::from_fn(|n| hash[at + n]));
    [word(0), word(8)]
}

/// What was spoken of.
#[derive(Clone, Default)]
pub(crate) struct Heard {
    /// By stream the documents that are there, each with the place of its partition.
    pub seen: HashMap<Name, HashMap<Mark, u32>>,
    /// Documents that were said to be gone.
    pub gone: HashSet<(Name, String)>,
    /// What it is, or is not, complete for.
    pub scopes: Scopes,
    partitions: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
}

impl Heard {
    /// Notes one document.
    pub fn note(&mut self, document: &Document) {
        let (stream, key) = (&document.head.stream, &document.head.key);
        if document.gone {
            self.gone.insert((stream.clone(), key.clone()));
            return;
        }
        let partition = self.place(&document.partition);
        let mark = mark(stream, key);
        match self.seen.get_mut(stream) {
            Some(seen) => drop(seen.insert(mark, partition)),
            None => drop(self.seen.insert(stream.clone(), HashMap::from([(mark, partition)]))),
        }
    }

    /// A partition by its name, each of which is kept once.
    pub fn partition(&mut self, partition: &str) -> Arc<str> {
        let place = self.place(partition) as usize;
        self.partitions[place].clone()
    }

    fn place(&mut self, partition: &str) -> u32 {
        if let Some(place) = self.places.get(partition) {
            return *place;
        }
        let (new, place): (Arc<str>, u32) = (partition.into(), self.partitions.len() as u32);
        self.partitions.push(new.clone());
        self.places.insert(new, place);
        place
    }

    /// Whether a document is there.
    pub fn sees(&self, stream: &str, key: &str) -> bool {
        self.sees_mark(stream, &mark(stream, key))
    }

    fn sees_mark(&self, stream: &str, mark: &Mark) -> bool {
        self.seen.get(stream).is_some_and(|seen| seen.contains_key(mark))
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
        let gone: HashSet<Mark> = self.gone.iter().map(|(stream, key)| mark(stream, key)).collect();
        for (stream, marks) in &earlier.seen {
            for (mark, place) in marks {
                let partition = &earlier.partitions[*place as usize];
                let decided = self.covers(stream, partition) || self.sees_mark(stream, mark);
                if !decided && !gone.contains(mark) {
                    let place = self.place(partition);
                    self.seen.entry(stream.clone()).or_default().insert(*mark, place);
                }
            }
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
    documents: HashMap<Mark, i64>,
    whole: HashMap<Name, i64>,
    parts: HashMap<Name, HashMap<String, i64>>,
    latest: i64,
}

impl Spoken {
    /// Adds what a message spoke of at its time.
    pub fn add(&mut self, stamp: i64, heard: &Heard, scopes: &[Scope]) {
        let seen = heard.seen.values().flat_map(HashMap::keys).copied();
        for mark in seen.chain(heard.gone.iter().map(|(stream, key)| mark(stream, key))) {
            later(self.documents.entry(mark).or_default(), stamp);
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
        let document = self.documents.get(&mark(stream, key));
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

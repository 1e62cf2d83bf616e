//! EXTRACT: takes documents as they are read and keeps only those that say something new.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crosswalk_connector_kit::{DocumentSink, KitError};
use crosswalk_model::{ConnectionId, Crosswalk, Document, Finding, Hash, Hasher, Name, Scope};
use crosswalk_store::{Fingerprint, Tenant};
use tokio_util::sync::CancellationToken;

use crate::EngineError;

/// What is known of a connection's documents before it is read.
pub(crate) type Known = HashMap<Name, HashMap<String, Fingerprint>>;

/// What was read.
#[derive(Default)]
pub(crate) struct Extract {
    /// Documents that say something new, each with the fingerprint to remember.
    pub changed: Vec<(Document, Hash)>,
    /// How many documents say what they said before.
    pub unchanged: u64,
    /// Every key that was seen, by stream.
    pub seen: HashMap<Name, HashSet<String>>,
    /// What the extract is, or is not, complete for.
    pub scopes: Vec<Scope>,
    /// What was odd.
    pub findings: Vec<Finding>,
    places: HashMap<(Name, String), usize>,
}

impl Extract {
    /// Takes in what a later delivery of the same burst said; the later word counts.
    pub fn absorb(&mut self, later: Self) {
        self.take_back(&later);
        for (document, fingerprint) in later.changed {
            self.put(document, fingerprint);
        }
        for (stream, keys) in later.seen {
            self.seen.entry(stream).or_default().extend(keys);
        }
        self.unchanged += later.unchanged;
        self.scopes.extend(later.scopes);
        self.findings.extend(later.findings);
    }

    /// What a later delivery says as it was known before all of this is no news any more.
    fn take_back(&mut self, later: &Self) {
        let said_again = |document: &Document| {
            let place = (document.head.stream.clone(), document.head.key.clone());
            let seen = later.seen.get(&place.0).is_some_and(|keys| keys.contains(&place.1));
            seen && !later.places.contains_key(&place)
        };
        let before = self.changed.len();
        self.changed.retain(|(document, _)| !said_again(document));
        if self.changed.len() < before {
            let place = |(at, (document, _)): (usize, &(Document, Hash))| {
                ((document.head.stream.clone(), document.head.key.clone()), at)
            };
            self.places = self.changed.iter().enumerate().map(place).collect();
        }
    }

    fn put(&mut self, document: Document, fingerprint: Hash) {
        let place = (document.head.stream.clone(), document.head.key.clone());
        match self.places.get(&place) {
            Some(index) => self.changed[*index] = (document, fingerprint),
            None => {
                self.places.insert(place, self.changed.len());
                self.changed.push((document, fingerprint));
            }
        }
    }

    /// Leaves out documents that a newer message has already spoken of.
    pub fn leave_out(&mut self, newer: &HashSet<(Name, String)>) {
        self.changed.retain(|(document, _)| {
            !newer.contains(&(document.head.stream.clone(), document.head.key.clone()))
        });
        self.places.clear();
    }

    /// How many documents were read.
    pub fn read(&self) -> u64 {
        self.seen.values().map(|keys| keys.len() as u64).sum()
    }

    /// Known documents that are missing within a complete scope: stream, key.
    pub fn departed(&self, known: &Known) -> Vec<(Name, String)> {
        let mut departed = Vec::new();
        for (stream, documents) in known {
            let scopes: Vec<&Scope> = self.scopes.iter().filter(|scope| scope.stream == *stream).collect();
            let seen = self.seen.get(stream);
            for (key, fingerprint) in documents {
                let missing = !seen.is_some_and(|seen| seen.contains(key));
                if missing && scopes.iter().any(|scope| scope.covers(stream, &fingerprint.partition)) {
                    departed.push((stream.clone(), key.clone()));
                }
            }
        }
        departed.sort();
        departed
    }

    /// Whether everything of a stream was seen.
    pub fn complete(&self, stream: &str) -> bool {
        self.scopes.iter().any(|scope| scope.complete && scope.stream == stream && scope.partition.is_none())
    }
}

/// Loads what is known of a connection's documents.
pub(crate) async fn known(
    tenant: &Tenant,
    connection: ConnectionId,
    crosswalk: &Crosswalk,
) -> Result<Known, EngineError> {
    let streams: HashSet<&Name> = crosswalk.streams.iter().map(|stream| &stream.from).collect();
    let mut known = Known::new();
    for stream in streams {
        let documents: HashMap<String, Fingerprint> =
            tenant.fingerprints(connection, stream).await?.into_iter().collect();
        if !documents.is_empty() {
            known.insert(stream.clone(), documents);
        }
    }
    Ok(known)
}

/// Takes documents for one extract.
pub(crate) struct Sink {
    known: Arc<Known>,
    version: u32,
    cancel: CancellationToken,
    /// What was read so far.
    pub extract: Extract,
}

impl Sink {
    /// A sink that knows what was said before under this version of the mapping.
    pub fn new(known: Arc<Known>, version: u32, cancel: CancellationToken) -> Self {
        Self { known, version, cancel, extract: Extract::default() }
    }

    fn fingerprint(&self, document: &Document) -> Hash {
        let mut hasher = Hasher::new("document under mapping");
        hasher.part(&document.fingerprint().0).part(&self.version.to_le_bytes());
        hasher.finish()
    }

    fn is_known(&self, document: &Document, fingerprint: Hash) -> bool {
        let known = self.known.get(&document.head.stream).and_then(|stream| stream.get(&document.head.key));
        known.is_some_and(|known| known.settled && known.hash == fingerprint)
    }
}

impl DocumentSink for Sink {
    fn document(&mut self, document: Document) -> Result<(), KitError> {
        if self.cancel.is_cancelled() {
            return Err(KitError::Cancelled);
        }
        let fingerprint = self.fingerprint(&document);
        let place = (document.head.stream.clone(), document.head.key.clone());
        let is_known = self.is_known(&document, fingerprint);
        let extract = &mut self.extract;
        if !document.gone {
            extract.seen.entry(place.0.clone()).or_default().insert(place.1.clone());
        }
        // What was said already, and not contradicted within this extract, is not looked at again.
        if is_known && !extract.places.contains_key(&place) {
            extract.unchanged += 1;
        } else {
            extract.put(document, fingerprint);
        }
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.extract.findings.push(finding);
    }

    fn scope(&mut self, scope: Scope) {
        self.extract.scopes.push(scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::SourceRecord;

    fn pupil(key: &str, tutor: &str) -> Document {
        let mut head = SourceRecord::new("students", key);
        head.fields.insert("tutor".into(), tutor.into());
        Document::of(head, "1/09")
    }

    fn read(known: &Known, documents: &[Document], scopes: Vec<Scope>) -> Extract {
        let mut sink = Sink::new(Arc::new(known.clone()), 1, CancellationToken::new());
        for document in documents {
            sink.document(document.clone()).unwrap();
        }
        scopes.into_iter().for_each(|scope| sink.scope(scope));
        sink.extract
    }

    fn remember(documents: &[Document]) -> Known {
        let extract = read(&Known::new(), documents, vec![]);
        let rows = extract.changed.into_iter().map(|(document, hash)| {
            (document.head.key, Fingerprint { hash, partition: document.partition, settled: true })
        });
        Known::from([("students".into(), rows.collect())])
    }

    #[test]
    fn unchanged_is_dropped_and_only_complete_scopes_depart() {
        let known = remember(&[pupil("a", "9X"), pupil("b", "9X")]);
        let again = read(&known, &[pupil("a", "9X")], vec![]);
        assert_eq!((again.changed.len(), again.unchanged), (0, 1));
        assert!(again.departed(&known).is_empty());
        let whole = read(&known, &[pupil("a", "9Y")], vec![Scope::complete("students", Some("1/09".into()))]);
        assert_eq!(whole.departed(&known), [("students".into(), "b".to_owned())]);
        let other_year =
            read(&known, &[pupil("a", "9Y")], vec![Scope::complete("students", Some("1/10".into()))]);
        assert!(other_year.departed(&known).is_empty());
    }

    #[test]
    fn a_new_mapping_version_makes_everything_new() {
        let known = remember(&[pupil("a", "9X")]);
        let mut sink = Sink::new(Arc::new(known), 2, CancellationToken::new());
        sink.document(pupil("a", "9X")).unwrap();
        assert_eq!(sink.extract.changed.len(), 1);
    }

    #[test]
    fn the_later_word_counts() {
        let extract = read(&Known::new(), &[pupil("a", "9X"), pupil("a", "9Z")], vec![]);
        assert_eq!(extract.changed.len(), 1);
        assert_eq!(extract.changed[0].0.head.fields["tutor"].as_text(), Some("9Z"));
    }

    #[test]
    fn there_and_back_within_a_burst_is_no_news() {
        let known = remember(&[pupil("a", "9X")]);
        let mut burst = read(&known, &[pupil("a", "9Y"), pupil("b", "9X")], vec![]);
        burst.absorb(read(&known, &[pupil("a", "9X")], vec![]));
        assert_eq!(burst.changed.len(), 1);
        burst.absorb(read(&known, &[pupil("b", "9Z")], vec![]));
        assert_eq!(burst.changed[0].0.head.fields["tutor"].as_text(), Some("9Z"));
    }

    #[test]
    fn a_cancelled_read_stops_at_the_next_document() {
        let token = CancellationToken::new();
        let mut sink = Sink::new(Arc::default(), 1, token.clone());
        token.cancel();
        assert_eq!(sink.document(pupil("a", "9X")), Err(KitError::Cancelled));
    }
}

//! EXTRACT: takes documents as they are read and keeps only those that say something new.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crosswalk_connector_kit::{DocumentSink, KitError};
use crosswalk_model::{ConnectionId, Crosswalk, DeliveryId, Document, Finding, Hash, Hasher, Name, Scope};
use crosswalk_store::{Fingerprint, Tenant};
use tokio_util::sync::CancellationToken;

use super::heard::Heard;
use crate::Result;

/// What is known of a connection's documents before it is read.
pub(crate) type Known = HashMap<Name, HashMap<String, Fingerprint>>;

/// A document that says something new.
pub(crate) struct Said {
    /// The document.
    pub document: Document,
    /// The fingerprint to remember.
    pub fingerprint: Hash,
    /// The delivery in which it can be read again.
    pub delivery: Option<DeliveryId>,
}

impl Said {
    fn place(&self) -> (Name, String) {
        (self.document.head.stream.clone(), self.document.head.key.clone())
    }
}

/// What was read.
#[derive(Default)]
pub(crate) struct Extract {
    /// Documents that say something new.
    pub changed: Vec<Said>,
    /// How many documents say what they said before.
    pub unchanged: u64,
    /// Everything that was spoken of.
    pub heard: Heard,
    /// What was odd.
    pub findings: Vec<Finding>,
    /// What newer messages have spoken of: of that, this one has nothing to say any more.
    newer: Heard,
    places: HashMap<(Name, String), usize>,
}

impl Extract {
    /// Leaves out what newer messages have spoken of.
    pub fn yield_to(&mut self, newer: &Heard) {
        self.leave_out(newer);
        self.newer.add(newer);
    }

    fn leave_out(&mut self, newer: &Heard) {
        self.changed.retain(|said| {
            let head = &said.document.head;
            !newer.decides(&head.stream, &head.key, &said.document.partition)
        });
        self.places.clear();
    }

    /// Adds what the next message of the same source says; where both speak, its word counts.
    pub fn absorb(&mut self, later: Extract) {
        self.leave_out(&later.heard);
        self.changed.extend(later.changed);
        self.unchanged += later.unchanged;
        self.heard.add(&later.heard);
        self.newer.add(&later.newer);
        self.findings.extend(later.findings);
    }

    /// Whether there is nothing to take in: no document says anything new, and nothing is said of what is missing.
    pub fn is_idle(&self, known: &Known) -> bool {
        self.changed.is_empty() && self.departed(known).is_empty()
    }

    /// Known documents that are missing within a complete scope: stream, key.
    pub fn departed(&self, known: &Known) -> Vec<(Name, String)> {
        let mut departed = Vec::new();
        for (stream, documents) in known {
            for (key, print) in documents {
                let missing = !self.heard.sees(stream, key) && self.heard.covers(stream, &print.partition);
                if missing && !self.newer.decides(stream, key, &print.partition) {
                    departed.push((stream.clone(), key.clone()));
                }
            }
        }
        departed.sort();
        departed
    }
}

/// Loads what is known of a connection's documents.
pub(crate) async fn known(tenant: &Tenant, connection: ConnectionId, crosswalk: &Crosswalk) -> Result<Known> {
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
    under: Hash,
    delivery: Option<DeliveryId>,
    cancel: CancellationToken,
    /// What was read so far.
    pub extract: Extract,
}

impl Sink {
    /// A sink that knows what was said before, under the same rules.
    pub fn new(known: Arc<Known>, under: Hash, cancel: CancellationToken) -> Self {
        Self { known, under, delivery: None, cancel, extract: Extract::default() }
    }

    /// The same, for what one delivery says.
    pub fn of(mut self, delivery: DeliveryId) -> Self {
        self.delivery = Some(delivery);
        self
    }

    fn fingerprint(&self, document: &Document) -> Hash {
        let mut hasher = Hasher::new("document under rules");
        hasher.part(&document.fingerprint().0).part(&self.under.0);
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
        let is_known = self.is_known(&document, fingerprint);
        let said = Said { document, fingerprint, delivery: self.delivery };
        let extract = &mut self.extract;
        extract.heard.note(&said.document);
        match extract.places.get(&said.place()) {
            // The same record again in one extract: the later word counts.
            Some(index) => extract.changed[*index] = said,
            None if is_known => extract.unchanged += 1,
            None => {
                extract.places.insert(said.place(), extract.changed.len());
                extract.changed.push(said);
            }
        }
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.extract.findings.push(finding);
    }

    fn scope(&mut self, scope: Scope) {
        self.extract.heard.scopes.push(scope);
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
        let mut sink = Sink::new(Arc::new(known.clone()), Hash([1; 32]), CancellationToken::new());
        for document in documents {
            sink.document(document.clone()).unwrap();
        }
        scopes.into_iter().for_each(|scope| sink.scope(scope));
        sink.extract
    }

    fn remember(documents: &[Document]) -> Known {
        let extract = read(&Known::new(), documents, vec![]);
        let rows = extract.changed.into_iter().map(|said| {
            let Said { document, fingerprint: hash, .. } = said;
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
    fn other_rules_make_everything_new() {
        let known = remember(&[pupil("a", "9X")]);
        let mut sink = Sink::new(Arc::new(known), Hash([2; 32]), CancellationToken::new());
        sink.document(pupil("a", "9X")).unwrap();
        assert_eq!(sink.extract.changed.len(), 1);
    }

    #[test]
    fn the_later_word_counts() {
        let extract = read(&Known::new(), &[pupil("a", "9X"), pupil("a", "9Z")], vec![]);
        assert_eq!(extract.changed.len(), 1);
        assert_eq!(extract.changed[0].document.head.fields["tutor"].as_text(), Some("9Z"));
    }

    #[test]
    fn there_and_back_within_a_burst_is_no_news() {
        let known = remember(&[pupil("a", "9X")]);
        let mut burst = read(&known, &[pupil("a", "9Y"), pupil("b", "9X")], vec![]);
        burst.absorb(read(&known, &[pupil("a", "9X")], vec![]));
        assert_eq!(burst.changed.len(), 1);
        burst.absorb(read(&known, &[pupil("b", "9Z")], vec![]));
        assert_eq!(burst.changed[0].document.head.fields["tutor"].as_text(), Some("9Z"));
    }

    #[test]
    fn a_cancelled_read_stops_at_the_next_document() {
        let token = CancellationToken::new();
        let mut sink = Sink::new(Arc::default(), Hash([1; 32]), token.clone());
        token.cancel();
        assert_eq!(sink.document(pupil("a", "9X")), Err(KitError::Cancelled));
    }

    fn full() -> Vec<Scope> {
        vec![Scope::complete("students", Some("1/09".into()))]
    }

    #[test]
    fn a_late_full_neither_undoes_nor_removes_what_a_newer_part_said() {
        let known = remember(&[pupil("a", "9X"), pupil("new", "9X")]);
        let mut late = read(&known, &[pupil("a", "9OLD")], full());
        assert_eq!((late.changed.len(), late.departed(&known).len()), (1, 1));
        late.yield_to(&read(&known, &[pupil("a", "9X"), pupil("new", "9X")], vec![]).heard);
        assert!(late.is_idle(&known));
    }

    #[test]
    fn the_next_message_of_a_burst_overrules_the_one_before() {
        let known = remember(&[pupil("a", "9X"), pupil("b", "9X")]);
        let mut burst = read(&known, &[pupil("a", "9Y"), pupil("b", "9Y"), pupil("c", "9Y")], vec![]);
        // Back as it was: nothing new is left of it.
        burst.absorb(read(&known, &[pupil("a", "9X")], vec![]));
        assert_eq!(burst.changed.len(), 2);
        // A full without c, whom only the first message knew.
        burst.absorb(read(&known, &[pupil("a", "9X"), pupil("b", "9Z")], full()));
        let keys: Vec<&str> = burst.changed.iter().map(|said| said.document.head.key.as_str()).collect();
        assert_eq!(keys, ["b"]);
        assert!(burst.departed(&known).is_empty());
    }
}

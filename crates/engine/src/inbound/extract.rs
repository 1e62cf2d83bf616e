//! EXTRACT: takes documents as they are read and keeps only those that say something new; their words wait on the
//! disk, so that memory holds keys and fingerprints, and no records.

use std::collections::HashMap;
use std::sync::Arc;

use crosswalk_connector_kit::{DocumentSink, KitError};
use crosswalk_model::{DeliveryId, Document, Finding, Hash, Hasher, Name, Scope};
use crosswalk_store::{Blobs, SourceStamp, Spill, Spilled, StoreError};
use tokio_util::sync::CancellationToken;

use super::heard::{Heard, Mark, Spoken, mark};
use super::known::Known;
use crate::Result;

/// A document that says something new, without its words.
pub(crate) struct Said {
    /// Its stream.
    pub stream: Name,
    /// Its key.
    pub key: String,
    /// The part of the stream that it belongs to.
    pub partition: Arc<str>,
    /// Whether it says that its head has gone.
    pub gone: bool,
    /// Streams that it does not speak for.
    pub silent: Vec<Name>,
    /// The fingerprint to remember.
    pub fingerprint: Hash,
    /// The delivery in which it can be read again.
    pub delivery: Option<DeliveryId>,
    words: Words,
}

/// Where a document's words wait: in which volume, as the how manieth.
type Words = (usize, u64);

impl Said {
    /// Its stream and key.
    pub fn place(&self) -> (Name, String) {
        (self.stream.clone(), self.key.clone())
    }
}

/// What was read.
#[derive(Default)]
pub(crate) struct Extract {
    /// Documents that say something new.
    pub changed: Vec<Said>,
    /// How many documents say what they said before.
    pub unchanged: u64,
    /// How many of them were not even read, since their source bears the stamp that it bore.
    pub unread: u64,
    /// The stamp of what was read, where the source has one.
    pub stamp: Option<Hash>,
    /// Everything that was spoken of.
    pub heard: Heard,
    /// What was odd.
    pub findings: Vec<Finding>,
    volumes: Vec<Spilled<Document>>,
    /// What newer messages have spoken of since when: of that, this one has nothing to say any more.
    newer: Option<(Arc<Spoken>, i64)>,
}

impl Extract {
    /// Leaves out what newer messages have spoken of since a time.
    pub fn yield_to(&mut self, newer: &Arc<Spoken>, since: i64) {
        self.changed.retain(|said| !newer.decides_since(since, &said.stream, &said.key, &said.partition));
        self.newer = Some((newer.clone(), since));
    }

    /// Puts what several messages of one source say together, the oldest first; where two speak, the later word
    /// counts. All of them yield to the same newer ones.
    pub fn of_messages(messages: Vec<Self>) -> Self {
        let mut all = Self::default();
        for earlier in messages.into_iter().rev() {
            all.add_earlier(earlier);
        }
        all
    }

    fn add_earlier(&mut self, earlier: Self) {
        let first = self.volumes.len();
        let new = earlier.changed.into_iter();
        let new = new.filter(|said| !self.heard.decides(&said.stream, &said.key, &said.partition));
        self.changed.extend(new.map(|said| Said { words: (first + said.words.0, said.words.1), ..said }));
        self.volumes.extend(earlier.volumes);
        self.unchanged += earlier.unchanged;
        self.heard.add_earlier(&earlier.heard);
        self.findings.splice(0..0, earlier.findings);
        let since = |newer: &Option<(Arc<Spoken>, i64)>| newer.as_ref().map(|(_, since)| *since);
        let least = [since(&self.newer), since(&earlier.newer)].into_iter().flatten().min();
        self.newer =
            self.newer.take().or(earlier.newer).zip(least).map(|((spoken, _), least)| (spoken, least));
    }

    /// What a source says that bears the stamp of the last time: the same, with the same oddities.
    pub fn of_the_same(known: SourceStamp) -> Self {
        let SourceStamp { stamp, documents, findings, .. } = known;
        let stamp = Some(stamp);
        Self { unchanged: documents, unread: documents, stamp, findings, ..Self::default() }
    }

    /// How many documents there were.
    pub fn count(&self) -> u64 {
        self.heard.count() + self.unread
    }

    /// Whether there is nothing to take in: no document says anything new, and nothing is said of what is missing.
    pub fn is_idle(&self, known: &Known) -> bool {
        self.changed.is_empty() && self.departed(known).is_empty()
    }

    /// Known documents that are missing within a complete scope: stream, key.
    pub fn departed(&self, known: &Known) -> Vec<(Name, String)> {
        let mut departed = Vec::new();
        for (stream, documents) in known {
            let Some(scopes) = self.heard.scopes.of(stream) else { continue };
            for (key, partition) in documents.documents() {
                let missing = scopes.covers(partition) && !self.heard.sees(stream, key);
                if missing && !self.is_decided_by_newer(stream, key, partition) {
                    departed.push((stream.clone(), key.to_owned()));
                }
            }
        }
        departed.sort();
        departed
    }

    fn is_decided_by_newer(&self, stream: &Name, key: &str, partition: &str) -> bool {
        let newer = self.newer.as_ref();
        newer.is_some_and(|(spoken, since)| spoken.decides_since(*since, stream, key, partition))
    }

    /// Reads the words of all changed documents, each with its place among them.
    ///
    /// # Errors
    /// When they cannot be read, or when `each` cannot go on.
    pub fn read(&self, mut each: impl FnMut(usize, Document) -> Result<()>) -> Result<()> {
        let mut places: Vec<usize> = (0..self.changed.len()).collect();
        places.sort_unstable_by_key(|place| self.changed[*place].words);
        let mut places = places.into_iter().peekable();
        for (n, volume) in self.volumes.iter().enumerate() {
            let mut reader = volume.open()?;
            for at in 0..volume.len() {
                let Some(place) = places.next_if(|place| self.changed[*place].words == (n, at)) else {
                    reader.skip()?;
                    continue;
                };
                if let Some(document) = reader.read()? {
                    each(place, document)?;
                }
            }
        }
        Ok(())
    }
}

/// Takes documents for one extract.
pub(crate) struct Sink {
    known: Arc<Known>,
    under: Hash,
    delivery: Option<DeliveryId>,
    cancel: CancellationToken,
    words: Spill<Document>,
    /// Where the documents that say something new stand among them.
    places: HashMap<Mark, u32>,
    extract: Extract,
    failed: Option<StoreError>,
}

impl Sink {
    /// A sink that knows what was said before, under the same rules.
    pub fn new(blobs: &Blobs, known: Arc<Known>, under: Hash, cancel: CancellationToken) -> Self {
        let (words, places, extract) = (blobs.spill(), HashMap::new(), Extract::default());
        Self { known, under, delivery: None, cancel, words, places, extract, failed: None }
    }

    /// The same, for what one delivery says.
    pub fn of(mut self, delivery: DeliveryId) -> Self {
        self.delivery = Some(delivery);
        self
    }

    /// What was read.
    ///
    /// # Errors
    /// When the disk could not take it.
    pub fn finish(self) -> Result<Extract> {
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        let mut extract = self.extract;
        extract.volumes.push(self.words.finish()?);
        Ok(extract)
    }

    fn fingerprint(&self, document: &Document) -> Hash {
        let mut hasher = Hasher::new("document under rules");
        hasher.part(&document.fingerprint().0).part(&self.under.0);
        hasher.finish()
    }

    fn is_known(&self, document: &Document, fingerprint: Hash) -> bool {
        let known = self.known.get(&document.head.stream);
        known.is_some_and(|known| known.has_settled(&document.head.key, fingerprint))
    }

    fn keep(&mut self, document: Document, fingerprint: Hash) -> Result<Said, StoreError> {
        let words = (0, self.words.len());
        self.words.push(&document)?;
        let partition = self.extract.heard.partition(&document.partition);
        let Document { head, gone, silent, .. } = document;
        let (stream, key, delivery) = (head.stream, head.key, self.delivery);
        Ok(Said { stream, key, partition, gone, silent, fingerprint, delivery, words })
    }
}

impl DocumentSink for Sink {
    fn document(&mut self, document: Document) -> Result<(), KitError> {
        if self.cancel.is_cancelled() {
            return Err(KitError::Cancelled);
        }
        let fingerprint = self.fingerprint(&document);
        let is_known = self.is_known(&document, fingerprint);
        self.extract.heard.note(&document);
        let mark = mark(&document.head.stream, &document.head.key);
        let before = self.places.get(&mark).map(|place| *place as usize);
        if before.is_none() && is_known {
            self.extract.unchanged += 1;
            return Ok(());
        }
        let said = match self.keep(document, fingerprint) {
            Ok(said) => said,
            Err(error) => {
                // Reading ends here; why is told at the end.
                self.failed = Some(error);
                return Err(KitError::Cancelled);
            }
        };
        match before {
            // The same record again in one extract: the later word counts.
            Some(index) => self.extract.changed[index] = said,
            None => {
                self.places.insert(mark, u32::try_from(self.extract.changed.len()).unwrap_or(u32::MAX));
                self.extract.changed.push(said);
            }
        }
        Ok(())
    }

    fn finding(&mut self, finding: Finding) {
        self.extract.findings.push(finding);
    }

    fn scope(&mut self, scope: Scope) {
        self.extract.heard.scopes.add(&scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbound::known::KnownStream;
    use crosswalk_model::{SourceRecord, TenantId};
    use crosswalk_store::{Keys, Options, Place, Store};

    /// A place for words.
    struct Desk {
        blobs: Blobs,
        _folder: tempfile::TempDir,
    }

    async fn desk() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Folder(folder.path().to_owned());
        let store = Store::open(Options { place, keys: Keys::generate([7; 32]) }).await.unwrap();
        Desk { blobs: store.tenant(TenantId(uuid::Uuid::from_u128(1))).blobs(), _folder: folder }
    }

    impl Desk {
        fn sink(&self, known: &Known, under: u8) -> Sink {
            Sink::new(&self.blobs, Arc::new(known.clone()), Hash([under; 32]), CancellationToken::new())
        }

        fn read(&self, known: &Known, documents: &[Document], scopes: Vec<Scope>) -> Extract {
            let mut sink = self.sink(known, 1);
            documents.iter().for_each(|document| sink.document(document.clone()).unwrap());
            scopes.into_iter().for_each(|scope| sink.scope(scope));
            sink.finish().unwrap()
        }

        fn remember(&self, documents: &[Document]) -> Known {
            let extract = self.read(&Known::new(), documents, vec![]);
            let rows = extract.changed.into_iter();
            let rows = rows.map(|said| (said.key, said.fingerprint, said.partition.to_string(), true));
            Known::from([("students".into(), KnownStream::gather(rows))])
        }
    }

    fn pupil(key: &str, tutor: &str) -> Document {
        let mut head = SourceRecord::new("students", key);
        head.fields.insert("tutor".into(), tutor.into());
        Document::of(head, "1/09")
    }

    fn tutors(extract: &Extract) -> Vec<String> {
        let mut tutors = vec![String::new(); extract.changed.len()];
        let each = |place: usize, document: Document| {
            assert_eq!(extract.changed[place].key, document.head.key);
            tutors[place] = document.head.fields["tutor"].as_text().unwrap().to_owned();
            Ok(())
        };
        extract.read(each).unwrap();
        tutors
    }

    fn spoken(stamp: i64, extract: &Extract, scopes: &[Scope]) -> Arc<Spoken> {
        let mut spoken = Spoken::default();
        spoken.add(stamp, &extract.heard, scopes);
        Arc::new(spoken)
    }

    #[tokio::test]
    async fn unchanged_is_dropped_and_only_complete_scopes_depart() {
        let desk = desk().await;
        let known = desk.remember(&[pupil("a", "9X"), pupil("b", "9X")]);
        let again = desk.read(&known, &[pupil("a", "9X")], vec![]);
        assert_eq!((again.changed.len(), again.unchanged), (0, 1));
        assert!(again.departed(&known).is_empty());
        let year = |part: &str| vec![Scope::complete("students", Some(part.into()))];
        let whole = desk.read(&known, &[pupil("a", "9Y")], year("1/09"));
        assert_eq!(whole.departed(&known), [("students".into(), "b".to_owned())]);
        assert!(desk.read(&known, &[pupil("a", "9Y")], year("1/10")).departed(&known).is_empty());
    }

    #[tokio::test]
    async fn other_rules_make_everything_new() {
        let desk = desk().await;
        let mut sink = desk.sink(&desk.remember(&[pupil("a", "9X")]), 2);
        sink.document(pupil("a", "9X")).unwrap();
        assert_eq!(sink.finish().unwrap().changed.len(), 1);
    }

    #[tokio::test]
    async fn the_later_word_counts() {
        let said = [pupil("a", "9X"), pupil("b", "9Y"), pupil("a", "9Z")];
        assert_eq!(tutors(&desk().await.read(&Known::new(), &said, vec![])), ["9Z", "9Y"]);
    }

    #[tokio::test]
    async fn there_and_back_within_a_burst_is_no_news() {
        let desk = desk().await;
        let known = desk.remember(&[pupil("a", "9X"), pupil("b", "9X")]);
        let read = |documents: &[Document]| desk.read(&known, documents, vec![]);
        let burst = Extract::of_messages(vec![
            read(&[pupil("a", "9Y"), pupil("b", "9Y")]),
            read(&[pupil("a", "9X")]),
            read(&[pupil("b", "9Z")]),
        ]);
        assert_eq!(tutors(&burst), ["9Z"]);
    }

    #[tokio::test]
    async fn a_cancelled_read_stops_at_the_next_document() {
        let (desk, token) = (desk().await, CancellationToken::new());
        let mut sink = Sink::new(&desk.blobs, Arc::default(), Hash([1; 32]), token.clone());
        token.cancel();
        assert_eq!(sink.document(pupil("a", "9X")), Err(KitError::Cancelled));
    }

    fn full() -> Vec<Scope> {
        vec![Scope::complete("students", Some("1/09".into()))]
    }

    #[tokio::test]
    async fn a_late_full_neither_undoes_nor_removes_what_a_newer_part_said() {
        let desk = desk().await;
        let known = desk.remember(&[pupil("a", "9X"), pupil("new", "9X")]);
        let mut late = desk.read(&known, &[pupil("a", "9OLD")], full());
        assert_eq!((late.changed.len(), late.departed(&known).len()), (1, 1));
        let newer = desk.read(&known, &[pupil("a", "9X"), pupil("new", "9X")], vec![]);
        late.yield_to(&spoken(20, &newer, &[]), 20);
        assert_eq!(late.changed.len(), 1, "what was said at the same time is not newer");
        late.yield_to(&spoken(20, &newer, &[]), 10);
        assert!(late.is_idle(&known));
    }

    #[tokio::test]
    async fn the_next_message_of_a_burst_overrules_the_one_before() {
        let desk = desk().await;
        let known = desk.remember(&[pupil("a", "9X"), pupil("b", "9X")]);
        let burst = Extract::of_messages(vec![
            desk.read(&known, &[pupil("a", "9Y"), pupil("b", "9Y"), pupil("c", "9Y")], vec![]),
            // Back as it was: nothing new is left of it.
            desk.read(&known, &[pupil("a", "9X")], vec![]),
            // A full without c, whom only the first message knew.
            desk.read(&known, &[pupil("a", "9X"), pupil("b", "9Z")], full()),
        ]);
        let keys: Vec<&str> = burst.changed.iter().map(|said| said.key.as_str()).collect();
        assert_eq!(keys, ["b"]);
        assert!(burst.departed(&known).is_empty());
    }
}

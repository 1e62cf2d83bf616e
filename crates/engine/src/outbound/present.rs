//! The destination as it is now, as far as it was read.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crosswalk_connector_kit::{Connection, PresentRecord, ReadBack};
use crosswalk_model::{Name, Timestamp};
use crosswalk_reconcile::outbound::Present;
use tokio_util::sync::CancellationToken;

use crate::Result;

/// From so many keys on, the whole stream is read: pages are then cheaper than keys.
const MOST_KEYS: usize = 1_000;

/// How much of a destination a run reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// All of it: a reconcile.
    Everything,
    /// Only the records that would change.
    Changed,
    /// Nothing: the ledger is taken for the present state.
    Nothing,
}

/// What was read of the streams of a destination.
pub(crate) struct Destination<'a> {
    connection: &'a dyn Connection,
    cancel: CancellationToken,
    streams: BTreeMap<Name, PresentStream>,
}

/// What was read of one stream.
#[derive(Default)]
pub(crate) struct PresentStream {
    /// Whether all of it was read.
    whole: bool,
    /// The keys that were asked for one by one.
    asked: HashSet<String>,
    records: HashMap<String, PresentRecord>,
}

impl PresentStream {
    /// Whether it is known if there is a record with this key.
    fn knows(&self, key: &str) -> bool {
        self.whole || self.asked.contains(key)
    }

    /// Whether a record was looked for and is not there.
    pub fn lacks(&self, key: &str) -> bool {
        self.knows(key) && !self.records.contains_key(key)
    }

    /// What the truth table reads of one record.
    pub fn record(&self, key: &str) -> Present {
        match self.records.get(key) {
            Some(record) => Present::Here {
                foreign_id: record.foreign_id.clone(),
                fields: record.fields.clone(),
                active: record.active,
            },
            None if self.knows(key) => Present::None,
            None => Present::NotRead,
        }
    }
}

impl<'a> Destination<'a> {
    /// Of which nothing was read yet.
    pub fn unread(connection: &'a dyn Connection, streams: &[Name], cancel: &CancellationToken) -> Self {
        let streams = streams.iter().map(|name| (name.clone(), PresentStream::default())).collect();
        Self { connection, cancel: cancel.clone(), streams }
    }

    /// What was read of one stream.
    pub fn stream(&self, name: &Name) -> Option<&PresentStream> {
        self.streams.get(name)
    }

    /// What the truth table reads of one record.
    pub fn record(&self, stream: &Name, key: &str) -> Present {
        self.streams.get(stream).map_or(Present::NotRead, |stream| stream.record(key))
    }

    /// Reads everything.
    pub async fn read_all(&mut self) -> Result<()> {
        let names: Vec<Name> = self.streams.keys().cloned().collect();
        for name in names {
            self.read(&name, None).await?;
        }
        Ok(())
    }

    /// Reads the records that were not read yet. Whether there were any is given back.
    pub async fn read_missing(&mut self, wanted: &BTreeMap<Name, BTreeSet<String>>) -> Result<bool> {
        let mut any = false;
        for (name, keys) in wanted {
            let Some(stream) = self.streams.get(name) else { continue };
            let keys: Vec<String> = keys.iter().filter(|key| !stream.knows(key)).cloned().collect();
            if !keys.is_empty() {
                any = true;
                self.read(name, (keys.len() <= MOST_KEYS).then_some(keys)).await?;
            }
        }
        Ok(any)
    }

    async fn read(&mut self, name: &Name, keys: Option<Vec<String>>) -> Result<()> {
        let _stage = crosswalk_faults::enter(crosswalk_faults::Stage::Extract);
        let request = ReadBack { stream: name.to_string(), keys: keys.clone(), cancel: self.cancel.clone() };
        let came = self.connection.read_back(&request).await?;
        let stream = self.streams.entry(name.clone()).or_default();
        stream.records.extend(came.into_iter().map(|record| (record.key.clone(), record)));
        match keys {
            Some(keys) => stream.asked.extend(keys),
            None => stream.whole = true,
        }
        Ok(())
    }
}

/// Whether a reconcile is due: none was made yet, or as many days have passed.
pub(crate) fn is_due(last: Option<Timestamp>, days: u16, now: Timestamp) -> bool {
    let seconds = i64::from(days) * 86_400;
    // An hour is let off, so that a nightly run that starts a little early is not put off by a whole day.
    last.is_none_or(|last| now.as_second() - last.as_second() >= seconds - 3_600)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::Fields;

    fn record(key: &str) -> (String, PresentRecord) {
        let record = PresentRecord { key: key.into(), foreign_id: None, fields: Fields::new(), active: true };
        (key.into(), record)
    }

    #[test]
    fn only_what_was_looked_for_can_be_missing() {
        let records = HashMap::from([record("a")]);
        let some = PresentStream { whole: false, asked: ["a".into(), "b".into()].into(), records };
        assert!(matches!(some.record("a"), Present::Here { active: true, .. }));
        assert_eq!(some.record("b"), Present::None);
        assert_eq!(some.record("c"), Present::NotRead);
        assert_eq!(["a", "b", "c"].map(|key| some.lacks(key)), [false, true, false]);
        let whole = PresentStream { whole: true, ..PresentStream::default() };
        assert_eq!(whole.record("c"), Present::None);
    }

    #[test]
    fn a_reconcile_is_due_after_its_days() {
        let at = |hours: i64| Timestamp::from_second(1_800_000_000 + hours * 3_600).unwrap();
        let table = [(None, 0, true), (Some(0), 23, true), (Some(0), 22, false), (Some(0), 48, true)];
        for (last, now, due) in table {
            assert_eq!(is_due(last.map(at), 1, at(now)), due, "{last:?} {now}");
        }
        assert!(!is_due(Some(at(0)), 7, at(6 * 24)) && is_due(Some(at(0)), 7, at(7 * 24)));
    }
}

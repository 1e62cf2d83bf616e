//! What messages claim to be complete for, found by stream and partition.

use std::collections::HashMap;

use crosswalk_model::{Name, Scope};

/// Scopes of one or several messages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scopes(HashMap<Name, OfStream>);

/// What is claimed of one stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct OfStream {
    /// Of the stream as a whole: whether it is complete. `None` when nothing is claimed of the whole.
    whole: Option<bool>,
    /// By partition whether it is complete.
    parts: HashMap<String, bool>,
}

impl OfStream {
    /// Whether anything is claimed of the whole stream.
    pub fn speaks_of_whole(&self) -> bool {
        self.whole.is_some()
    }

    /// Whether anything is claimed that a document of a partition belongs to.
    pub fn speaks_of(&self, partition: &str) -> bool {
        self.whole.is_some() || self.parts.contains_key(partition)
    }

    /// Whether all of a partition was seen.
    pub fn covers(&self, partition: &str) -> bool {
        self.whole == Some(true) || self.parts.get(partition) == Some(&true)
    }

    /// Whether anything of it is complete.
    fn any_complete(&self) -> bool {
        self.whole == Some(true) || self.parts.values().any(|complete| *complete)
    }

    /// How many partitions are complete.
    pub fn complete_parts(&self) -> usize {
        self.parts.values().filter(|complete| **complete).count()
    }

    /// Where two speak of the same, it is complete if one of them says so.
    fn add(&mut self, partition: Option<&str>, complete: bool) {
        match partition {
            None => self.whole = Some(self.whole.unwrap_or_default() || complete),
            Some(part) => match self.parts.get_mut(part) {
                Some(known) => *known |= complete,
                None => drop(self.parts.insert(part.to_owned(), complete)),
            },
        }
    }
}

impl Scopes {
    /// Adds what one message claims.
    pub fn add(&mut self, scope: &Scope) {
        let stream = self.0.entry(scope.stream.clone()).or_default();
        stream.add(scope.partition.as_deref(), scope.complete);
    }

    /// Adds what others claim.
    pub fn extend(&mut self, others: &Self) {
        for (name, other) in &others.0 {
            let own = self.0.entry(name.clone()).or_default();
            if let Some(complete) = other.whole {
                own.add(None, complete);
            }
            other.parts.iter().for_each(|(part, complete)| own.add(Some(part), *complete));
        }
    }

    /// What is claimed of a stream.
    pub fn of(&self, stream: &str) -> Option<&OfStream> {
        self.0.get(stream)
    }

    /// All streams of which something is claimed.
    pub fn streams(&self) -> impl Iterator<Item = (&Name, &OfStream)> {
        self.0.iter()
    }

    /// Whether all of a partition of a stream was seen.
    pub fn covers(&self, stream: &str, partition: &str) -> bool {
        self.of(stream).is_some_and(|stream| stream.covers(partition))
    }

    /// Whether all of a stream was seen.
    pub fn complete(&self, stream: &str) -> bool {
        self.of(stream).is_some_and(|stream| stream.whole == Some(true))
    }

    /// Whether anything at all is complete.
    pub fn any_complete(&self) -> bool {
        self.0.values().any(OfStream::any_complete)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(list: &[(Option<&str>, bool)]) -> Scopes {
        let mut scopes = Scopes::default();
        for (partition, complete) in list {
            let partition = partition.map(str::to_owned);
            scopes.add(&Scope { stream: "students".into(), partition, complete: *complete });
        }
        scopes
    }

    #[test]
    fn what_is_covered() {
        let table = [
            ("nothing", vec![], false, false, false),
            ("one year", vec![(Some("1/09"), true)], true, false, false),
            ("one year that broke off", vec![(Some("1/09"), false)], false, false, false),
            (
                "broke off, then came whole",
                vec![(Some("1/09"), false), (Some("1/09"), true)],
                true,
                false,
                false,
            ),
            ("the whole stream", vec![(None, true)], true, true, true),
            ("the whole stream broke off", vec![(None, false), (Some("1/09"), true)], true, false, false),
        ];
        for (name, list, nine, ten, whole) in table {
            let scopes = scopes(&list);
            assert_eq!(scopes.covers("students", "1/09"), nine, "{name}");
            assert_eq!(scopes.covers("students", "1/10"), ten, "{name}");
            assert_eq!(scopes.complete("students"), whole, "{name}");
            assert!(!scopes.covers("staff", "1/09"), "{name}");
            let mut twice = Scopes::default();
            twice.extend(&scopes);
            assert_eq!(twice.covers("students", "1/09"), nine, "{name}");
            assert_eq!(scopes.any_complete(), nine || whole, "{name}");
        }
    }
}

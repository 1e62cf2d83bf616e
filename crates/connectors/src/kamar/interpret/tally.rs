//! Counts what a message held, and concludes what it is complete for. Only a full list of people or subjects whose
//! count is right, of which no record was left out, says that who is missing from it has gone.

use std::collections::{BTreeMap, BTreeSet};

use crosswalk_model::{Document, Finding, Name, Scope};

use super::setting::UNKNOWN;
use crate::kamar::wire::format::Mended;

/// What a full message may hold, and what it is called.
const FULL: [(&str, &str); 3] = [("students", "pupils"), ("staff", "staff"), ("subjects", "subjects")];

/// What was read.
pub struct Tally {
    full: bool,
    lists: BTreeMap<String, List>,
    read: BTreeMap<&'static str, Stream>,
    /// Lessons, which are counted when the message is over.
    pub lessons: usize,
}

struct List {
    seen: usize,
    announced: Option<i64>,
}

#[derive(Default)]
struct Stream {
    documents: usize,
    left_out: usize,
    partitions: BTreeSet<String>,
    keys: BTreeSet<String>,
}

impl Tally {
    /// For a message of one kind.
    pub fn new(kind: &str) -> Self {
        Self { full: kind == "full", lists: BTreeMap::new(), read: BTreeMap::new(), lessons: 0 }
    }

    /// Counts a record, read or left out. Somebody who is in a list twice is worth a finding.
    pub fn record(&mut self, stream: &'static str, document: Option<&Document>) -> Option<Finding> {
        let read = self.read.entry(stream).or_default();
        let Some(document) = document else {
            read.left_out += 1;
            return None;
        };
        read.documents += 1;
        if !FULL.iter().any(|(list, _)| *list == stream) {
            return None;
        }
        if !read.partitions.contains(&document.partition) {
            read.partitions.insert(document.partition.clone());
        }
        let twice = stream != "subjects" && !read.keys.insert(document.head.key.clone());
        twice.then(|| {
            let message = "This person is in the message more than once; the last record counts.";
            Finding::warning("twice_in_message", stream, document.head.key.as_str(), message)
        })
    }

    /// Notes the end of a list.
    pub fn list_end(&mut self, list: &str, seen: usize, announced: Option<i64>) {
        let known = self.lists.entry(list.to_owned()).or_insert(List { seen: 0, announced: None });
        known.seen += seen;
        known.announced = announced.or(known.announced);
    }

    /// Whether a list came, held something, and held as much as it said.
    pub fn sound(&self, list: &str) -> bool {
        self.lists.get(list).is_some_and(|list| list.seen > 0 && list.agrees())
    }

    /// What the message is complete for, and what is odd about it as a whole.
    pub fn conclude(&self, mended: Mended) -> (Vec<Scope>, Vec<Finding>) {
        let mut scopes = Vec::new();
        let mut findings = mends(mended);
        let differing = self.lists.iter().filter(|(_, list)| !list.agrees());
        findings.extend(differing.map(|(name, list)| list.differs(name)));
        if self.full {
            for (list, words) in FULL {
                findings.extend(self.missing(list, words));
                scopes.extend(self.scopes(list));
            }
            if self.complete("students") && self.complete("staff") {
                scopes.push(Scope::complete("classes", None));
            }
        }
        (scopes, findings)
    }

    fn complete(&self, list: &'static str) -> bool {
        self.sound(list) && self.read.get(list).is_some_and(|read| read.documents > 0 && read.left_out == 0)
    }

    /// What a list is complete for. A list that was not sent was not asked for, and says nothing; but a full without
    /// any people is no full.
    fn scopes(&self, list: &'static str) -> Vec<Scope> {
        let came = |list: &str| self.lists.contains_key(list);
        if !came(list) && (came("students") || came("staff")) {
            return Vec::new();
        }
        if !self.complete(list) {
            return vec![Scope { stream: Name::from(list), partition: None, complete: false }];
        }
        let known = |partition: &&String| partition.split('/').all(|part| part != UNKNOWN);
        let partitions =
            self.read.get(list).into_iter().flat_map(|read| read.partitions.iter().filter(known));
        partitions.map(|partition| Scope::complete(list, Some(partition.clone()))).collect()
    }

    fn missing(&self, list: &'static str, words: &str) -> Option<Finding> {
        match self.lists.get(list) {
            None => {
                let message = format!("This full message carries no {words}. Nobody is taken to have left.");
                let mut finding = Finding::warning("list_missing", list, "", message);
                finding.severity = crosswalk_model::Severity::Note;
                Some(finding)
            }
            Some(known) if known.seen == 0 => {
                let message = format!(
                    "This full message carries an empty list of {words}. Nothing is taken to have gone. \
                     Look at what is ticked for this service in KAMAR."
                );
                Some(Finding::warning("empty_list", list, "", message))
            }
            Some(_) => None,
        }
    }

    /// A sentence for the deliveries page.
    pub fn sentence(&self) -> String {
        const WORDS: [(&str, &str, &str); 5] = [
            ("students", "pupil", "pupils"),
            ("staff", "member of staff", "staff"),
            ("subjects", "subject", "subjects"),
            ("attendance", "attendance day", "attendance days"),
            ("calendar", "event", "events"),
        ];
        let documents = |stream: &str| self.read.get(stream).map_or(0, |read| read.documents);
        let mut parts: Vec<String> = WORDS
            .iter()
            .map(|(stream, one, many)| (documents(stream), one, many))
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| counted(number, one, many))
            .collect();
        parts.extend((self.lessons > 0).then(|| counted(self.lessons, "lesson", "lessons")));
        if parts.is_empty() {
            parts.push("Nothing to read".into());
        }
        let left_out: usize = self.read.values().map(|read| read.left_out).sum();
        parts.extend((left_out > 0).then(|| counted(left_out, "record left out", "records left out")));
        parts.join(", ")
    }
}

impl List {
    fn agrees(&self) -> bool {
        self.announced.is_none_or(|announced| usize::try_from(announced) == Ok(self.seen))
    }

    fn differs(&self, name: &str) -> Finding {
        let message = format!(
            "KAMAR announced {} records and sent {}. What was sent was taken over; nothing is taken to have gone.",
            self.announced.unwrap_or_default(),
            self.seen
        );
        Finding::warning("count_differs", name.to_owned(), "", message)
    }
}

fn mends(mended: Mended) -> Vec<Finding> {
    let mut findings = Vec::new();
    if mended.foreign > 0 {
        let message =
            "Some letters were not in UTF-8 and were read as Windows-1252. Look at names with macrons.";
        findings.push(Finding::warning("not_utf8", "message", "", message));
    }
    if mended.commas > 0 {
        let message =
            "There were commas too many, as old KAMAR builds write; the message was read without them.";
        findings.push(Finding::warning("mended_commas", "message", "", message));
    }
    findings
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

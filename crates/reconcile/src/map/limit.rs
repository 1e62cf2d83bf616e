//! So many findings and no more: a million bad dates must not fill the memory.

use std::collections::BTreeMap;

use crosswalk_model::{Finding, Name, Severity};

use super::condition::CONDITION_FAILED;

/// Findings of the same code, stream and field that are kept with their records.
const NAMED: u64 = 200;

/// Collects the findings of one run. Of those with the same code, stream and field the first 200 name their
/// records, the others are counted. A condition that could not be decided is told once and counted.
#[derive(Default)]
pub struct FindingLimit {
    kept: Vec<Finding>,
    groups: BTreeMap<(Name, Name, Option<Name>), Group>,
}

struct Group {
    seen: u64,
    severity: Severity,
}

impl FindingLimit {
    /// Takes the findings out of a list, so that the list can be used again.
    pub fn take(&mut self, findings: &mut Vec<Finding>) {
        for finding in findings.drain(..) {
            self.add(finding);
        }
    }

    /// Takes one finding.
    pub fn add(&mut self, finding: Finding) {
        let about = (finding.code.clone(), finding.stream.clone(), finding.field.clone());
        let group = self.groups.entry(about).or_insert(Group { seen: 0, severity: finding.severity });
        group.seen += 1;
        group.severity = group.severity.max(finding.severity);
        if group.seen <= named(&finding.code) {
            self.kept.push(finding);
        }
    }

    /// The findings in the order in which they came, and one without a key for each group that was cut short.
    pub fn finish(self) -> Vec<Finding> {
        let mut all = self.kept;
        for ((code, stream, field), group) in self.groups {
            let more = group.seen.saturating_sub(named(&code));
            if more > 0 {
                let (severity, message) = (group.severity, counted(more));
                all.push(Finding { code, severity, stream, key: String::new(), field, message });
            }
        }
        all
    }
}

fn named(code: &str) -> u64 {
    if code == CONDITION_FAILED { 1 } else { NAMED }
}

fn counted(more: u64) -> String {
    match more {
        1 => "The same was found in 1 more record.".to_owned(),
        more => format!("The same was found in {more} more records."),
    }
}

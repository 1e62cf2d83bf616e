//! What was odd, told so that a person can mend it. Of one kind in one file only the first are told one by one.

use std::collections::BTreeMap;

use crosswalk_model::{Finding, Severity};
use crosswalk_standards::delimited::{Note, NoteKind};

/// How many findings of one kind in one file are told one by one.
const TOLD: u64 = 50;

/// Where something stands.
#[derive(Clone, Copy)]
pub(super) struct Spot<'s> {
    pub file: &'s str,
    pub line: u64,
    pub stream: &'static str,
    /// The record's key; empty where it has none.
    pub key: &'s str,
}

/// Gathers findings.
#[derive(Default)]
pub(super) struct Notes {
    findings: Vec<Finding>,
    counts: BTreeMap<(&'static str, String), (u64, &'static str)>,
}

impl Notes {
    /// A value was dropped or doubted, the record kept.
    pub(super) fn doubt(&mut self, code: &'static str, spot: Spot<'_>, field: Option<&str>, sentence: &str) {
        self.row(code, spot, field, sentence, Severity::Warning);
    }

    /// A row was left out.
    pub(super) fn left_out(&mut self, code: &'static str, spot: Spot<'_>, sentence: &str) {
        self.row(code, spot, None, sentence, Severity::Error);
    }

    fn row(
        &mut self,
        code: &'static str,
        spot: Spot<'_>,
        field: Option<&str>,
        sentence: &str,
        severity: Severity,
    ) {
        let count = self.counts.entry((code, spot.file.to_owned())).or_insert((0, spot.stream));
        count.0 += 1;
        if count.0 > TOLD {
            return;
        }
        let message = format!("{sentence} It stands in line {} of {}.", spot.line, spot.file);
        let mut finding = Finding::warning(code, spot.stream, spot.key, message);
        finding.severity = severity;
        finding.field = field.map(|field| field.to_owned().into());
        self.findings.push(finding);
    }

    /// Something about a file as a whole.
    pub(super) fn file(
        &mut self,
        code: &'static str,
        severity: Severity,
        file: &str,
        message: impl Into<String>,
    ) {
        let mut finding = Finding::warning(code, "files", file, message);
        finding.severity = severity;
        self.findings.push(finding);
    }

    /// What was odd about the text of a file.
    pub(super) fn text(&mut self, file: &str, notes: &[Note]) {
        for note in notes {
            let (code, severity) = of_note(&note.kind);
            self.file(code, severity, file, format!("{file}: {note}"));
        }
    }

    /// All of them, with what was only counted at the end.
    pub(super) fn all(&self) -> Vec<Finding> {
        let more = self.counts.iter().filter(|(_, (count, _))| *count > TOLD);
        let more = more.map(|((code, file), (count, stream))| {
            let message = format!("{} more of this kind in {file} were only counted.", count - TOLD);
            Finding::warning(code, *stream, file.as_str(), message)
        });
        self.findings.iter().cloned().chain(more).collect()
    }
}

fn of_note(kind: &NoteKind) -> (&'static str, Severity) {
    match kind {
        NoteKind::CutOff => ("cut_off", Severity::Error),
        NoteKind::ShortRow => ("short_row", Severity::Warning),
        NoteKind::LongRow => ("long_row", Severity::Warning),
        NoteKind::DamagedText => ("damaged_text", Severity::Warning),
        NoteKind::EncodingGuessed { .. } => ("encoding_guessed", Severity::Warning),
        NoteKind::DelimiterDoubtful { .. } => ("delimiter_doubtful", Severity::Warning),
        _ => ("odd_text", Severity::Note),
    }
}

//! What was odd.

use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{chip, titled_table};
use crosswalk_contract::Mood;
use crosswalk_model::{Finding, Severity};
use leptos::prelude::*;

/// What was odd.
pub fn findings(findings: &[Finding]) -> Option<AnyView> {
    let columns = [
        Words(texts::column_severity()),
        Words(texts::column_finding()),
        Words(texts::column_field()),
        Words(texts::column_key()),
    ];
    let rows = findings.iter().map(finding).collect_view();
    (!findings.is_empty()).then(|| titled_table(texts::run_findings(), &columns, rows))
}

fn finding(finding: &Finding) -> AnyView {
    let (mood, word) = severity(finding.severity);
    view! {
        <tr>
            <td class="tight">{chip(mood, word)}</td>
            <td>{finding.message.clone()}</td>
            <td class="tight mono">{place(finding)}</td>
            <td class="tight mono">{finding.key.clone()}</td>
        </tr>
    }
    .into_any()
}

fn place(finding: &Finding) -> String {
    let stream = &finding.stream;
    finding.field.as_ref().map_or_else(|| stream.to_string(), |field| format!("{stream}.{field}"))
}

fn severity(severity: Severity) -> (Mood, &'static str) {
    match severity {
        Severity::Error => (Mood::Bad, texts::severity_error()),
        Severity::Warning => (Mood::Waiting, texts::severity_warning()),
        Severity::Note => (Mood::Quiet, texts::severity_note()),
    }
}

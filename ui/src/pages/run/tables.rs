//! What was not applied, in the vendor's words, and what was odd.

use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{chip, titled_table};
use crosswalk_contract::Mood;
use crosswalk_model::{Finding, Severity};
use leptos::prelude::*;

/// Changes that were not applied.
pub fn refused(refused: &[(String, String, String)]) -> Option<AnyView> {
    let columns = [Words(texts::column_who()), Words(texts::column_change()), Words(texts::column_words())];
    let rows = refused.iter().map(refusal).collect_view();
    (!refused.is_empty()).then(|| titled_table(texts::run_refused(), &columns, rows))
}

fn refusal((label, what, words): &(String, String, String)) -> AnyView {
    view! {
        <tr>
            <td class="tight"><b>{label.clone()}</b></td>
            <td class="tight">{what.clone()}</td>
            <td>{words.clone()}</td>
        </tr>
    }
    .into_any()
}

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

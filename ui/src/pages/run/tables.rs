//! What was not applied, in the vendor's words, and what was odd.

use crate::texts;
use crate::widgets::chip;
use crosswalk_contract::Mood;
use crosswalk_model::{Finding, Severity};
use leptos::prelude::*;

/// Changes that were not applied.
pub fn refused(refused: &[(String, String, String)]) -> Option<AnyView> {
    if refused.is_empty() {
        return None;
    }
    let rows = refused.iter().map(|(label, what, words)| {
        view! { <tr><td class="tight"><b>{label.clone()}</b></td><td class="tight">{what.clone()}</td><td>{words.clone()}</td></tr> }
    });
    let heads = [texts::column_who(), texts::column_change(), texts::column_words()];
    Some(table(texts::run_refused(), &heads, rows.collect_view().into_any()))
}

/// What was odd.
pub fn findings(findings: &[Finding]) -> Option<AnyView> {
    if findings.is_empty() {
        return None;
    }
    let rows = findings.iter().map(|finding| {
        let (mood, word) = severity(finding.severity);
        let place = finding.field.as_ref().map_or_else(|| finding.stream.to_string(), |field| format!("{}.{field}", finding.stream));
        view! {
            <tr><td class="tight">{chip(mood, word)}</td><td>{finding.message.clone()}</td><td class="tight mono">{place}</td><td class="tight mono">{finding.key.clone()}</td></tr>
        }
    });
    let heads = [texts::column_severity(), texts::column_finding(), texts::column_field(), texts::column_key()];
    Some(table(texts::run_findings(), &heads, rows.collect_view().into_any()))
}

fn severity(severity: Severity) -> (Mood, &'static str) {
    match severity {
        Severity::Error => (Mood::Bad, texts::severity_error()),
        Severity::Warning => (Mood::Waiting, texts::severity_warning()),
        Severity::Note => (Mood::Quiet, texts::severity_note()),
    }
}

fn table(title: &'static str, heads: &[&'static str], rows: AnyView) -> AnyView {
    let heads = heads.iter().map(|head| view! { <th>{*head}</th> }).collect_view();
    view! {
        <section class="stack">
            <h3>{title}</h3>
            <div class="card table-card"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
        </section>
    }
    .into_any()
}

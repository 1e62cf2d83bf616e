//! Trying everything that a sync will need, in stages, without writing anything.

use crosswalk_connector_kit::http::{HttpRequest, HttpResponse};
use crosswalk_connector_kit::{CancellationToken, CheckResult, KitError};
use serde_json::{Map, Value as Json};

use super::Project;
use super::catalog::Table;
use super::client::Rest;

const REACH: &str = "Reach the project";
const KEY: &str = "Key accepted";
const READ: &str = "May read";
const WRITE: &str = "May write";

/// A key that no source gives: a filter for it matches no row.
const NOBODY: &str = "eq.crosswalk check: matches nothing";

/// Runs all checks.
pub(super) async fn run(project: &Project, cancel: &CancellationToken) -> Vec<CheckResult> {
    let first = match first_answer(project, cancel).await {
        Ok(first) => first,
        Err(error) => return vec![failed(REACH, &error), CheckResult::skipped(KEY)],
    };
    let mut checks = vec![CheckResult::passed(REACH, "The project answers.")];
    match key(project, &first) {
        Ok(passed) => checks.push(passed),
        Err(failed) => return [checks, vec![failed, CheckResult::skipped(READ)]].concat(),
    }
    match project.tables(cancel).await {
        Ok(tables) => checks.extend(all_tables(project, tables, cancel).await),
        Err(error) => checks.push(failed("Tables found", &error)),
    }
    checks
}

/// Any answer at all, and whether it knows the key: from a known table, or from the description of all tables.
async fn first_answer(project: &Project, cancel: &CancellationToken) -> Result<HttpResponse, KitError> {
    let request = match &project.config.discovered {
        None => Rest::rows("people", "source_key").query("limit", "0"),
        Some(_) => super::discover::request(),
    };
    project.rest.send(&request, cancel).await
}

fn key(project: &Project, first: &HttpResponse) -> Result<CheckResult, CheckResult> {
    if first.status() == 401 {
        let error = project.rest.failure("people", "reading", first);
        // The role of a known key that lacks a right also gets 401; that is told table by table.
        if matches!(error, KitError::Unauthorised { .. }) {
            return Err(failed(KEY, &error));
        }
    }
    if project.rest.public_key {
        return Ok(CheckResult::warned(
            KEY,
            "This is the project's public key (anon or publishable), which row-level security keeps away from the \
             tables. In Supabase, take a secret key under Project settings, API keys.",
        ));
    }
    Ok(CheckResult::passed(KEY, "The project knows the key."))
}

async fn all_tables(project: &Project, tables: &[Table], cancel: &CancellationToken) -> Vec<CheckResult> {
    let mut checks = Vec::new();
    let (mut unread, mut unwritten) = (Vec::new(), Vec::new());
    for table in tables {
        match probe(project, table, "reading", reading(table), cancel).await {
            Ok(()) => checks.push(CheckResult::passed(&present(table), "It is there, with all its columns.")),
            Err(error @ KitError::Forbidden { .. }) => {
                checks.push(CheckResult::passed(&present(table), "It is there."));
                unread.push(error);
            }
            Err(error) => {
                checks.push(missing(project, table, &error));
                continue;
            }
        }
        if table.is_written() {
            unwritten.extend(probe(project, table, "writing", writing(table), cancel).await.err());
        }
    }
    checks.push(rights(READ, "All tables may be read.", &unread));
    checks.push(rights(WRITE, "All tables may be written to.", &unwritten));
    checks
}

async fn probe(
    project: &Project,
    table: &Table,
    doing: &str,
    request: HttpRequest,
    cancel: &CancellationToken,
) -> Result<(), KitError> {
    let answer = project.rest.send(&request, cancel).await?;
    let name = &table.stream.name;
    if answer.is_success() { Ok(()) } else { Err(project.rest.failure(name, doing, &answer)) }
}

fn reading(table: &Table) -> HttpRequest {
    Rest::rows(&table.stream.name, &table.columns()).query("limit", "0")
}

/// A change of no row at all: the database checks the right to change before it looks for rows.
fn writing(table: &Table) -> HttpRequest {
    let key = &table.stream.key;
    let column = table.soft_end.as_ref().unwrap_or(key).clone().into_owned();
    let body = Map::from_iter([(column, Json::Null)]);
    let is_text = table.stream.field(key).is_none_or(|field| field.kind == "text");
    let nobody = if is_text { NOBODY } else { "is.null" };
    let request = Rest::changes(&table.stream.name, key, nobody, &body).header("prefer", "return=minimal");
    if is_text { request } else { request.query(key, "not.is.null") }
}

fn present(table: &Table) -> String {
    format!("Table present: {}", table.stream.name)
}

fn missing(project: &Project, table: &Table, error: &KitError) -> CheckResult {
    let is_ours = project.config.discovered.is_none();
    match error {
        KitError::NotFound { .. } if is_ours => CheckResult::failed(
            &present(table),
            format!(
                "The project has no table {}. Run docs/te-kete-ako.sql once in its SQL editor, then press Check again.",
                table.stream.name
            ),
        ),
        KitError::Refused { words, .. } if is_ours => CheckResult::failed(
            &present(table),
            format!("A column is missing: {words} Compare the table with docs/te-kete-ako.sql."),
        ),
        _ => failed(&present(table), error),
    }
}

fn rights(name: &str, good: &str, errors: &[KitError]) -> CheckResult {
    if errors.is_empty() {
        return CheckResult::passed(name, good);
    }
    let words: Vec<_> = errors.iter().map(KitError::to_string).collect();
    CheckResult::failed(name, words.join(" "))
}

fn failed(name: &str, error: &KitError) -> CheckResult {
    CheckResult::failed(name, error.to_string())
}

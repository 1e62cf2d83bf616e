//! The project's REST interface: pages of rows, patches and upserts, and what its refusals mean.

use crosswalk_connector_kit::http::{
    HttpClient, HttpRequest, HttpResponse, HttpSettings, jwt_claim, scrub, starts_with,
};
use crosswalk_connector_kit::{CancellationToken, KitError};
use serde_json::Value as Json;

use super::config::Config;
use super::wire::{Problem, Row, total};

const TABLE: &str = "/{table}";

/// The REST interface of one project.
pub(super) struct Rest {
    http: HttpClient,
    pub public_key: bool,
}

/// A page of rows, and how many there are in all if that was asked.
pub(super) struct Page {
    pub rows: Vec<Row>,
    pub total: Option<usize>,
}

/// What became of a write.
pub(super) enum Reply {
    /// It was done; these rows were written.
    Done(Vec<Row>),
    /// The database said no, and nothing was written.
    Refused(Refusal),
}

/// The database's words, free of people's data.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub words: String,
    /// Whether every row of the table would be refused alike.
    pub concerns_all_rows: bool,
}

impl Rest {
    pub(super) fn new(config: &Config) -> Result<Self, KitError> {
        let mut settings = HttpSettings::new("Supabase", config.url_field, &config.rest_url)
            .own_servers(config.own_servers.clone())
            .header("accept-profile", &config.schema)
            .header("content-profile", &config.schema)
            .secret_header("apikey", "", &config.api_key);
        // The newer keys are no tokens and are refused as such; the older ones are, and stand for a role.
        let key_is_token = !starts_with(&config.api_key, "sb_");
        if let Some(token) = config.user_jwt.as_ref().or(key_is_token.then_some(&config.api_key)) {
            settings = settings.secret_header("authorization", "Bearer ", token);
        }
        let anonymous = jwt_claim(&config.api_key, "role").is_some_and(|role| role == "anon");
        let public_key = anonymous || starts_with(&config.api_key, "sb_publishable_");
        Ok(Self { http: HttpClient::new(settings)?, public_key: public_key && config.user_jwt.is_none() })
    }

    /// Sends anything and gives the answer as it is.
    pub(super) async fn send(
        &self,
        request: &HttpRequest,
        cancel: &CancellationToken,
    ) -> Result<HttpResponse, KitError> {
        self.http.send(request, cancel).await
    }

    /// A request that reads the first rows of a table.
    pub(super) fn rows(table: &str, columns: &str) -> HttpRequest {
        HttpRequest::get(TABLE).value("table", table).query("select", columns)
    }

    /// A request that changes the rows that a filter over one column matches.
    pub(super) fn changes(table: &str, column: &str, filter: &str, body: &Row) -> HttpRequest {
        let body = Json::Object(body.clone());
        HttpRequest::patch(TABLE).value("table", table).query(column, filter).json(&body).repeatable()
    }

    /// A request that makes rows, or changes those that have the same key.
    pub(super) fn upsert(table: &str, key: &str, columns: &str, rows: Vec<Json>) -> HttpRequest {
        HttpRequest::post(TABLE)
            .value("table", table)
            .query("on_conflict", key)
            .query("columns", columns)
            .json(&Json::Array(rows))
            .repeatable()
    }

    /// Reads one page.
    pub(super) async fn page(
        &self,
        table: &str,
        request: HttpRequest,
        cancel: &CancellationToken,
    ) -> Result<Page, KitError> {
        let answer = self.send(&request, cancel).await?;
        if !answer.is_success() {
            return Err(self.failure(table, "reading", &answer));
        }
        Ok(Page { total: answer.header("content-range").and_then(total), rows: answer.json()? })
    }

    /// Sends a write and asks for proof: the rows that were written.
    pub(super) async fn write(
        &self,
        table: &str,
        request: HttpRequest,
        cancel: &CancellationToken,
    ) -> Result<Reply, KitError> {
        let answer = self.send(&request, cancel).await?;
        match answer.status() {
            // A write without a body has no proof of any row.
            200..300 if answer.body().is_empty() => Ok(Reply::Done(Vec::new())),
            200..300 => answer.json().map(Reply::Done),
            // About the rows themselves, or too many of them at once.
            400 | 409 | 413 | 422 => Ok(Reply::Refused(refusal(&answer))),
            _ => Err(self.failure(table, "writing", &answer)),
        }
    }

    /// The error in an answer about a table.
    pub(super) fn failure(&self, table: &str, doing: &str, answer: &HttpResponse) -> KitError {
        let problem: Problem = answer.json_if_any().unwrap_or_default();
        match (answer.status(), problem.code()) {
            (_, "42501") | (403, _) => self.forbidden(table, doing),
            (401, _) => self.unauthorised(&problem),
            (_, "42P01" | "PGRST205") | (404, _) => self.not_found(&format!("table {table}")),
            (_, "PGRST106") => KitError::BadSetting {
                field: "schema".into(),
                remedy: "The project does not open this schema. Open it under Project settings, Data API."
                    .into(),
            },
            _ => answer.failure(&words(&problem)),
        }
    }

    pub(super) fn not_found(&self, what: &str) -> KitError {
        KitError::NotFound { service: self.service(), what: what.to_owned() }
    }

    pub(super) fn unexpected(&self, table: &str, detail: String) -> KitError {
        KitError::Unexpected { service: self.service(), place: format!("the table {table}"), detail }
    }

    fn forbidden(&self, table: &str, doing: &str) -> KitError {
        KitError::Forbidden {
            service: self.service(),
            permission: format!("{doing} the table {table}"),
            remedy: "In Supabase, use a secret key (or the older service_role key), or add a policy that allows it."
                .into(),
        }
    }

    fn unauthorised(&self, problem: &Problem) -> KitError {
        let expired = problem.message.as_ref().is_some_and(|text| text.contains("expired"));
        let remedy = if expired {
            "The user token has expired. Enter a new one, or leave it empty."
        } else {
            "Check the API key: copy it again from Project settings, API keys."
        };
        KitError::Unauthorised { service: self.service(), remedy: remedy.into() }
    }

    pub(super) fn service(&self) -> String {
        self.http.service().to_owned()
    }
}

fn refusal(answer: &HttpResponse) -> Refusal {
    let problem: Problem = answer.json_if_any().unwrap_or_default();
    let words = match words(&problem) {
        words if words.is_empty() => format!("It answered with the status {}.", answer.status()),
        words => words,
    };
    Refusal { words, concerns_all_rows: problem.concerns_all_rows() }
}

/// Code, message and hint in one line. PostgREST's `details` hold values and are left out.
fn words(problem: &Problem) -> String {
    let message = scrub(problem.message.as_deref().unwrap_or_default());
    let hint = scrub(problem.hint.as_deref().unwrap_or_default());
    let code = problem.code();
    let code = if code.is_empty() { String::new() } else { format!("({code})") };
    let said = [message, code, hint].into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

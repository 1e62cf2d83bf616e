//! What a run asked of services and what came back, and the same as a line for curl.

use crosswalk_contract::{Call, ExchangeList, ExchangeRow, ExchangeView};
use crosswalk_model::{Exchange, NotedExchange, RunId};

use super::{Answered, Desk, reply};
use crate::{EngineError, Result};

impl Desk<'_> {
    pub(super) async fn exchanges(&self, call: Call) -> Answered {
        match call {
            Call::ListExchanges(ask) => reply(self.list_exchanges(ask.run, ask.failed).await),
            Call::GetExchange(ask) => reply(self.exchange(ask.run, ask.number).await),
            _ => reply(Err::<(), _>(EngineError::NotFound("call"))),
        }
    }

    async fn list_exchanges(&self, run: RunId, failed: bool) -> Result<ExchangeList> {
        let kept = self.engine.school()?.exchanges(run).await?;
        let all = kept.last().map_or(0, |last| last.number);
        let let_go = all.saturating_sub(kept.len() as u64);
        let count = kept.len() as u64;
        let failures = kept.iter().filter(|one| one.exchange.is_failed()).count() as u64;
        let shown = kept.into_iter().filter(|one| !failed || one.exchange.is_failed());
        // The newest first: what went wrong last is looked for most.
        let mut rows: Vec<ExchangeRow> = shown.map(row).collect();
        rows.reverse();
        Ok(ExchangeList { rows, count, failed: failures, let_go })
    }

    async fn exchange(&self, run: RunId, number: u64) -> Result<ExchangeView> {
        let found = self.engine.school()?.exchange(run, number).await?;
        let noted = found.ok_or(EngineError::NotFound("exchange"))?;
        let curl = curl(&noted.exchange);
        Ok(ExchangeView { noted, curl })
    }
}

fn row(noted: NotedExchange) -> ExchangeRow {
    let NotedExchange { number, at, exchange } = noted;
    ExchangeRow {
        number,
        at,
        failed: exchange.is_failed(),
        method: exchange.method,
        address: exchange.address,
        attempt: exchange.attempt,
        status: exchange.status,
        took_ms: exchange.took_ms,
        sent_bytes: exchange.sent.bytes,
        came_bytes: exchange.came.bytes,
    }
}

/// The same request for curl. Secrets are named as variables of the shell, values are to be filled in.
fn curl(exchange: &Exchange) -> String {
    let mut parts = vec![format!("curl -i -X {}", exchange.method), quoted(&exchange.address)];
    parts.extend(exchange.sent.headers.iter().map(|(name, text)| format!("-H {}", header(name, text))));
    parts.extend(data(exchange));
    parts.join(" \\\n  ")
}

fn header(name: &str, text: &str) -> String {
    match text.strip_suffix(Exchange::TOKEN) {
        // Within these quotes the shell puts the variable in.
        Some(before) => format!("\"{name}: {before}{}\"", Exchange::TOKEN),
        None => quoted(&format!("{name}: {text}")),
    }
}

fn data(exchange: &Exchange) -> Option<String> {
    let sent = &exchange.sent;
    match &sent.body {
        _ if sent.bytes == 0 => None,
        Some(body) if !sent.cut => Some(format!("--data-raw {}", quoted(body))),
        _ => Some("--data-binary @body.json".to_owned()),
    }
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::Side;

    fn exchange(sent: Side) -> Exchange {
        Exchange {
            method: "POST".into(),
            address: "https://name.example/people?on_conflict=source_key".into(),
            attempt: 1,
            status: Some(409),
            problem: None,
            took_ms: 3,
            request_id: None,
            sent,
            came: Side::default(),
        }
    }

    #[test]
    fn a_line_for_curl_names_secrets_and_holds_none() {
        let headers =
            [("authorization", "Bearer $TOKEN"), ("apikey", "$TOKEN"), ("prefer", "return=minimal")];
        let headers = headers.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec();
        let sent = Side { bytes: 30, headers, body: Some(r#"{"name": "x'x"}"#.into()), cut: false };
        let lines = [
            "curl -i -X POST \\",
            "  'https://name.example/people?on_conflict=source_key' \\",
            "  -H \"authorization: Bearer $TOKEN\" \\",
            "  -H \"apikey: $TOKEN\" \\",
            "  -H 'prefer: return=minimal' \\",
            "  --data-raw '{\"name\": \"x'\\''x\"}'",
        ];
        assert_eq!(curl(&exchange(sent.clone())), lines.join("\n"));
        assert!(curl(&exchange(Side { cut: true, ..sent })).ends_with("--data-binary @body.json"));
        assert!(!curl(&exchange(Side::default())).contains("--data"));
    }
}

//! A real Chromium without a display, with nothing of the person's own in it.

use std::process::Command;

use crosswalk_sandbox::http::{self, Request, Target};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{Program, Screen, evidence, program, surroundings};

/// Tells a story in a browser of its own; without a stage it is left out aloud.
pub async fn in_browser(name: &'static str, story: impl AsyncFnOnce(Screen)) {
    let needed = ["CHROMIUM", "CHROMEDRIVER"];
    let Some([chromium, driver]) = surroundings::all_of(needed, &format!("{name} in a browser")) else {
        return;
    };
    let port = program::free_port();
    let arguments = |command: &mut Command| _ = command.arg(format!("--port={port}"));
    let _driver = Program::listening(&driver, arguments, [port]).await;
    let own = tempfile::tempdir().unwrap();
    let capabilities = capabilities(&chromium, &own.path().display().to_string());
    let client = connect(port, capabilities).await;
    let screen = Screen { client, story: name, log: Some(port) };
    evidence::watch(&screen, story(screen.clone())).await;
    screen.client.close().await.expect("the browser ends");
}

fn capabilities(chromium: &str, own: &str) -> Capabilities {
    let arguments = [
        "--headless",
        // Root may not use the sandbox, and the only pages are our own.
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // The stories are told in the first of the languages.
        "--accept-lang=en-NZ",
        "--window-size=1280,860",
        &format!("--user-data-dir={own}"),
    ];
    let wanted = json!({
        "goog:chromeOptions": { "binary": chromium, "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
        // A checker that looks at a long page takes its time on a busy computer.
        "timeouts": { "script": 300_000 },
    });
    match wanted {
        Value::Object(wanted) => wanted,
        _ => Capabilities::new(),
    }
}

/// A browser or window from the driver at this port.
pub async fn connect(port: u16, capabilities: Capabilities) -> Client {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let connected = builder.capabilities(capabilities).connect(&format!("http://127.0.0.1:{port}")).await;
    connected.expect("the driver opens a page")
}

/// Asks the browser itself: for something that a person sets at their system, such as a dark theme, or for what it has
/// counted.
pub async fn command(port: u16, session: &str, command: &str, params: Value) -> Value {
    let body = json!({ "cmd": command, "params": params }).to_string();
    let path = format!("/session/{session}/goog/cdp/execute");
    let request = Request::new("POST", &path, body).header("Content-Type", "application/json");
    let to = Target { host: "127.0.0.1".into(), port, tls: false };
    let answer = http::send(&to, &request).await.expect("the driver answers");
    assert_eq!(answer.status, 200, "{command}: {}", answer.text());
    answer.json()["value"].take()
}

/// What the browser's console has said since it was asked last.
pub async fn console(port: u16, session: &str) -> Vec<String> {
    let body = json!({ "type": "browser" }).to_string();
    let request = Request::new("POST", &format!("/session/{session}/se/log"), body)
        .header("Content-Type", "application/json");
    let to = Target { host: "127.0.0.1".into(), port, tls: false };
    let Ok(answer) = http::send(&to, &request).await else { return Vec::new() };
    let lines = answer.json()["value"].as_array().cloned().unwrap_or_default();
    lines.iter().map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
}

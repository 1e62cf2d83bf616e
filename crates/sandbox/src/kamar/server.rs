//! KAMAR's side of one directory service: settings, state, pushing, and the red exclamation mark.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Span;
use jiff::civil::DateTime;

use super::answer;
use super::message::Message;
use super::messages;
use super::quirks::Quirks;
use super::ticked::{Options, Ticked};
use crate::http::{self, Answer, Delivery, HttpError, Request, Target};
use crate::school::School;

/// What the administrator typed into KAMAR.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// Host, without scheme or port.
    pub address: String,
    /// Port, in its own box.
    pub port: u16,
    /// Path, with its leading slash.
    pub path: String,
    /// Username; empty in builds that used the instance id.
    pub username: String,
    /// Password.
    pub password: String,
    /// XML instead of JSON.
    pub xml: bool,
    /// How long KAMAR waits for the answer.
    pub timeout: Duration,
    /// HTTPS, with any certificate.
    pub tls: bool,
}

/// What is wrong with a request on purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mischief {
    /// Nothing.
    #[default]
    None,
    /// Another password.
    WrongPassword,
    /// No `Authorization` header.
    NoCredentials,
    /// Another path.
    WrongPath(String),
    /// Another content type.
    ContentType(String),
    /// Another method.
    Method(String),
    /// Another `Host` header.
    Host(String),
    /// Another body.
    Body(Vec<u8>),
}

/// How a push went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushResult {
    /// False when KAMAR had no reason to send: the service is off, or nothing of it was ticked.
    pub sent: bool,
    /// HTTP status, when an answer came.
    pub status: Option<u16>,
    /// `error` of the answer.
    pub error: Option<i64>,
    /// `result` of the answer.
    pub result: Option<String>,
    /// The answer's body.
    pub body: String,
    /// Why no answer came, or what the administrator sees.
    pub failure: Option<String>,
    /// What is wanting in the answer to a check.
    pub complaints: Vec<&'static str>,
    /// Whether the service is off now and waits for "Check & Enable".
    pub disabled: bool,
}

impl PushResult {
    /// Whether KAMAR was content: sent, 200, `error` 0.
    pub fn accepted(&self) -> bool {
        self.status == Some(200) && self.error == Some(0)
    }
}

#[derive(Default)]
struct State {
    enabled: bool,
    options: Options,
    ticked: Ticked,
    last_stamp: Option<DateTime>,
}

/// One directory service of a simulated KAMAR.
pub struct KamarServer {
    settings: Mutex<Settings>,
    state: Mutex<State>,
}

impl KamarServer {
    /// A new service: off until its first good check.
    pub fn new(settings: Settings) -> Self {
        Self { settings: Mutex::new(settings), state: Mutex::default() }
    }

    /// The settings.
    pub fn settings(&self) -> Settings {
        lock(&self.settings).clone()
    }

    /// Changes the settings, as an administrator does; the service stays on or off.
    pub fn set_settings(&self, settings: Settings) {
        *lock(&self.settings) = settings;
    }

    /// Whether the service is on.
    pub fn enabled(&self) -> bool {
        lock(&self.state).enabled
    }

    /// What the listener offered in its last good answer to a check.
    pub fn options(&self) -> Options {
        lock(&self.state).options.clone()
    }

    /// Ticks other boxes.
    pub fn set_ticked(&self, ticked: Ticked) {
        lock(&self.state).ticked = ticked;
    }

    /// The quirks of a present build with the format of the settings and the timetable shape that was asked for.
    pub fn quirks(&self) -> Quirks {
        Quirks { xml: lock(&self.settings).xml, ics: lock(&self.state).options.ics, ..Quirks::default() }
    }

    /// A time for the next message: the school's today, later than any message before.
    pub fn stamp(&self, school: &School) -> DateTime {
        let mut state = lock(&self.state);
        let morning = school.today.at(2, 1, 0, 0);
        let next =
            state.last_stamp.map_or(morning, |last| last.saturating_add(Span::new().seconds(1)).max(morning));
        state.last_stamp = Some(next);
        next
    }

    /// "Check & Enable", also done by KAMAR itself between four and five in the morning.
    pub async fn check(&self, school: &School) -> PushResult {
        let message = messages::check(school, &self.quirks(), self.stamp(school));
        self.deliver(message, Mischief::None, Delivery::Whole).await
    }

    /// Pushes what is ticked of a message, if the service is on.
    pub async fn push(&self, message: Message) -> PushResult {
        self.push_oddly(message, Mischief::None, Delivery::Whole).await
    }

    /// Pushes with something wrong on purpose, or hands the body over in an odd way.
    pub async fn push_oddly(&self, message: Message, mischief: Mischief, how: Delivery) -> PushResult {
        let Some(message) = self.pruned(message) else {
            return PushResult { disabled: !self.enabled(), ..PushResult::default() };
        };
        self.deliver(message, mischief, how).await
    }

    /// What of a message would be sent now; nothing while the service is off. A check is always sent.
    pub fn pruned(&self, message: Message) -> Option<Message> {
        if message.sync == "check" {
            return Some(message);
        }
        let state = lock(&self.state);
        if state.enabled { state.options.prune(&state.ticked, message) } else { None }
    }

    async fn deliver(&self, message: Message, mischief: Mischief, how: Delivery) -> PushResult {
        let settings = self.settings();
        let target = Target { host: settings.address.clone(), port: settings.port, tls: settings.tls };
        let request = request(&settings, &message, mischief);
        let outcome = http::exchange(&target, &request, how, settings.timeout).await;
        let mut result = judge(outcome, message.sync == "check");
        let mut state = lock(&self.state);
        state.enabled =
            if message.sync == "check" { result.accepted() } else { state.enabled && result.accepted() };
        if message.sync == "check" && result.accepted() {
            state.options = Options::read(&answer::read(result.body.as_bytes())["options"]);
        }
        result.disabled = !state.enabled;
        result
    }
}

/// The request as libcurl inside FileMaker makes it: credentials sent without being asked.
fn request(settings: &Settings, message: &Message, mischief: Mischief) -> Request {
    let mut request = Request::new("POST", &settings.path, message.bytes());
    let mut content_type = message.content_type().to_owned();
    let mut password = settings.password.as_str();
    let mut credentials = !settings.username.is_empty();
    let mut host = None;
    match mischief {
        Mischief::None => {}
        Mischief::WrongPassword => password = "not the password",
        Mischief::NoCredentials => credentials = false,
        Mischief::WrongPath(path) => request.path = path,
        Mischief::ContentType(other) => content_type = other,
        Mischief::Method(method) => request.method = method,
        Mischief::Host(name) => host = Some(name),
        Mischief::Body(body) => request.body = body,
    }
    if let Some(host) = host {
        request = request.header("Host", host);
    }
    if credentials {
        let pair = STANDARD.encode(format!("{}:{password}", settings.username));
        request = request.header("Authorization", format!("Basic {pair}"));
    }
    request.header("Accept", "*/*").header("Content-Type", content_type)
}

fn judge(outcome: Result<Answer, HttpError>, check: bool) -> PushResult {
    let answer = match outcome {
        Ok(answer) => answer,
        Err(error) => {
            return PushResult { sent: true, failure: Some(error.to_string()), ..PushResult::default() };
        }
    };
    let inner = answer::read(&answer.body);
    PushResult {
        sent: true,
        status: Some(answer.status),
        error: answer::error(&inner),
        result: inner.get("result").and_then(|r| r.as_str()).map(str::to_owned),
        body: answer.text(),
        // With anything but 200 KAMAR shows the status line and not the body.
        failure: (answer.status != 200).then(|| format!("ERROR: HTTP/1.1 {}", answer.status)),
        complaints: if check { answer::complaints(&inner) } else { Vec::new() },
        disabled: false,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

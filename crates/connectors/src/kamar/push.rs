//! The listener side: greets, verifies, answers, and hands bodies on to be interpreted.

use std::io;

use crosswalk_connector_kit::{
    Answer, Body, DocumentSink, Interpreted, KitError, Push, PushRequest, Refusal, Verified,
};
use crosswalk_model::{Crosswalk, Timestamp};

use super::access::{self, Shown};
use super::answer::{Answers, Echo};
use super::config::Config;
use super::options::Options;
use super::refusals::Bad;
use super::wire::format::{Declared, Format};
use super::wire::head::{Head, Need};
use super::wire::message::End;
use super::{KamarConnection, interpret};

/// What an emergency message is called; it comes on a path of its own and has no `sync`.
pub const EMERGENCY: &str = "emergency";

impl Push for KamarConnection {
    fn path(&self) -> &str {
        &self.config.path
    }

    fn greet(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        authorization: Option<&str>,
    ) -> Result<(), Refusal> {
        let answers = self.answers(Format::of_answer(content_type));
        let refuse = |bad: Bad| Err(bad.refuse(&answers));
        if place(path).is_none() {
            return refuse(Bad::Path);
        }
        if method != "POST" {
            return refuse(Bad::Method);
        }
        match access::in_header(&self.config, authorization) {
            Shown::Nothing => refuse(Bad::NoCredentials),
            Shown::Wrong => refuse(Bad::Credentials),
            Shown::Right | Shown::AskBody if Format::declared(content_type) == Declared::Foreign => {
                refuse(Bad::ContentType)
            }
            Shown::Right | Shown::AskBody => Ok(()),
        }
    }

    fn verify(&self, request: &PushRequest<'_>) -> Result<Verified, Refusal> {
        self.greet(request.method, request.path, request.content_type, request.authorization)?;
        let unheard = self.answers(Format::of_answer(request.content_type));
        let format = match Format::of_body(request.content_type, request.body) {
            Ok(Some(format)) => format,
            Ok(None) => return Err(Bad::Empty.refuse(&unheard)),
            Err(_) => return Err(Bad::Spool.refuse(&unheard)),
        };
        let answers = self.answers(format);
        self.identify(request, format).map_err(|bad| bad.refuse(&answers))
    }

    fn answer(&self, verified: &Verified) -> Answer {
        self.answer_for(verified, &self.crosswalk)
    }

    fn answer_for(&self, verified: &Verified, crosswalk: &Crosswalk) -> Answer {
        let answers = self.answers(Format::of_answer(&verified.content_type));
        if verified.kind != "check" {
            return answers.stored();
        }
        let said =
            |name: &str| verified.echo.iter().find(|(key, _)| key == name).map_or("", |(_, text)| text);
        let echo = Echo { datetime: said("datetime"), version: said("version") };
        answers.check(echo, &Options::compute(crosswalk, self.config.wants))
    }

    fn sorry(&self, content_type: &str) -> Answer {
        Bad::Spool.refuse(&self.answers(Format::of_answer(content_type))).answer
    }

    fn interpret(
        &self,
        verified: &Verified,
        body: &dyn Body,
        received_at: Timestamp,
        sink: &mut dyn DocumentSink,
    ) -> Result<Interpreted, KitError> {
        interpret::interpret(&self.config, verified, body, received_at, sink)
    }
}

/// Where below our path a request goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Messages,
    Emergency,
}

fn place(path: &str) -> Option<Place> {
    match path.trim_end_matches('/') {
        "" => Some(Place::Messages),
        "/emergency" => Some(Place::Emergency),
        _ => None,
    }
}

impl KamarConnection {
    fn answers(&self, format: Format) -> Answers<'_> {
        Answers { config: &self.config, format }
    }

    /// Tells who sent a body and what it is.
    fn identify(&self, request: &PushRequest<'_>, format: Format) -> Result<Verified, Bad> {
        let shown = access::in_header(&self.config, request.authorization);
        if place(request.path) == Some(Place::Emergency) {
            return emergency(&self.config, shown, format, request.body);
        }
        let need = if shown == Shown::AskBody { Need::Secret } else { Need::Kind };
        let (head, end) = Head::read(format, request.body, need).map_err(|_| Bad::Spool)?;
        if shown == Shown::AskBody {
            believe(access::in_body(&self.config, head.instance.as_deref()))?;
        }
        match (&head.sync, end) {
            (Some(_), _) => Ok(verified(head, format)),
            (None, End::Broken(_)) => Err(Bad::Unreadable),
            (None, _) => Err(Bad::NotAMessage),
        }
    }
}

fn believe(shown: Shown) -> Result<(), Bad> {
    match shown {
        Shown::Right => Ok(()),
        Shown::Wrong => Err(Bad::Credentials),
        Shown::AskBody | Shown::Nothing => Err(Bad::NoCredentials),
    }
}

fn verified(head: Head, format: Format) -> Verified {
    let stamp = head.stamp();
    let kind = head.sync.unwrap_or_default().to_ascii_lowercase();
    let echo = [("datetime", head.datetime), ("version", head.version)];
    Verified {
        carries_records: kind != "check",
        kind,
        stamp,
        content_type: format.media_type().to_owned(),
        echo: echo.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?))).collect(),
    }
}

/// An emergency message has no envelope: it is believed by its header and kept as it is.
fn emergency(config: &Config, shown: Shown, format: Format, body: &dyn Body) -> Result<Verified, Bad> {
    if shown == Shown::AskBody {
        return Err(Bad::NoCredentials);
    }
    Ok(Verified {
        kind: EMERGENCY.into(),
        stamp: emergency_stamp(config, body).map_err(|_| Bad::Spool)?,
        content_type: format.media_type().to_owned(),
        carries_records: true,
        echo: Vec::new(),
    })
}

/// Its `unixTime` on KAMAR's clock; 0 when it does not say. A drill's message is short, so a long one is not read.
fn emergency_stamp(config: &Config, body: &dyn Body) -> io::Result<i64> {
    if body.len() > 64 * 1024 {
        return Ok(0);
    }
    let said: serde_json::Value = serde_json::from_reader(body.open()?).unwrap_or_default();
    let seconds = super::wire::text_of(&said, "unixTime").and_then(|text| text.parse().ok());
    let instant = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let local = instant.map(|instant| instant.to_zoned(config.zone.clone()));
    Ok(local.and_then(|local| local.strftime("%Y%m%d%H%M%S").to_string().parse().ok()).unwrap_or(0))
}

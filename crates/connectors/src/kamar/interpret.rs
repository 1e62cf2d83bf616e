//! Interpretation: a stored body becomes documents, one record at a time. One odd record never stops the rest; what
//! the roster does not model stays in the stored body.

use crosswalk_connector_kit::{Body, DocumentSink, Interpreted, KitError, Verified};
use crosswalk_model::{Document, Finding, Timestamp};

use super::config::Config;
use super::wire::Json;
use super::wire::format::{self, Format, Mended};
use super::wire::head::{Head, Need};
use super::wire::message::{End, Message, Stop, Want};
use setting::Setting;
use tally::Tally;
use timetables::Lessons;
use twins::Twins;

mod attendance;
mod calendar;
mod family;
mod groups;
mod orgs;
mod raw;
mod setting;
mod staff;
mod students;
mod tally;
mod timetables;
mod twins;

/// What one record gives: a document, or none when it was left out, and what was odd about it.
pub struct Read {
    /// The document.
    pub document: Option<Document>,
    /// What was odd.
    pub findings: Vec<Finding>,
}

/// Reads a stored body into documents.
pub fn interpret(
    config: &Config,
    verified: &Verified,
    body: &dyn Body,
    received_at: Timestamp,
    sink: &mut dyn DocumentSink,
) -> Result<Interpreted, KitError> {
    let format = Format::of_answer(&verified.content_type);
    if let Err(sentence) = modelled(config, &verified.kind, format) {
        return Ok(Interpreted { modelled: false, sentence });
    }
    let (head, _) = Head::read(format, body, Need::Schools).map_err(|error| broken(error.to_string()))?;
    let setting = Setting::new(config, verified.stamp, received_at, head.schools);
    let twins = Twins::find(&setting, format, body).map_err(|error| broken(error.to_string()))?;
    let mut reading = Reading::new(&setting, &verified.kind, twins, sink);
    reading.schools()?;
    let (end, mended) = format::read(format, body, &mut reading).map_err(|e| broken(e.to_string()))?;
    match end {
        End::Whole if reading.release().is_ok() => reading.finish(mended),
        End::Whole | End::Stopped => Err(reading.stopped.unwrap_or(KitError::Cancelled)),
        End::Broken(detail) => Err(broken(detail)),
    }
}

fn broken(detail: String) -> KitError {
    KitError::Unexpected { service: "KAMAR".into(), place: "a message".into(), detail }
}

/// Whether the roster models this kind of message; otherwise why it is only kept.
fn modelled(config: &Config, kind: &str, format: Format) -> Result<(), String> {
    let wants = config.wants;
    let switched = |on: bool, what: &str| {
        if on {
            Ok(())
        } else {
            Err(format!("Kept as it came: {what} are switched off for this connection."))
        }
    };
    match kind {
        "full" | "part" | "subjects" => return Ok(()),
        "studenttimetables" | "stafftimetables" => switched(wants.timetables, "timetables")?,
        "attendance" => switched(wants.attendance, "attendance marks")?,
        "calendar" => switched(wants.calendar, "calendar events")?,
        other => return Err(format!("Kept as it came: the roster has no place for “{other}”.")),
    }
    match format {
        Format::Json => Ok(()),
        Format::Xml => {
            Err(format!("Kept as it came: “{kind}” is read from JSON only. Choose JSON in KAMAR."))
        }
    }
}

/// A message while it is read.
struct Reading<'r> {
    setting: &'r Setting<'r>,
    kind: &'r str,
    sink: &'r mut dyn DocumentSink,
    tally: Tally,
    twins: Twins,
    lessons: Lessons,
    stopped: Option<KitError>,
}

impl<'r> Reading<'r> {
    fn new(setting: &'r Setting<'r>, kind: &'r str, twins: Twins, sink: &'r mut dyn DocumentSink) -> Self {
        let (tally, lessons) = (Tally::new(kind), Lessons::default());
        Self { setting, kind, sink, tally, twins, lessons, stopped: None }
    }

    fn schools(&mut self) -> Result<(), KitError> {
        for read in orgs::schools(self.setting) {
            read.findings.into_iter().for_each(|finding| self.sink.finding(finding));
            read.document.map_or(Ok(()), |document| self.sink.document(document))?;
        }
        Ok(())
    }

    /// Hands a person on, unless there is more to come of them.
    fn person(&mut self, list: &'static str, mut read: Read) -> Result<(), Stop> {
        if let Some(document) = read.document.take() {
            read.document = self.twins.hold(self.setting, document);
            if read.document.is_none() {
                read.findings.into_iter().for_each(|finding| self.sink.finding(finding));
                return Ok(());
            }
        }
        self.give(list, read)
    }

    fn release(&mut self) -> Result<(), Stop> {
        for document in self.twins.release() {
            let list = if document.head.stream == "staff" { "staff" } else { "students" };
            self.give(list, Read { document: Some(document), findings: Vec::new() })?;
        }
        Ok(())
    }

    /// Hands a record on and counts it.
    fn give(&mut self, list: &'static str, read: Read) -> Result<(), Stop> {
        read.findings.into_iter().for_each(|finding| self.sink.finding(finding));
        self.tally.record(list, read.document.as_ref()).into_iter().for_each(|f| self.sink.finding(f));
        let Some(document) = read.document else { return Ok(()) };
        self.sink.document(document).map_err(|error| {
            self.stopped = Some(error);
            Stop
        })
    }

    fn finish(mut self, mended: Mended) -> Result<Interpreted, KitError> {
        let lessons = std::mem::take(&mut self.lessons);
        lessons.findings().into_iter().for_each(|finding| self.sink.finding(finding));
        let weeks = lessons.scopes(self.kind == "stafftimetables" && self.tally.sound("timetables"));
        self.tally.lessons = lessons.len();
        for document in lessons.documents() {
            self.sink.document(document)?;
        }
        let (scopes, findings) = self.tally.conclude(mended);
        findings.into_iter().for_each(|finding| self.sink.finding(finding));
        scopes.into_iter().chain(weeks).for_each(|scope| self.sink.scope(scope));
        Ok(Interpreted { modelled: true, sentence: self.tally.sentence() })
    }
}

impl Message for Reading<'_> {
    fn want(&mut self, key: &str) -> Want {
        match (self.kind, key) {
            ("full" | "part", "students" | "staff") | ("full" | "part" | "subjects", "subjects") => {
                Want::Records
            }
            ("studenttimetables" | "stafftimetables", "timetables") => Want::Records,
            ("attendance", "attendance") => Want::Records,
            ("calendar", "calendars") => Want::Whole,
            _ => Want::Skip,
        }
    }

    fn whole(&mut self, _: &str, value: Json) -> Result<(), Stop> {
        for read in calendar::events(self.setting, value) {
            self.give("calendar", read)?;
        }
        Ok(())
    }

    fn record(&mut self, list: &str, index: usize, record: Json) -> Result<(), Stop> {
        let pointer = format!("/SMSDirectoryData/{list}/data/{index}");
        match list {
            "students" => self.person("students", students::student(self.setting, &pointer, record)),
            "staff" => self.person("staff", staff::member(self.setting, &pointer, record)),
            "subjects" => orgs::subject(self.setting, &pointer, record)
                .into_iter()
                .try_for_each(|read| self.give("subjects", read)),
            "attendance" => attendance::days(&pointer, record)
                .into_iter()
                .try_for_each(|read| self.give("attendance", read)),
            _ => {
                let findings = self.lessons.person(self.setting, &pointer, record);
                findings.into_iter().for_each(|finding| self.sink.finding(finding));
                Ok(())
            }
        }
    }

    fn list_end(&mut self, list: &str, seen: usize, count: Option<i64>) -> Result<(), Stop> {
        self.tally.list_end(list, seen, count);
        Ok(())
    }
}

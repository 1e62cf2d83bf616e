//! The demo school: the model town behind the engine's port, for somebody who wants to see everything move.

mod connections;
mod day;

use std::sync::Arc;

use async_trait::async_trait;
use crosswalk_engine::{Clock, DemoTown, EngineError, TownConnection};
use crosswalk_sandbox::kamar::{Message, PushResult, Settings, messages};
use crosswalk_sandbox::school::{School, Spec};
use crosswalk_sandbox::{Town, TownSpec};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use tokio::sync::Mutex;

pub(crate) use connections::connections;

/// The zone of the simulated school.
const ZONE: &str = "Pacific/Auckland";

/// A school with its simulated KAMAR and clouds, which run as long as this does.
pub struct DemoSchool {
    spec: Spec,
    clock: Arc<dyn Clock>,
    /// Whether KAMAR speaks TLS with our listener.
    tls: bool,
    running: Mutex<Option<Running>>,
}

struct Running {
    town: Town,
    days: u64,
}

impl DemoSchool {
    /// A school of this year with so many pupils.
    pub fn new(pupils: usize, tls: bool, clock: Arc<dyn Clock>) -> Self {
        let spec = Spec { pupils, year: local(&*clock).year(), ..Spec::default() };
        let spec = Spec { staff: (pupils / 8).max(8), ..spec };
        Self { spec, clock, tls, running: Mutex::new(None) }
    }

    async fn begin(&self, listener: &str) -> Result<Running, EngineError> {
        let (host, port) = listener.rsplit_once(':').ok_or_else(|| failed("the listener has no address"))?;
        let port = port.parse().map_err(|_| failed("the listener has no port"))?;
        let settings = TownSpec::default().listener;
        let listener = Settings { address: host.to_owned(), port, tls: self.tls, ..settings };
        let spec = TownSpec { school: self.spec.clone(), listener };
        let mut town = Town::start(spec).await.map_err(|error| failed(&error.to_string()))?;
        town.school.today = local(&*self.clock).date();
        Ok(Running { town, days: 0 })
    }

    /// A time for KAMAR's next message: later than those of an earlier start of the same demo.
    fn stamp(&self) -> DateTime {
        local(&*self.clock)
    }
}

#[async_trait]
impl DemoTown for DemoSchool {
    fn school(&self) -> String {
        let small = Spec { pupils: 20, staff: 8, ..self.spec.clone() };
        School::generate(&small).site(0).name.to_owned()
    }

    async fn start(&self, listener: &str) -> Result<Vec<TownConnection>, EngineError> {
        let mut running = self.running.lock().await;
        if running.is_none() {
            *running = Some(self.begin(listener).await?);
        }
        Ok(running.as_ref().map(|running| connections(&running.town)).unwrap_or_default())
    }

    async fn push_all(&self) -> Result<String, EngineError> {
        let running = self.running.lock().await;
        let town = &running.as_ref().ok_or_else(|| failed("it has not been started"))?.town;
        content(town.check().await)?;
        let (quirks, at) = (town.kamar.quirks(), self.stamp());
        content(town.kamar.push(messages::full(&town.school, &quirks, at)).await)?;
        let pupils = messages::student_timetables(&town.school, &quirks, at);
        let all: Vec<Message> = pupils.chain(messages::staff_timetables(&town.school, &quirks, at)).collect();
        let count = all.len() + 1;
        for message in all {
            content(town.kamar.push(message).await)?;
        }
        Ok(format!("KAMAR pushed everybody and all timetables in {count} messages."))
    }

    async fn next_day(&self) -> Result<String, EngineError> {
        let mut running = self.running.lock().await;
        let running = running.as_mut().ok_or_else(|| failed("it has not been started"))?;
        running.days += 1;
        let told = day::pass(&mut running.town, running.days, self.stamp());
        content(running.town.kamar.push(told.message).await)?;
        Ok(told.sentence)
    }
}

/// What KAMAR was content with; anything else stops the demo and says why.
fn content(result: PushResult) -> Result<(), EngineError> {
    if result.accepted() {
        return Ok(());
    }
    let why = result.failure.or(result.result).unwrap_or_else(|| "KAMAR's service is switched off".into());
    Err(failed(&why))
}

fn failed(why: &str) -> EngineError {
    EngineError::Demo(why.to_owned())
}

fn local(clock: &dyn Clock) -> DateTime {
    clock.now().to_zoned(TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)).datetime()
}

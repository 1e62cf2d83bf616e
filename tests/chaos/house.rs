//! The house that is tormented: an engine with a listener in a process of its own, told by lines what to do, so that
//! it can end at any operation while the simulated town lives on.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use crosswalk_engine::{Clock, Engine, Listening, Parts, StoreVault, Tuning};
use crosswalk_model::{Actor, Date, Entity, Timestamp};
use crosswalk_server::{Webhooks, WebhooksSettings};
use crosswalk_store::{Keys, Options, Place, Store, StoreError};
use crosswalk_tests::TestClock;
use serde_json::Value;
use tokio::sync::mpsc;

use crate::words::{Heard, Say};

/// What a house is opened with.
pub struct Opening {
    /// The data folder.
    pub folder: PathBuf,
    /// The school's day.
    pub today: Date,
    /// How many seconds after nine in the morning it is.
    pub seconds: i64,
    /// What is to fail from the first operation on, if anything.
    pub script: Option<String>,
    /// Whether it looks at the clock and follows the roster by itself.
    pub unattended: bool,
}

/// The test's clock, which a script can move.
struct SkewedClock(TestClock);

impl Clock for SkewedClock {
    fn now(&self) -> Timestamp {
        let off = jiff::SignedDuration::from_secs(crosswalk_faults::clock_is_off_by());
        self.0.now().checked_add(off).unwrap()
    }

    fn random(&self) -> [u8; 32] {
        self.0.random()
    }
}

/// Lives until it is told to close, or until the driver has gone.
pub async fn live(opening: Opening) -> Result<()> {
    if let Some(script) = &opening.script {
        crosswalk_faults::arm(script.parse()?);
    }
    let clock = Arc::new(SkewedClock(TestClock::on(opening.today)));
    clock.0.pass(jiff::SignedDuration::from_secs(opening.seconds));
    let (engine, port) = match open(&opening, clock.clone()).await {
        Ok(opened) => opened,
        Err(why) => return tell(&Heard::Unopened(format!("{why:#}"))),
    };
    tell(&Heard::Ready(port))?;
    let mut lines = lines();
    while let Some(line) = lines.recv().await {
        let say: Say = serde_json::from_str(&line)?;
        let closing = matches!(say, Say::Close);
        let heard = obey(&engine, &clock, say).await?;
        tell(&heard)?;
        if closing {
            break;
        }
    }
    Ok(())
}

fn tell(heard: &Heard) -> Result<()> {
    let mut out = std::io::stdout();
    out.write_all(format!("{}\n", serde_json::to_string(heard)?).as_bytes())?;
    Ok(out.flush()?)
}

/// What the driver says, read on a thread of its own.
fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(16);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

async fn open(opening: &Opening, clock: Arc<SkewedClock>) -> Result<(Engine, u16)> {
    let store = store(&opening.folder).await?;
    let vault = Arc::new(StoreVault(store.clone()));
    let registry = crosswalk_connectors::registry::connectors();
    let tuning = if opening.unattended { Tuning::unattended() } else { Tuning::default() };
    let engine = Engine::start(Parts { store, registry, clock, vault, town: None, tuning }).await?;
    let settings = WebhooksSettings { address: ([127, 0, 0, 1], 0).into(), ..WebhooksSettings::default() };
    let webhooks = Webhooks::bind(settings).await?;
    let port = webhooks.address().port();
    let keeper = engine.supervisor();
    keeper.start("webhooks", webhooks.serve(engine.clone(), keeper.token()));
    engine.set_listening(Some(Listening {
        address: "127.0.0.1".into(),
        port,
        tls: false,
        fingerprint: None,
    }));
    Ok((engine, port))
}

/// Waits a moment for an owner that is just ending; any other error is told at once.
async fn store(folder: &Path) -> Result<Store> {
    for _ in 0..100 {
        let options = Options { place: Place::Folder(folder.to_owned()), keys: Keys::generate([7; 32]) };
        match Store::open(options).await {
            Err(StoreError::Locked { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
            opened => return Ok(opened?),
        }
    }
    anyhow::bail!("somebody else has the folder")
}

async fn obey(engine: &Engine, clock: &SkewedClock, say: Say) -> Result<Heard> {
    Ok(match say {
        Say::Ask(envelope) => match engine.call(&Actor::local_administrator(), *envelope).await {
            Ok(value) => Heard::Answer(value),
            Err(problem) => Heard::Problem(problem),
        },
        Say::Settle => {
            engine.settle().await;
            Heard::Done
        }
        Say::Arm(script) => {
            crosswalk_faults::arm(script.parse()?);
            Heard::Done
        }
        Say::Disarm => report(),
        Say::Pass(seconds) => {
            clock.0.pass(jiff::SignedDuration::from_secs(seconds));
            engine.look_at_the_clock().await;
            engine.settle().await;
            Heard::Done
        }
        Say::Examine => Heard::Lines(engine.store().examine().await?),
        Say::Roster => Heard::Lines(roster(engine).await?),
        Say::Close => {
            engine.shutdown().await;
            engine.store().close().await;
            Heard::Done
        }
    })
}

fn report() -> Heard {
    let report = crosswalk_faults::disarm();
    let seen = report.seen.iter().map(|(stage, point)| (stage.to_string(), point.to_string()));
    let raised = report.raised.iter();
    let raised =
        raised.map(|(stage, point, fault)| (stage.to_string(), point.to_string(), fault.to_string()));
    Heard::Report(seen.collect(), raised.collect())
}

/// Ids are another world's in each trial: a record is told by its words, and what it points at by theirs.
async fn roster(engine: &Engine) -> Result<Vec<String>> {
    let school = engine.school()?;
    let mut records = Vec::new();
    for entity in Entity::ALL {
        for record in school.roster_page(entity, false, None, 100_000).await? {
            let words = serde_json::to_value(&record.fields)?;
            records.push((entity, record.id.to_string(), record.active, words));
        }
    }
    let ids = records.iter().map(|(_, id, _, _)| (id.clone(), "somebody".to_owned())).collect();
    let told = |words: &Value, ids: &HashMap<String, String>| renamed(words, ids).to_string();
    let names = records.iter().map(|(_, id, _, words)| (id.clone(), told(words, &ids))).collect();
    let line = |(entity, _, active, words): &(Entity, String, bool, Value)| {
        format!("{entity} {active} {}", told(words, &names))
    };
    let mut lines: Vec<String> = records.iter().map(line).collect();
    lines.sort();
    Ok(lines)
}

/// The same with every text that is an id replaced.
fn renamed(words: &Value, names: &HashMap<String, String>) -> Value {
    match words {
        Value::String(text) => names.get(text).unwrap_or(text).clone().into(),
        Value::Array(list) => list.iter().map(|one| renamed(one, names)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), renamed(value, names))).collect()
        }
        other => other.clone(),
    }
}

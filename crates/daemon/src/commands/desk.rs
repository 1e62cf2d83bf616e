//! Where a command asks: an engine of its own over the data folder, or the Crosswalk that owns the folder already.

use anyhow::{Result, anyhow};
use crosswalk_contract::{Ask, Envelope, Problem};
use crosswalk_daemon::host::{Assembly, HostError, assemble, make_private_folder, visit};
use crosswalk_daemon::keys;
use crosswalk_engine::{Clock, Engine, SystemClock};
use crosswalk_model::{Actor, RunId};
use crosswalk_server::attach::Visitor;
use crosswalk_store::{DataFolder, Place};

use crate::cli::Data;

/// Somebody who answers calls.
pub enum Desk {
    /// An engine without doors, for the time of the command.
    Own(Engine),
    /// The owner of the folder.
    Other(Visitor),
}

impl Desk {
    /// Takes the folder, or attaches to whoever has it.
    pub async fn open(data: &Data) -> Result<Self> {
        let folder = data.folder();
        crosswalk_store::finish_restore(&folder).map_err(HostError::from)?;
        make_private_folder(&folder)?;
        let lock = match DataFolder::lock(&folder) {
            Ok(lock) => lock,
            Err(owned) if owned.address.is_some() => {
                return Ok(Self::Other(visit(&folder, owned.address.as_deref()).await?));
            }
            Err(_) => return Err(HostError::Owned { folder, origin: None }.into()),
        };
        let keys = keys::of_file(&lock, &data.key_file(), SystemClock.random())?;
        let place = match data.postgres() {
            Some(url) => Place::Postgres { url, folder },
            None => Place::Folder(folder),
        };
        let assembly = Assembly { lock: Some(lock), ..Assembly::at(place, keys) };
        Ok(Self::Own(assemble(assembly).await?))
    }

    /// Makes a call.
    pub async fn ask<A: Ask>(&self, ask: A) -> Result<A::Reply> {
        match self {
            Self::Own(engine) => own(engine, ask).await,
            Self::Other(visitor) => visitor.ask(ask).await.map_err(told),
        }
    }

    /// Waits until a run has ended or waits for somebody.
    pub async fn wait(&self, run: RunId) -> Result<crosswalk_contract::RunView> {
        loop {
            let view = self.ask(crosswalk_contract::GetRun { id: run }).await?;
            if view.row.run.state != crosswalk_model::RunState::Running {
                return Ok(view);
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    }

    /// Ends what was started.
    pub async fn close(self) {
        if let Self::Own(engine) = self {
            engine.shutdown().await;
            engine.store().close().await;
        }
    }
}

async fn own<A: Ask>(engine: &Engine, ask: A) -> Result<A::Reply> {
    let envelope = Envelope { request: "command".into(), call: ask.into() };
    let reply = engine.call(&Actor::local_administrator(), envelope).await.map_err(told)?;
    Ok(serde_json::from_value(reply)?)
}

fn told(problem: Problem) -> anyhow::Error {
    anyhow!("{} {} {}", problem.title, problem.happened, problem.remedy)
}

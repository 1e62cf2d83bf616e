//! A seat for one person: in the house of this process, or as a guest in that of another one.

use crosswalk_contract::{Envelope, Event, EventKind, Problem};
use crosswalk_model::Actor;
use crosswalk_store::{Keys, Lock};
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;

use super::{Belongings, Guest, HostError, House, HouseSettings};

/// Where the calls of the person at this computer go.
pub enum Seat {
    /// To the engine in this process.
    Own(House),
    /// To the process that owns the data folder.
    Guest(Guest),
}

impl Seat {
    /// Opens the house, or becomes a guest where another process has it open.
    ///
    /// # Errors
    /// Those of [`House::open`], and [`HostError::Server`] when the owner does not answer.
    pub async fn take<K>(settings: HouseSettings, belongings: Belongings<K>) -> Result<Self, HostError>
    where
        K: FnOnce(&Lock) -> Result<Keys, HostError>,
    {
        let folder = settings.folder.clone();
        match House::open(settings, belongings).await {
            Ok(house) => Ok(Self::Own(house)),
            Err(HostError::Owned { origin: Some(origin), .. }) => {
                Ok(Self::Guest(Guest::of(folder, &origin).await?))
            }
            Err(error) => Err(error),
        }
    }

    /// Answers a call that is written as a value.
    ///
    /// # Errors
    /// The problem that the screen shows.
    pub async fn call(&self, envelope: Value) -> Result<Value, Problem> {
        match self {
            Self::Own(house) => {
                let envelope: Envelope = serde_json::from_value(envelope).map_err(|_| not_understood())?;
                house.engine.call(&Actor::local_administrator(), envelope).await
            }
            Self::Guest(guest) => {
                let reply = guest.call(envelope.to_string()).await?;
                serde_json::from_str(&reply).map_err(|_| not_understood())
            }
        }
    }

    /// Tells what happens, until the house ends.
    pub async fn events(&self, mut each: impl FnMut(Event)) {
        let house = match self {
            Self::Guest(guest) => return guest.events(each).await,
            Self::Own(house) => house,
        };
        let mut heard = house.engine.events().listen();
        loop {
            match heard.recv().await {
                Ok(event) => each(event),
                Err(RecvError::Lagged(_)) => {
                    each(Event { number: house.engine.events().last(), kind: EventKind::Resync });
                }
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// Ends our own house; a guest just leaves.
    pub async fn leave(&self) {
        if let Self::Own(house) = self {
            house.close().await;
        }
    }
}

/// What was sent may hold secrets: the parser's words, which quote it, are not passed on.
fn not_understood() -> Problem {
    Problem::new(
        "call.not_understood",
        "The call was not understood.",
        "The screens and the engine are of different versions.",
        "Quit Crosswalk and start it again.",
    )
}

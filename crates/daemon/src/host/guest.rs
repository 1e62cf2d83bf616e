//! A guest in the house of another process that owns the data folder: the window beside a service.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crosswalk_contract::{Event, EventKind, Problem};
use crosswalk_server::attach::{Answered, Visitor, lost};
use crosswalk_store::DataFolder;

use super::{HostError, visit};

/// How long a guest waits before it knocks again.
const PAUSE: Duration = Duration::from_secs(2);

/// A guest. It knocks again when the owner was started anew or its session is over.
pub struct Guest {
    folder: PathBuf,
    visitor: Mutex<Visitor>,
}

impl Guest {
    /// Is let in by whoever owns the folder and answers at the origin.
    ///
    /// # Errors
    /// As [`super::let_in`].
    pub async fn of(folder: PathBuf, origin: &str) -> Result<Self, HostError> {
        let visitor = Mutex::new(visit(&folder, Some(origin)).await?);
        Ok(Self { folder, visitor })
    }

    /// Passes a call on.
    ///
    /// # Errors
    /// The engine's problem, or one that says that nobody answers.
    pub async fn call(&self, envelope: String) -> Result<String, Problem> {
        let mut answered = self.visitor().call(envelope.clone()).await;
        if answered.is_err() && self.knock_again().await.is_ok() {
            answered = self.visitor().call(envelope).await;
        }
        match answered {
            Ok(Answered::Reply(reply)) => Ok(reply),
            Ok(Answered::Problem(problem)) => Err(problem),
            Err(error) => Err(lost(&error)),
        }
    }

    /// Passes events on, for ever. After a pause in which some may have been missed, it says so.
    pub async fn events(&self, mut each: impl FnMut(Event)) {
        loop {
            let _ended_or_lost = self.visitor().events(&mut each).await;
            tokio::time::sleep(PAUSE).await;
            if self.knock_again().await.is_ok() {
                each(Event { number: 0, kind: EventKind::Resync });
            }
        }
    }

    fn visitor(&self) -> Visitor {
        self.visitor.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whoever owns the folder now may answer somewhere else.
    async fn knock_again(&self) -> Result<(), HostError> {
        let origin = DataFolder::lock(&self.folder).err().and_then(|owned| owned.address);
        let visitor = visit(&self.folder, origin.as_deref()).await?;
        *self.visitor.lock().unwrap_or_else(PoisonError::into_inner) = visitor;
        Ok(())
    }
}

//! Who listens where, kept in memory: a push is not to wait for the database before its first byte is read.
//!
//! Whoever changes a connection forgets the table. Where other processes share the tables, nobody tells this one of
//! their changes: there it forgets by itself, a second after it was filled.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crosswalk_connector_kit::Connection;
use crosswalk_store::ListenerPath;
use tokio::sync::OnceCell;
use tokio::time::Instant;

use crate::{Engine, Result};

/// How long the table may be used where others can change what it was filled from.
const SHARED: Duration = Duration::from_secs(1);

/// The table, once it was filled.
#[derive(Default)]
pub(crate) struct Routes(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    /// Grows with each change: what was read before a change is not remembered after it.
    changes: u64,
    known: Option<(Arc<Vec<Way>>, Instant)>,
}

/// A path and the connection that listens there, opened when it is first asked for.
pub(super) struct Way {
    pub(super) to: ListenerPath,
    opened: OnceCell<Arc<dyn Connection>>,
}

impl Routes {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything, since a connection has changed.
    pub(crate) fn forget(&self) {
        let mut memory = self.memory();
        memory.changes += 1;
        memory.known = None;
    }
}

impl Way {
    /// What follows the way's path in a request's path, if it leads here.
    pub(super) fn rest<'a>(&self, wanted: &'a str) -> Option<&'a str> {
        let own = self.to.path.trim_end_matches('/');
        wanted.strip_prefix(own).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The connection, opened once for all pushes until something changes.
    pub(super) async fn opened(&self, engine: &Engine) -> Result<Arc<dyn Connection>> {
        let open = || async { Ok(engine.open(self.to.tenant, self.to.connection).await?.into()) };
        self.opened.get_or_try_init(open).await.cloned()
    }
}

/// All ways, from memory where that is allowed.
pub(super) async fn ways(engine: &Engine) -> Result<Arc<Vec<Way>>> {
    let shared = engine.store().is_shared();
    let changes = {
        let memory = engine.routes().memory();
        match &memory.known {
            Some((ways, since)) if !shared || since.elapsed() < SHARED => return Ok(ways.clone()),
            _ => memory.changes,
        }
    };
    let since = Instant::now();
    let listening = engine.store().system().connections_by_path().await?;
    let ways: Vec<Way> = listening.into_iter().map(|to| Way { to, opened: OnceCell::new() }).collect();
    let ways = Arc::new(ways);
    let mut memory = engine.routes().memory();
    if memory.changes == changes {
        memory.known = Some((ways.clone(), since));
    }
    Ok(ways)
}

//! The inbox: deliveries, committed to the disk before their sender gets an answer.
//!
//! On SQLite it stands in a file of its own, so that a load of the roster never delays an answer. Deliveries that
//! come at the same time share one statement and so one wait for the disk.

mod bodies;
mod deliveries;
mod letter;
mod writer;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{Mutex, RwLock, mpsc};

use crate::db::{Args, Database, Sql};
use crate::{Result, Store, Tenant};

pub use deliveries::DeliveryFilter;
use letter::Letter;
pub use letter::NewDelivery;
pub(crate) use letter::blocking;

type Turn = Arc<Mutex<()>>;

/// How many deliveries may wait for the writer; more wait in their senders' connections.
const QUEUE: usize = 256;

/// The inbox of all tenants.
#[derive(Clone, Debug)]
pub struct Inbox(Store);

/// What the store keeps for it.
pub(crate) struct Desk {
    pub(crate) db: Database,
    /// Held for reading while a body takes its place and is written down, for writing while bodies are purged.
    bodies: RwLock<()>,
    /// Held while a backup is made: what would remove bodies waits, what brings some does not.
    pub(crate) keeping: Mutex<()>,
    /// Whose turn it is to write: waiting here is fair and short, waiting for SQLite's own lock is neither.
    turn: Turn,
    /// How often the writer has waited for the disk.
    commits: Arc<AtomicU64>,
    sender: mpsc::Sender<Letter>,
    receiver: Mutex<Option<mpsc::Receiver<Letter>>>,
}

impl Desk {
    pub(crate) fn new(db: Database) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let receiver = Mutex::new(Some(receiver));
        let keeping = Mutex::new(());
        Self {
            db,
            bodies: RwLock::new(()),
            keeping,
            turn: Turn::default(),
            commits: Arc::default(),
            sender,
            receiver,
        }
    }

    /// Writes outside the writer, when it is its turn.
    async fn run(&self, sql: impl Into<Sql>, args: Args) -> Result<u64> {
        let _turn = self.turn.lock().await;
        self.db.run(sql, args).await
    }
}

impl Store {
    /// The inbox of all tenants.
    pub fn inbox(&self) -> Inbox {
        Inbox(self.clone())
    }
}

impl Inbox {
    /// How many times the writer has committed deliveries since the store was opened: those that come together share
    /// one commit.
    pub fn commits(&self) -> u64 {
        self.0.0.inbox.commits.load(Ordering::Relaxed)
    }

    /// The writer: as long as this future runs, deliveries are accepted. It ends when the store is closed or
    /// dropped, after those that wait were written; when it is dropped itself, nothing is accepted any more. There
    /// is one for each store: a second call gives a future that ends at once.
    pub fn writer(&self) -> impl Future<Output = ()> + Send + use<> {
        let desk = &self.0.0.inbox;
        let letters = desk.receiver.try_lock().ok().and_then(|mut own| own.take());
        let (db, turn, commits) = (desk.db.clone(), desk.turn.clone(), desk.commits.clone());
        async move {
            if let Some(letters) = letters {
                writer::Writer::new(db, turn, commits).run(letters).await;
            }
        }
    }
}

impl Tenant {
    fn desk(&self) -> &Desk {
        &self.store.0.inbox
    }

    /// The tenant's blobs.
    pub fn blobs(&self) -> crate::Blobs {
        crate::Blobs { store: self.store.clone(), tenant: self.id }
    }
}

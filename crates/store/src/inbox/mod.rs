//! The inbox: deliveries, committed to the disk before their sender gets an answer.
//!
//! On SQLite it stands in a file of its own, so that a load of the roster never delays an answer. Deliveries that
//! come at the same time share one statement and so one wait for the disk.

mod bodies;
mod deliveries;
mod letter;
mod writer;

use std::future::Future;

use tokio::sync::{Mutex, RwLock, mpsc};

use crate::db::Database;
use crate::{Store, Tenant};

pub use deliveries::DeliveryFilter;
use letter::Letter;
pub use letter::NewDelivery;

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
    sender: mpsc::Sender<Letter>,
    receiver: Mutex<Option<mpsc::Receiver<Letter>>>,
}

impl Desk {
    pub(crate) fn new(db: Database) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self { db, bodies: RwLock::new(()), sender, receiver: Mutex::new(Some(receiver)) }
    }
}

impl Store {
    /// The inbox of all tenants.
    pub fn inbox(&self) -> Inbox {
        Inbox(self.clone())
    }
}

impl Inbox {
    /// The writer: as long as this future runs, deliveries are accepted. It ends when the store is dropped; when it
    /// is dropped itself, nothing is accepted any more. There is one for each store: a second call gives a future
    /// that ends at once.
    pub fn writer(&self) -> impl Future<Output = ()> + Send + use<> {
        let desk = &self.0.0.inbox;
        let (db, receiver) = (desk.db.clone(), desk.receiver.try_lock().ok().and_then(|mut own| own.take()));
        async move {
            if let Some(receiver) = receiver {
                writer::run(db, receiver).await;
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

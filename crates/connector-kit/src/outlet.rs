//! For sources that read files. Reading files blocks, so it happens on a thread for blocking work; what was read comes back in batches of bounded
//! number. A person who stops it is answered at once, and the thread ends at its next row.

use crosswalk_model::{Document, Finding, Scope};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

use crate::{DocumentSink, KitError, ReadEnd};

/// How many documents, findings and scopes go over at once.
const BATCH: usize = 256;
/// How many batches may wait.
const WAITING: usize = 4;

/// What the thread says.
enum Said {
    Document(Box<Document>),
    Finding(Finding),
    Scope(Scope),
}

/// Where the thread puts what it read.
pub struct Outlet {
    batches: mpsc::Sender<Vec<Said>>,
    batch: Vec<Said>,
}

impl Outlet {
    /// One document.
    ///
    /// # Errors
    /// [`KitError::Cancelled`] when nobody wants more; so do the other two.
    pub fn document(&mut self, document: Document) -> Result<(), KitError> {
        self.say(Said::Document(Box::new(document)))
    }

    /// Something odd.
    pub fn finding(&mut self, finding: Finding) -> Result<(), KitError> {
        self.say(Said::Finding(finding))
    }

    /// What the extract is, or is not, complete for.
    pub fn scope(&mut self, scope: Scope) -> Result<(), KitError> {
        self.say(Said::Scope(scope))
    }

    fn say(&mut self, said: Said) -> Result<(), KitError> {
        self.batch.push(said);
        if self.batch.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), KitError> {
        let batch = std::mem::take(&mut self.batch);
        self.batches.blocking_send(batch).map_err(|_| KitError::Cancelled)
    }
}

/// Does blocking work aside and waits for it, or for the cancellation.
///
/// # Errors
/// Those of the work, and [`KitError::Cancelled`].
pub async fn aside<T: Send + 'static>(
    cancel: &CancellationToken,
    work: impl FnOnce(&CancellationToken) -> Result<T, KitError> + Send + 'static,
) -> Result<T, KitError> {
    let own = cancel.child_token();
    let _stops_with_us = own.clone().drop_guard();
    let task = spawn_blocking(move || work(&own));
    tokio::select! {
        biased;
        () = cancel.cancelled() => Err(KitError::Cancelled),
        done = task => done.unwrap_or(Err(KitError::Cancelled)),
    }
}

/// Reads aside and hands on what is read, batch by batch.
///
/// # Errors
/// Those of the reading and of the sink, and [`KitError::Cancelled`].
pub async fn pour(
    cancel: &CancellationToken,
    sink: &mut dyn DocumentSink,
    read: impl FnOnce(&CancellationToken, &mut Outlet) -> Result<ReadEnd, KitError> + Send + 'static,
) -> Result<ReadEnd, KitError> {
    let (batches, mut coming) = mpsc::channel(WAITING);
    let reading = aside(cancel, move |cancel| {
        let mut outlet = Outlet { batches, batch: Vec::new() };
        let end = read(cancel, &mut outlet)?;
        outlet.flush().map(|()| end)
    });
    let handing_on = async {
        while let Some(batch) = coming.recv().await {
            if cancel.is_cancelled() {
                return Err(KitError::Cancelled);
            }
            batch.into_iter().try_for_each(|said| hand_on(said, sink))?;
        }
        Ok(())
    };
    tokio::pin!(reading, handing_on);
    tokio::select! {
        biased;
        stopped = &mut handing_on => {
            stopped?;
            reading.await
        }
        read = &mut reading => {
            let end = read?;
            handing_on.await.map(|()| end)
        }
    }
}

fn hand_on(said: Said, sink: &mut dyn DocumentSink) -> Result<(), KitError> {
    match said {
        Said::Document(document) => return sink.document(*document),
        Said::Finding(finding) => sink.finding(finding),
        Said::Scope(scope) => sink.scope(scope),
    }
    Ok(())
}

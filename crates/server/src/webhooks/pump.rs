//! From the network to the spool: piece by piece, with limits, without holding a large body in memory.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use crosswalk_engine::SMALL_BODY;
use crosswalk_faults::Point;
use futures::StreamExt;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};

/// Pieces that may wait for the disk; then the sender waits.
const QUEUE: usize = 4;

/// How large and how slow a body may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The most bytes.
    pub(crate) bytes: u64,
    /// How long all of it may take.
    pub(crate) whole: Duration,
    /// In each such stretch …
    pub(crate) stretch: Duration,
    /// … at least so many bytes come.
    pub(crate) least: u64,
    /// A body of so many bytes at most goes to the spool at once: a spool of that size waits for no disk, and most
    /// pushes are spared the way to another thread and back.
    pub(crate) small: usize,
}

impl Default for Limits {
    /// 256 MiB within ten minutes, and never slower than 16 KiB in half a minute.
    fn default() -> Self {
        let (whole, stretch) = (Duration::from_secs(600), Duration::from_secs(30));
        Self { bytes: 256 << 20, whole, stretch, least: 16 << 10, small: SMALL_BODY }
    }
}

/// Why a body did not get into the spool. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PumpError {
    /// It has more bytes than allowed.
    #[error("the body is too large")]
    TooLarge,
    /// The connection ended before the body did.
    #[error("the body was cut off")]
    CutOff,
    /// It took too long.
    #[error("the body came too slowly")]
    TooSlow,
    /// The spool could not be written.
    #[error("the spool could not be written: {0}")]
    Spool(io::Error),
}

/// What goes to the thread that writes. When the channel closes without the end, the body is thrown away: also when
/// the whole request is dropped.
enum Piece {
    Bytes(Bytes),
    End,
}

/// Writes a body to a spool and ends the spool when the body has ended; on a thread that may block as soon as the
/// body is no small one.
pub(crate) async fn pump<W, T>(
    body: Body,
    limits: &Limits,
    open: impl FnOnce() -> io::Result<W> + Send + 'static,
    finish: impl FnOnce(W) -> io::Result<T> + Send + 'static,
) -> Result<T, PumpError>
where
    W: Write + Send + 'static,
    T: Send + 'static,
{
    let mut feed = Feed { left: limits.bytes, pieces: Patient::new(body, limits) };
    let (begun, is_whole) = feed.begin(limits.small).await?;
    if is_whole {
        return at_once(&begun, open, finish).map_err(PumpError::Spool);
    }
    let (sender, receiver) = mpsc::channel(QUEUE);
    let writer = tokio::task::spawn_blocking(move || write(receiver, open, finish));
    let fed = feed.rest(begun.into(), &sender).await;
    if fed.is_ok() {
        let _writer_tells_why = sender.send(Piece::End).await;
    }
    drop(sender);
    let written = writer.await.map_err(io::Error::other).and_then(|written| written);
    match (fed, written) {
        (Err(error @ (PumpError::TooLarge | PumpError::CutOff | PumpError::TooSlow)), _) => Err(error),
        (_, written) => written.map_err(PumpError::Spool),
    }
}

fn write<W: Write, T>(
    mut pieces: mpsc::Receiver<Piece>,
    open: impl FnOnce() -> io::Result<W>,
    finish: impl FnOnce(W) -> io::Result<T>,
) -> io::Result<T> {
    let mut spool = open()?;
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Bytes(bytes) => {
                crosswalk_faults::io(Point::Spool)?;
                spool.write_all(&bytes)?;
            }
            Piece::End => return finish(spool),
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}

fn at_once<W: Write, T>(
    body: &[u8],
    open: impl FnOnce() -> io::Result<W>,
    finish: impl FnOnce(W) -> io::Result<T>,
) -> io::Result<T> {
    let mut spool = open()?;
    crosswalk_faults::io(Point::Spool)?;
    spool.write_all(body)?;
    finish(spool)
}

/// A body as it comes, and how much more of it may come.
struct Feed<'a> {
    left: u64,
    pieces: Patient<'a>,
}

impl Feed<'_> {
    async fn next(&mut self) -> Result<Option<Bytes>, PumpError> {
        let Some(bytes) = self.pieces.next().await? else { return Ok(None) };
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(PumpError::TooLarge)?;
        Ok(Some(bytes))
    }

    /// Collects pieces until they are more than a small body; and whether that was all of it.
    async fn begin(&mut self, small: usize) -> Result<(Vec<u8>, bool), PumpError> {
        let mut begun = Vec::new();
        while begun.len() <= small {
            match self.next().await? {
                Some(bytes) => begun.extend_from_slice(&bytes),
                None => return Ok((begun, true)),
            }
        }
        Ok((begun, false))
    }

    /// Hands what was collected to the thread that writes, and everything after it.
    async fn rest(&mut self, begun: Bytes, sender: &mpsc::Sender<Piece>) -> Result<(), PumpError> {
        let mut piece = Some(begun);
        while let Some(bytes) = piece {
            let sent = sender.send(Piece::Bytes(bytes)).await;
            sent.map_err(|_| PumpError::Spool(io::ErrorKind::BrokenPipe.into()))?;
            piece = self.next().await?;
        }
        Ok(())
    }
}

/// Reads a body and lets go of a sender that dawdles. The time that the disk takes counts for nobody.
struct Patient<'a> {
    body: BodyDataStream,
    limits: &'a Limits,
    end: Instant,
    stretch_ends: Instant,
    in_stretch: u64,
}

impl<'a> Patient<'a> {
    fn new(body: Body, limits: &'a Limits) -> Self {
        let now = Instant::now();
        let (end, stretch_ends) = (now + limits.whole, now + limits.stretch);
        Self { body: body.into_data_stream(), limits, end, stretch_ends, in_stretch: 0 }
    }

    async fn next(&mut self) -> Result<Option<Bytes>, PumpError> {
        if self.stretch_ends <= Instant::now() {
            self.begin_stretch();
        }
        loop {
            match timeout_at(self.end.min(self.stretch_ends), self.body.next()).await {
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(PumpError::CutOff),
                Ok(Some(Ok(bytes))) => {
                    self.in_stretch += bytes.len() as u64;
                    return Ok(Some(bytes));
                }
                Err(_) => self.next_stretch()?,
            }
        }
    }

    fn next_stretch(&mut self) -> Result<(), PumpError> {
        if Instant::now() >= self.end || self.in_stretch < self.limits.least {
            return Err(PumpError::TooSlow);
        }
        self.begin_stretch();
        Ok(())
    }

    fn begin_stretch(&mut self) {
        self.stretch_ends = Instant::now() + self.limits.stretch;
        self.in_stretch = 0;
    }
}

/// Reads and forgets what is left of a body, so that the sender reads the answer instead of finding its connection
/// reset. Gives up after a while: an answer that nobody can read is the sender's own doing then.
pub(crate) async fn drain(body: Body, bytes: u64, time: Duration) {
    let limits = Limits { bytes, whole: time, stretch: time, least: 0, small: 0 };
    let mut left = bytes;
    let mut pieces = Patient::new(body, &limits);
    while let Ok(Some(bytes)) = pieces.next().await {
        left = left.saturating_sub(bytes.len() as u64);
        if left == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests;

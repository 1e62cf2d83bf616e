//! The writer of the inbox: takes all letters that wait and writes them with one statement.
//!
//! Whoever was answered often comes again at once. So the writer expects about as many letters as there were senders
//! a moment ago, and gives them a moment to come: sixteen senders then share one wait for the disk. A sender that is
//! alone is never kept waiting for company.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;

use super::Turn;
use super::letter::{HEAD, Letter};
use crate::db::{Args, Database, Held};
use crate::{Result, StoreError};

/// How many deliveries share one statement at most.
const TOGETHER: usize = 64;
/// How long those that are here wait for those that are expected.
const MOMENT: Duration = Duration::from_millis(2);

/// Holds a connection of its own, so that no letter waits for one.
pub(super) struct Writer {
    db: Database,
    turn: Turn,
    commits: Arc<AtomicU64>,
    held: Option<Held>,
    /// How many letters are expected to come together.
    expected: usize,
}

impl Writer {
    pub(super) fn new(db: Database, turn: Turn, commits: Arc<AtomicU64>) -> Self {
        Self { db, turn, commits, held: None, expected: 1 }
    }

    pub(super) async fn run(mut self, mut letters: mpsc::Receiver<Letter>) {
        let db = self.db.clone();
        let mut closing = pin!(db.closing());
        let (mut open, mut some) = (true, Vec::with_capacity(TOGETHER));
        loop {
            let count = tokio::select! {
                count = letters.recv_many(&mut some, TOGETHER) => count,
                () = &mut closing, if open => {
                    open = false;
                    letters.close();
                    continue;
                }
            };
            if count == 0 {
                break;
            }
            let missed = open && !self.company(&mut letters, &mut some).await;
            let here = some.len();
            self.write(std::mem::take(&mut some)).await;
            self.expected = senders(here, letters.len(), missed);
        }
    }

    /// Waits for those that are expected; whether they came.
    async fn company(&self, letters: &mut mpsc::Receiver<Letter>, some: &mut Vec<Letter>) -> bool {
        if some.len() >= self.expected {
            return true;
        }
        let all = async {
            while some.len() < self.expected {
                if letters.recv_many(some, TOGETHER - some.len()).await == 0 {
                    return;
                }
            }
        };
        tokio::time::timeout(MOMENT, all).await.is_ok()
    }

    /// One statement is a transaction of its own: it needs no other to begin or end it, and waits for the disk once.
    /// When a letter's id is taken, each is tried alone, so that one bad letter does not turn its neighbours away.
    async fn write(&mut self, letters: Vec<Letter>) {
        let rows: Vec<Args> = letters.iter().map(|letter| letter.row.clone()).collect();
        match self.insert(rows).await {
            Err(StoreError::Taken { .. }) if letters.len() > 1 => {
                for letter in letters {
                    let result = self.insert(vec![letter.row.clone()]).await;
                    letter.tell(result);
                }
            }
            result => letters.into_iter().for_each(|letter| letter.tell(result.clone())),
        }
    }

    async fn insert(&mut self, rows: Vec<Args>) -> Result<()> {
        let (sql, args) = self.db.dialect().insert_many(HEAD, "", rows);
        match self.run_in_turn(sql, args).await {
            Ok(_) => {
                self.commits.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            Err(StoreError::Taken { .. }) => Err(StoreError::Taken { what: "The delivery's id".to_owned() }),
            Err(error) => {
                self.held = None;
                Err(error)
            }
        }
    }

    /// A connection that failed is given up, and the next letter gets a new one.
    async fn run_in_turn(&mut self, sql: String, args: Args) -> Result<u64> {
        let _turn = self.turn.lock().await;
        let held = match &mut self.held {
            Some(held) => held,
            none => none.insert(self.db.connection().await?),
        };
        held.run(sql, args).await
    }
}

/// How many letters to expect next: those that were answered just now and those that came meanwhile are the senders
/// of this moment, and a quarter of them may be late. When too few came, fewer are expected.
fn senders(answered: usize, came: usize, missed: bool) -> usize {
    let senders = if missed { answered } else { answered + came };
    (senders * 3 / 4).clamp(1, TOGETHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_sender_waits_for_nobody_and_many_wait_for_most() {
        for (answered, came, missed, expected) in [
            (1, 0, false, 1),
            (1, 1, false, 1),
            (1, 15, false, 12),
            (12, 4, false, 12),
            (64, 256, false, TOGETHER),
            (5, 3, true, 3),
            (1, 0, true, 1),
        ] {
            assert_eq!(senders(answered, came, missed), expected, "{answered} and {came}, missed: {missed}");
        }
    }

    #[test]
    fn what_nobody_meets_is_given_up_soon() {
        let mut expected = TOGETHER;
        let mut misses = 0;
        while expected > 1 {
            expected = senders(expected.saturating_sub(1).min(2), 0, true);
            misses += 1;
        }
        assert!(misses <= 2, "{misses}");
    }
}

//! The writer of the inbox: takes all letters that wait and writes them with one statement.

use std::pin::pin;

use tokio::sync::mpsc;

use super::Turn;
use super::letter::{HEAD, Letter};
use crate::db::{Args, Database, Held};
use crate::{Result, StoreError};

/// How many deliveries share one statement at most.
const TOGETHER: usize = 64;

/// Holds a connection of its own, so that no letter waits for one.
pub(super) struct Writer {
    db: Database,
    turn: Turn,
    held: Option<Held>,
}

impl Writer {
    pub(super) fn new(db: Database, turn: Turn) -> Self {
        Self { db, turn, held: None }
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
            self.write(std::mem::take(&mut some)).await;
        }
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
            Ok(_) => Ok(()),
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

//! The writer of the inbox: takes all letters that wait and writes them with one statement.

use tokio::sync::mpsc;

use super::letter::{HEAD, Letter};
use crate::db::{Args, Database};
use crate::{Result, StoreError};

/// How many deliveries share one statement at most.
const TOGETHER: usize = 64;

pub(super) async fn run(db: Database, mut letters: mpsc::Receiver<Letter>) {
    let mut some = Vec::with_capacity(TOGETHER);
    while letters.recv_many(&mut some, TOGETHER).await > 0 {
        write(&db, std::mem::take(&mut some)).await;
    }
}

/// One statement is a transaction of its own: it needs no other to begin or end it, and waits for the disk once.
/// When a letter's id is taken, each is tried alone, so that one bad letter does not turn its neighbours away.
async fn write(db: &Database, letters: Vec<Letter>) {
    let rows: Vec<Args> = letters.iter().map(|letter| letter.row.clone()).collect();
    match insert(db, rows).await {
        Err(StoreError::Taken { .. }) if letters.len() > 1 => {
            for letter in letters {
                let result = insert(db, vec![letter.row.clone()]).await;
                letter.tell(result);
            }
        }
        result => letters.into_iter().for_each(|letter| letter.tell(result.clone())),
    }
}

async fn insert(db: &Database, rows: Vec<Args>) -> Result<()> {
    let width = rows.first().map_or(0, Vec::len);
    let sql = db.dialect().insert_many(HEAD, "", rows.len(), width);
    match db.run(sql, rows.into_iter().flatten().collect()).await {
        Err(StoreError::Taken { .. }) => Err(StoreError::Taken { what: "The delivery's id".to_owned() }),
        result => result.map(drop),
    }
}

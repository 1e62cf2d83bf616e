//! A house in a process of its own, so that its memory and its processor time are its alone.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use crosswalk_contract::{Ask, Call};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::senders::Target;

/// What a house has used since it was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Spent {
    /// Commits of the inbox: each waits for the disk once.
    pub(super) commits: u64,
    /// Rows that its own database wrote, changed or deleted, where the database tells.
    pub(super) rows: u64,
    /// Time of all its threads on a processor.
    pub(super) processor: Duration,
    /// The most memory that it ever held, in kB.
    pub(super) memory: u64,
}

impl Spent {
    /// What was used since an earlier look; memory is the most of all time.
    pub(super) fn since(self, before: &Self) -> Self {
        let commits = self.commits - before.commits;
        let rows = self.rows - before.rows;
        Self {
            commits,
            rows,
            processor: self.processor.saturating_sub(before.processor),
            memory: self.memory,
        }
    }

    /// Adds what was used at another time.
    pub(super) fn add(&mut self, more: &Self) {
        self.commits += more.commits;
        self.rows += more.rows;
        self.processor += more.processor;
        self.memory = self.memory.max(more.memory);
    }
}

/// The handle of such a house. Dropping it ends the process.
pub(super) struct HouseApart {
    folder: PathBuf,
    target: Target,
    orders: ChildStdin,
    replies: Lines<BufReader<ChildStdout>>,
    child: Child,
}

impl HouseApart {
    /// Starts the program again as a house on a folder of its own.
    pub(super) async fn open(measure: &super::Measure, name: &str) -> Result<Self> {
        Self::at(&measure.program, measure.folder.join(name)).await
    }

    /// The same, on this folder.
    pub(super) async fn at(program: &Path, folder: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let mut command = Command::new(program);
        command.args(["bench-house", "--folder"]).arg(&folder).kill_on_drop(true);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let orders = child.stdin.take().context("the house takes no orders")?;
        let replies = child.stdout.take().context("the house says nothing")?;
        let mut replies = BufReader::new(replies).lines();
        let target = serde_json::from_str(&next(&mut replies).await?)?;
        Ok(Self { folder, target, orders, replies, child })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    async fn order(&mut self, order: &str) -> Result<String> {
        self.orders.write_all(format!("{order}\n").as_bytes()).await?;
        self.orders.flush().await?;
        next(&mut self.replies).await
    }

    /// Asks what a screen would ask.
    pub(super) async fn ask<A: Ask>(&mut self, ask: A) -> Result<A::Reply> {
        let call: Call = ask.into();
        let order = format!("ask {}", serde_json::to_string(&call)?);
        Ok(serde_json::from_str(&self.order(&order).await?)?)
    }

    /// Waits until everything is taken in.
    pub(super) async fn settle(&mut self) -> Result<()> {
        self.order("settle").await.map(drop)
    }

    /// Looks out for the next plan from now on.
    pub(super) async fn watch(&mut self) -> Result<()> {
        self.order("watch").await.map(drop)
    }

    /// Waits for the plan that was looked out for; how long it took since then.
    pub(super) async fn planned(&mut self) -> Result<Duration> {
        let seconds: f64 = serde_json::from_str(&self.order("planned").await?)?;
        Ok(Duration::try_from_secs_f64(seconds)?)
    }

    /// Whether a run has come to its end.
    pub(super) async fn has_ended_a_run(&mut self) -> Result<bool> {
        Ok(serde_json::from_str(&self.order("ended").await?)?)
    }

    pub(super) async fn spent(&mut self) -> Result<Spent> {
        Ok(serde_json::from_str(&self.order("spent").await?)?)
    }

    /// Ends the house and removes what it kept.
    pub(super) async fn close(mut self) -> Result<()> {
        self.order("close").await?;
        if !self.child.wait().await?.success() {
            bail!("the house did not end well");
        }
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }
}

async fn next(replies: &mut Lines<BufReader<ChildStdout>>) -> Result<String> {
    replies.next_line().await?.context("the house ended before it answered")
}

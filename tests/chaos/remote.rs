//! The driver's hand on one house.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use crosswalk_contract::{Ask, Envelope, Problem};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::house::Opening;
use crate::words::{Heard, Say};

/// How long anything may take; longer is a house that hangs.
const PATIENCE: Duration = Duration::from_secs(90);

/// Why nothing came of it.
pub enum Trouble {
    /// The process has ended.
    Ended,
    /// It did not answer.
    Hangs,
    /// It said clearly that it could not.
    Problem(Box<Problem>),
    /// It could not be opened, and said why.
    Unopened(String),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ended => f.write_str("the process has ended"),
            Self::Hangs => f.write_str("it does not answer"),
            Self::Problem(problem) => write!(f, "{}: {} {}", problem.code, problem.title, problem.happened),
            Self::Unopened(why) => write!(f, "it cannot be opened: {why}"),
        }
    }
}

/// A process with a house.
pub struct Remote {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
    /// Where it is pushed to.
    pub port: u16,
}

impl Remote {
    /// Starts a house and waits until it is open.
    pub async fn open(opening: &Opening) -> Result<Result<Self, Trouble>> {
        let said = opening.folder.with_extension("said");
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("house").arg(&opening.folder).arg(opening.today.to_string());
        command.arg(opening.seconds.to_string()).arg(opening.unattended.to_string());
        command.args(&opening.script);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(File::create(&said)?).kill_on_drop(true);
        let mut child = command.spawn().context("cannot start a house")?;
        let to = child.stdin.take().context("no way in")?;
        let from = BufReader::new(child.stdout.take().context("no way out")?).lines();
        let mut remote = Self { child, to, from, port: 0 };
        Ok(match remote.hear().await {
            Ok(Heard::Ready(port)) => {
                remote.port = port;
                Ok(remote)
            }
            Ok(Heard::Unopened(why)) => Err(Trouble::Unopened(why)),
            Ok(_) => Err(Trouble::Hangs),
            Err(trouble) => Err(remote.gone(trouble).await),
        })
    }

    async fn gone(&mut self, trouble: Trouble) -> Trouble {
        let _it_may_have_ended = self.child.wait().await;
        trouble
    }

    /// Says one thing and waits for the answer.
    pub async fn say(&mut self, say: &Say) -> Result<Heard, Trouble> {
        let line = serde_json::to_string(say).map_err(|_| Trouble::Hangs)?;
        let sent = self.to.write_all(format!("{line}\n").as_bytes()).await;
        sent.map_err(|_| Trouble::Ended)?;
        self.hear().await
    }

    async fn hear(&mut self) -> Result<Heard, Trouble> {
        let line = tokio::time::timeout(PATIENCE, self.from.next_line()).await;
        let line = line.map_err(|_| Trouble::Hangs)?;
        let Ok(Some(line)) = line else { return Err(Trouble::Ended) };
        serde_json::from_str(&line).map_err(|_| Trouble::Ended)
    }

    /// Asks as a screen does.
    pub async fn ask<A: Ask>(&mut self, call: A) -> Result<A::Reply, Trouble> {
        let envelope = Envelope { request: "chaos".into(), call: call.into() };
        match self.say(&Say::Ask(Box::new(envelope))).await? {
            Heard::Answer(value) => serde_json::from_value(value).map_err(|_| Trouble::Hangs),
            Heard::Problem(problem) => Err(Trouble::Problem(Box::new(problem))),
            _ => Err(Trouble::Hangs),
        }
    }

    /// `kill -9`, at whatever it is doing.
    pub async fn kill(&mut self) {
        let _it_may_have_ended = self.child.kill().await;
    }

    /// The stage and the operation at which a script has ended it, as it said with its last words.
    pub fn ended_at(said: &Path) -> Option<(String, String)> {
        let text = std::fs::read_to_string(said).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("ended by a fault: "))?;
        let (stage, point) = line.split_once(' ')?;
        Some((stage.to_owned(), point.to_owned()))
    }
}

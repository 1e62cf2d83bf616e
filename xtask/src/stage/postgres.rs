//! A throw-away PostgreSQL: a cluster in a temporary folder, on a free port of loopback, gone when the tests are over.

use super::free;
use crate::{process, say};
use anyhow::{Context, Result, bail};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Nothing in it is worth keeping: it never waits for the disk.
const SETTINGS: [&str; 5] = [
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
];
const PATIENCE: Duration = Duration::from_secs(60);

/// A running cluster.
pub struct Postgres {
    folder: PathBuf,
    server: Child,
    url: String,
}

impl Postgres {
    /// Starts a cluster, or none where PostgreSQL is not installed.
    pub fn start() -> Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        let account = Account::for_server()?;
        let folder = free::folder("postgres")?;
        account.own(&folder)?;
        let data = folder.join("data");
        let mut initdb = account.command(&programs.join("initdb"), &folder);
        initdb.args([
            "--username=crosswalk",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--pgdata",
        ]);
        process::read(initdb.arg(&data)).context("PostgreSQL could not make a cluster")?;
        let port = free::port()?;
        let server = serve(&account, &programs, &folder, port)?;
        let url = format!("postgres://crosswalk@127.0.0.1:{port}/postgres");
        // From here on dropping it stops the server, also when it never becomes ready.
        let mut cluster = Self { folder, server, url };
        cluster.wait(&programs, port)?;
        Ok(Some(cluster))
    }

    /// The address, with an account that may make databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn wait(&mut self, programs: &Path, port: u16) -> Result<()> {
        let start = Instant::now();
        let port = port.to_string();
        while process::read(Command::new(programs.join("pg_isready")).args([
            "--host=127.0.0.1",
            "--port",
            &port,
        ]))
        .is_err()
        {
            if self.server.try_wait()?.is_some() || start.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL did not start: {}", log.trim());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGQUIT stops it at once and lets it tidy up its shared memory; kill() would not.
        let stopped = process::read(Command::new("kill").args(["-QUIT", &self.server.id().to_string()]));
        if let Err(problem) = stopped.and_then(|_| Ok(self.server.wait()?)) {
            say::line(&format!("PostgreSQL could not be stopped: {problem:#}"));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn serve(account: &Account, programs: &Path, folder: &Path, port: u16) -> Result<Child> {
    let log = std::fs::File::create(folder.join("log"))?;
    let mut command = account.command(&programs.join("postgres"), folder);
    command.arg("-D").arg(folder.join("data")).arg("-k").arg(folder).args(["-p", &port.to_string()]);
    command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    command.spawn().context("cannot start PostgreSQL")
}

/// The newest PostgreSQL that Debian keeps, or the one on the search path.
fn programs() -> Option<PathBuf> {
    let kept = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest =
        kept.map(|entry| entry.path()).filter(|path| path.join("bin/initdb").is_file()).max_by_key(version);
    newest.map(|path| path.join("bin")).or_else(|| Some(process::find("initdb")?.parent()?.to_owned()))
}

/// PostgreSQL refuses to run as root: then it runs as `postgres`.
struct Account(Option<(u32, u32)>);

impl Account {
    fn for_server() -> Result<Self> {
        if number(&["-u"])? != 0 {
            return Ok(Self(None));
        }
        let ids = (number(&["-u", "postgres"])?, number(&["-g", "postgres"])?);
        Ok(Self(Some(ids)))
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }

    fn own(&self, folder: &Path) -> Result<()> {
        let Some((user, group)) = self.0 else { return Ok(()) };
        std::os::unix::fs::chown(folder, Some(user), Some(group))
            .context("cannot hand the folder to postgres")
    }
}

fn number(arguments: &[&str]) -> Result<u32> {
    let text = process::read(Command::new("id").args(arguments))?;
    text.trim().parse().context("`id` gave no number")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where PostgreSQL is not installed there is none to start, which the stage says aloud.
    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let Some(cluster) = Postgres::start().unwrap() else { return assert!(programs().is_none()) };
        let psql = programs().unwrap().join("psql");
        let ask = |url: &str| {
            process::read(Command::new(&psql).args([url, "--tuples-only", "--command=create database a"]))
        };
        ask(cluster.url()).unwrap();
        let (folder, url) = (cluster.folder.clone(), cluster.url().to_owned());
        drop(cluster);
        assert!(!folder.exists());
        assert!(ask(&url).is_err());
    }
}

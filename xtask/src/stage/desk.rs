//! A desk without a person: a display in memory, a session bus and a keyring with an invented password.

use super::free;
use crate::{process, say};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// What stands on the desk; whatever a system lacks is left out.
pub struct Desk {
    folder: PathBuf,
    running: Vec<Child>,
    surroundings: Vec<(String, String)>,
}

impl Desk {
    /// Starts what is installed. A display or a bus that is there already is used as it is.
    pub fn start() -> Result<Self> {
        let mut desk = Self { folder: free::folder("desk")?, running: Vec::new(), surroundings: Vec::new() };
        if !process::is_set("DISPLAY") && process::find("Xvfb").is_some() {
            let number = desk.begin(Command::new("Xvfb").args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x900x24",
                "-nolisten",
                "tcp",
            ]))?;
            desk.surroundings.push(("DISPLAY".to_owned(), format!(":{number}")));
        }
        if process::find("dbus-daemon").is_some() {
            let bus = desk.begin(Command::new("dbus-daemon").args([
                "--session",
                "--nofork",
                "--nopidfile",
                "--print-address",
            ]))?;
            desk.surroundings.push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), bus));
            desk.keyring()?;
        }
        Ok(desk)
    }

    /// The variables through which programs find it.
    pub fn surroundings(&self) -> Vec<(String, String)> {
        self.surroundings.clone()
    }

    /// Starts a program that says on its first line where it is found.
    fn begin(&mut self, command: &mut Command) -> Result<String> {
        let name = say::typed(command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
        let output = child.stdout.take();
        self.running.push(child);
        let mut line = String::new();
        BufReader::new(output.context("no output")?).read_line(&mut line)?;
        anyhow::ensure!(!line.trim().is_empty(), "`{name}` did not say where it is found");
        Ok(line.trim().to_owned())
    }

    /// A keyring of its own, unlocked, in the desk's folder: never the person's.
    fn keyring(&mut self) -> Result<()> {
        if process::find("gnome-keyring-daemon").is_none() {
            return Ok(());
        }
        let mut command = Command::new("gnome-keyring-daemon");
        command
            .args(["--foreground", "--unlock", "--components=secrets", "--control-directory"])
            .arg(&self.folder);
        command.envs(self.surroundings()).env("XDG_DATA_HOME", &self.folder);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().context("cannot start gnome-keyring-daemon")?;
        let input = child.stdin.take();
        self.running.push(child);
        input.context("no input")?.write_all(b"invented").context("the keyring takes no password")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for child in self.running.iter_mut().rev() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// Asks the keyring for the collection that programs use when they name none.
    fn default_collection(surroundings: &[(String, String)]) -> Result<String> {
        let mut command = Command::new("dbus-send");
        command.envs(surroundings.iter().cloned()).args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.secrets",
        ]);
        command.args([
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.ReadAlias",
            "string:default",
        ]);
        process::read(&mut command)
    }

    /// Where the programs are not installed there is nothing on the desk.
    #[test]
    fn the_desk_has_a_display_and_an_open_keyring() {
        let desk = Desk::start().unwrap();
        let surroundings = desk.surroundings();
        let value = |wanted: &str| {
            surroundings.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
        };
        if process::find("Xvfb").is_some() && !process::is_set("DISPLAY") {
            let display = value("DISPLAY").unwrap();
            assert!(
                display.strip_prefix(':').is_some_and(|number| number.parse::<u32>().is_ok()),
                "{display}"
            );
        }
        if process::find("dbus-daemon").is_some() && process::find("gnome-keyring-daemon").is_some() {
            let tries = (0..100).map(|_| {
                std::thread::sleep(std::time::Duration::from_millis(100));
                default_collection(&surroundings)
            });
            let mut replies = tries.take(100).filter_map(Result::ok);
            let found = replies.find(|reply| reply.contains("/org/freedesktop/secrets/collection/login"));
            assert!(found.is_some(), "the keyring has no open collection");
        }
        let folder = desk.folder.clone();
        drop(desk);
        assert!(!folder.exists());
    }
}

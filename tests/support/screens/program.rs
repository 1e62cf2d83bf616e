//! Programs that a story starts, and ends again whatever happens.

use std::ffi::OsStr;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

/// A running program. It is killed when it is dropped.
pub struct Program(Child);

impl Program {
    /// Starts it. What it says is not heard.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_owned();
        own_group(command);
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(started.unwrap_or_else(|error| panic!("{} cannot be started: {error}", name.display())))
    }

    /// Starts a driver with its arguments and waits until it listens at the ports.
    pub async fn listening<const N: usize>(
        program: impl AsRef<OsStr>,
        command: impl FnOnce(&mut Command),
        ports: [u16; N],
    ) -> Self {
        let mut starting = Command::new(program);
        command(&mut starting);
        let mut started = Self::start(&mut starting);
        let since = Instant::now();
        while ports.iter().any(|port| TcpStream::connect((Ipv4Addr::LOCALHOST, *port)).is_err()) {
            assert!(!started.has_ended(), "{} ended at once", starting.get_program().display());
            assert!(since.elapsed() < PATIENCE, "{} does not listen", starting.get_program().display());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        started
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().unwrap().is_some()
    }
}

impl Drop for Program {
    /// What it has started goes with it: a driver's browser, the window. It may have ended by itself.
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// A port on loopback that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

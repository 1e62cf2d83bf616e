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
        let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        Self(started.unwrap_or_else(|error| panic!("{} cannot be started: {error}", name.display())))
    }

    /// Starts a driver with its arguments and waits until it listens at the port.
    pub async fn listening(
        program: impl AsRef<OsStr>,
        command: impl FnOnce(&mut Command),
        port: u16,
    ) -> Self {
        let mut starting = Command::new(program);
        command(&mut starting);
        let mut started = Self::start(&mut starting);
        let since = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(!started.has_ended(), "{} ended at once", starting.get_program().display());
            assert!(since.elapsed() < PATIENCE, "nothing listens at port {port}");
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
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port on loopback that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

//! The real window: the application itself, driven through the driver of its web view.

use std::path::PathBuf;
use std::process::Command;

use fantoccini::wd::Capabilities;
use serde_json::json;

use super::program::{self, Program};
use super::{Desk, Screen, browser, evidence, surroundings};

/// What the stage must have for it.
const NEEDED: [&str; 6] =
    ["CROSSWALK_WINDOW", "CROSSWALKD", "TAURI_DRIVER", "WEBKITDRIVER", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"];

/// A person's account on this computer, as far as Crosswalk sees it: everything lies in a folder of its own.
pub struct Account {
    home: tempfile::TempDir,
    window: String,
    daemon: String,
    driver: String,
    web_driver: String,
    /// The display.
    pub desk: Desk,
}

impl Account {
    /// A new one; where the stage lacks something it is said aloud.
    pub fn new(left_out: &str) -> Option<Self> {
        let [window, daemon, driver, web_driver, display, _] = surroundings::all_of(NEEDED, left_out)?;
        let home = tempfile::tempdir().unwrap();
        Some(Self { home, window, daemon, driver, web_driver, desk: Desk::of(&display) })
    }

    /// The data folder that both programs take by themselves.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data").join("crosswalk")
    }

    /// The application, started as from its icon.
    pub fn window(&self, arguments: &[&str]) -> Command {
        self.command(&self.window, arguments)
    }

    /// `crosswalkd` of the same person.
    pub fn daemon(&self, arguments: &[&str]) -> Command {
        self.command(&self.daemon, arguments)
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments);
        self.surround(&mut command);
        command
    }

    fn surround(&self, command: &mut Command) {
        for (name, folder) in
            [("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")]
        {
            command.env(name, self.home.path().join(folder));
        }
        // A display in memory has no graphics card, and nobody listens to accessibility's bus.
        command.envs([
            ("GDK_BACKEND", "x11"),
            ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
            ("NO_AT_BRIDGE", "1"),
        ]);
    }

    /// Opens the window and tells a story in it. The application runs on when the story has not ended it, until the
    /// driver takes it down.
    pub async fn in_window(&self, name: &'static str, arguments: &[&str], story: impl AsyncFnOnce(Screen)) {
        let (port, native) = (program::free_port(), program::free_port());
        let start = |command: &mut Command| {
            command.args(["--port", &port.to_string(), "--native-port", &native.to_string()]);
            command.arg("--native-driver").arg(&self.web_driver);
            self.surround(command);
        };
        let _driver = Program::listening(&self.driver, start, [port, native]).await;
        let mut capabilities = Capabilities::new();
        capabilities.insert("tauri:options".into(), json!({ "application": self.window, "args": arguments }));
        let client = browser::connect(port, capabilities).await;
        let screen = Screen { client, story: name, log: None };
        evidence::watch(&screen, story(screen.clone())).await;
        // The application may have ended by itself.
        let _ = screen.client.close().await;
    }
}

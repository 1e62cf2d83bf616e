//! What the window knows of its computer: where the data lies, and whether Crosswalk starts when somebody signs in.

use std::path::PathBuf;

use crosswalk_daemon::host::Seat;
use crosswalk_engine::Computer;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::{MacosLauncher, ManagerExt};

use crate::paths::{HIDDEN, Wishes};

/// Started with the computer, Crosswalk opens no window: nobody has asked for one.
pub fn autostart() -> TauriPlugin<Wry> {
    tauri_plugin_autostart::init(MacosLauncher::LaunchAgent, Some(vec![HIDDEN]))
}

/// Lets the settings tell and change it. A folder of its own, or the demo, is nothing that starts by itself.
pub fn settle(app: &AppHandle, wishes: &Wishes, seat: &Seat) {
    let Seat::Own(house) = seat else { return };
    if wishes.folder.is_none() && !wishes.demo {
        let own = Own { app: app.clone(), folder: wishes.data() };
        house.engine.set_computer(std::sync::Arc::new(own));
    }
}

struct Own {
    app: AppHandle,
    folder: PathBuf,
}

impl Computer for Own {
    fn folder(&self) -> Option<String> {
        Some(self.folder.display().to_string())
    }

    fn starts_by_itself(&self) -> Option<bool> {
        self.app.autolaunch().is_enabled().ok()
    }

    fn start_by_itself(&self, on: bool) -> Result<(), String> {
        let launch = self.app.autolaunch();
        let changed = if on { launch.enable() } else { launch.disable() };
        changed.map_err(|error| format!("The computer did not take it: {error}."))
    }
}

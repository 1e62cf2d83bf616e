//! What the tests find around them: a PostgreSQL, a display, a keyring, a browser and the drivers.
//! Each is told to them by a variable of the surroundings; what is not there is said aloud, never passed over.

#[cfg(unix)]
mod desk;
mod free;
#[cfg(unix)]
mod postgres;
mod programs;

pub use programs::found as found_programs;

use crate::{house::House, process, say};
use anyhow::Result;

/// The stage of the tests. It stands until it is struck or dropped.
#[derive(Default)]
pub struct Stage {
    surroundings: Vec<(String, String)>,
    #[cfg(unix)]
    postgres: Option<postgres::Postgres>,
    #[cfg(unix)]
    desk: Option<desk::Desk>,
}

impl Stage {
    /// Builds what this system has.
    pub fn build(&mut self, house: &House) -> Result<()> {
        self.surroundings = programs::found(house);
        self.build_servers()?;
        for (name, value) in &self.surroundings {
            say::line(&format!("  {name}={value}"));
        }
        for (name, what_is_lost) in LOSSES {
            // What the person's own surroundings hold is handed on to the tests as well.
            if !process::is_set(name) && !self.surroundings.iter().any(|(found, _)| found == name) {
                say::line(&format!("  {name} is not set: {what_is_lost}."));
            }
        }
        Ok(())
    }

    #[cfg(unix)]
    fn build_servers(&mut self) -> Result<()> {
        if let Some(postgres) = postgres::Postgres::start()? {
            self.surroundings.push(("CROSSWALK_TEST_POSTGRES".to_owned(), postgres.url().to_owned()));
            self.postgres = Some(postgres);
        }
        if cfg!(target_os = "linux") {
            let desk = desk::Desk::start()?;
            self.surroundings.extend(desk.surroundings());
            self.desk = Some(desk);
        }
        Ok(())
    }

    #[cfg(not(unix))]
    fn build_servers(&mut self) -> Result<()> {
        Ok(())
    }

    /// The variables that tell the tests what is there.
    pub fn surroundings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.surroundings.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Takes everything down.
    pub fn strike(self) {
        drop(self);
    }
}

/// What is not tested where a variable is missing.
const LOSSES: [(&str, &str); 7] = [
    ("CROSSWALK_TEST_POSTGRES", "the store is tested on SQLite alone"),
    ("CHROMIUM", "the screens are not tested in a browser"),
    ("CHROMEDRIVER", "the screens are not tested in a browser"),
    ("WEBKITDRIVER", "the real window is not tested"),
    ("TAURI_DRIVER", "the real window is not tested"),
    ("DISPLAY", "the real window is not tested"),
    ("DBUS_SESSION_BUS_ADDRESS", "the real window is not tested"),
];

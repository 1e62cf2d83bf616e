//! What the person asked for on the command line, and where the data lies.

use std::ffi::OsString;
use std::path::PathBuf;

use crosswalk_daemon::host::data_folder;

/// The wishes of the command line. There are three, and whatever else stands there is not for us.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Another data folder than the usual one.
    pub folder: Option<PathBuf>,
    /// Straight to the demo school, in a folder of its own that begins empty.
    pub demo: bool,
}

/// Ends the Crosswalk that runs; understood by the one that runs.
pub const QUIT: &str = "--quit";

impl Wishes {
    /// Of the arguments after the program's name.
    pub fn of(arguments: impl Iterator<Item = OsString>) -> Self {
        let mut wishes = Self::default();
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--demo") => wishes.demo = true,
                Some("--data") => wishes.folder = arguments.next().map(PathBuf::from),
                _ => {}
            }
        }
        wishes
    }

    /// The data folder. The demo stays out of the real one.
    pub fn data(&self) -> PathBuf {
        match (&self.folder, self.demo) {
            (Some(folder), _) => folder.clone(),
            (None, true) => data_folder(|name| std::env::var_os(name)).join("demo"),
            (None, false) => data_folder(|name| std::env::var_os(name)),
        }
    }
}

//! What the person asked for on the command line, and where the data lies.

use std::ffi::OsString;
use std::path::PathBuf;

use crosswalk_daemon::host::data_folder;

use crate::links::page_in;

/// The wishes of the command line. There are few, and whatever else stands there is not for us.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Another data folder than the usual one.
    pub folder: Option<PathBuf>,
    /// Straight to the demo school, in a folder of its own that begins empty.
    pub demo: bool,
    /// How many pupils the demo school has, where it is to be another number than usual.
    pub pupils: Option<usize>,
    /// Only to end the Crosswalk that runs. Where none does there is nothing to open.
    pub quit: bool,
    /// No window at first: it was started with the computer.
    pub hidden: bool,
    /// The page that a link on the command line leads to.
    pub page: Option<String>,
}

/// Opens no window at first.
pub const HIDDEN: &str = "--hidden";

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
                Some(QUIT) => wishes.quit = true,
                Some(HIDDEN) => wishes.hidden = true,
                Some("--pupils") => {
                    wishes.pupils = arguments.next().and_then(|count| count.to_str()?.parse().ok())
                }
                Some("--data") => wishes.folder = arguments.next().map(PathBuf::from),
                Some(link) if wishes.page.is_none() => wishes.page = page_in([link]),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(line: &str) -> Wishes {
        Wishes::of(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn the_command_line_is_understood() {
        let all = wishes("--demo --data somewhere --pupils 200");
        assert_eq!((all.demo, all.folder, all.pupils), (true, Some("somewhere".into()), Some(200)));
        let none = wishes("crosswalk://elsewhere --pupils many");
        assert!(!none.demo && !none.quit && none.folder.is_none() && none.pupils.is_none());
        assert!(wishes(QUIT).quit && !wishes(QUIT).hidden && wishes(HIDDEN).hidden);
        assert_eq!(none.page, None);
        assert_eq!(wishes("crosswalk://holds").page.as_deref(), Some("/holds"));
    }

    #[test]
    fn the_demo_stays_out_of_the_real_folder() {
        assert_eq!(wishes("--demo --data here").data(), PathBuf::from("here"));
        assert_eq!(wishes("--demo").data(), wishes("").data().join("demo"));
    }
}

//! The programs that the tests start.

use crate::{house::House, process, setup};
use std::path::PathBuf;

/// The variables for the programs that were found.
pub fn found(house: &House) -> Vec<(String, String)> {
    let driver = setup::tauri_driver_path(house);
    let programs = [
        ("CHROMIUM", first(&["chromium", "google-chrome", "chromium-browser", "chrome"])),
        ("CHROMEDRIVER", first(&["chromedriver"])),
        ("WEBKITDRIVER", first(&["WebKitWebDriver", "msedgedriver"])),
        ("TAURI_DRIVER", driver.is_file().then_some(driver)),
        ("CROSSWALKD", Some(house.program("crosswalkd", false, None))),
        ("CROSSWALK_WINDOW", Some(house.program("crosswalk", false, None))),
    ];
    let named = programs.into_iter().filter_map(|(name, path)| Some((name, path?)));
    named.map(|(name, path)| (name.to_owned(), path.display().to_string())).collect()
}

fn first(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| process::find(name))
}

//! What the stage of `cargo xtask test` tells of itself, by variables.

use std::io::Write;
use std::path::PathBuf;

/// The value of a variable, unless it is missing or empty.
#[expect(clippy::disallowed_methods, reason = "tests learn from the environment what they may use")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The values of all these variables. Where one is missing it is said aloud what is left out.
pub fn all_of<const N: usize>(names: [&str; N], left_out: &str) -> Option<[String; N]> {
    let missing: Vec<&str> = names.into_iter().filter(|name| variable(name).is_none()).collect();
    if missing.is_empty() {
        return Some(names.map(|name| variable(name).unwrap()));
    }
    // The test runner swallows what passing tests print; this has to be seen.
    let said = format!(
        "Left out: {left_out} ({} not set; `cargo xtask test` sets the stage).\n",
        missing.join(", ")
    );
    let _ = std::io::stderr().write_all(said.as_bytes());
    None
}

/// Where a picture of each page is wanted, for people to look at.
pub fn shots() -> Option<PathBuf> {
    variable("CROSSWALK_SHOTS").map(PathBuf::from)
}

/// The built screens.
pub fn built_screens() -> PathBuf {
    let screens = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/dist"));
    assert!(
        screens.join("index.html").is_file(),
        "The screens are not built: run `cargo xtask screens` first."
    );
    screens
}

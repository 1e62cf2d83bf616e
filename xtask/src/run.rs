//! Opens Crosswalk: in its window where there is a display, in a browser where there is none.

use crate::{daemon, house::House, process, say, screens, screens::Profile, setup, setup::Needs};
use anyhow::Result;
use std::process::{Command, ExitCode};

/// What the person asked for.
pub struct Wishes {
    /// Straight to the demo school.
    pub demo: bool,
    /// Optimised.
    pub release: bool,
    /// A browser in any case.
    pub browser: bool,
}

/// Sets up what is missing, builds, and opens the window or serves a browser.
pub fn run(house: &House, wishes: &Wishes) -> Result<ExitCode> {
    let window = !wishes.browser && has_display();
    setup::setup(house, Needs { window, tests: false })?;
    screens::screens(house, Profile::of(wishes.release), false)?;
    let program = if window {
        build_window(house, wishes.release)?
    } else {
        say::line("No window is opened: crosswalkd serves the same screens to a browser on this computer.");
        daemon::build(house, wishes.release)?
    };
    daemon::start(Command::new(program).args(arguments(window, wishes.demo)))
}

fn build_window(house: &House, release: bool) -> Result<std::path::PathBuf> {
    let mut arguments = vec!["build", "--package", "crosswalk", "--bin", "crosswalk"];
    if release {
        arguments.extend(["--release", "--features", "custom-protocol"]);
    }
    process::run(&mut process::cargo(house, &arguments))?;
    Ok(house.program("crosswalk", release, None))
}

fn arguments(window: bool, demo: bool) -> Vec<&'static str> {
    let verb = (!window).then_some("serve");
    verb.into_iter().chain(demo.then_some("--demo")).collect()
}

/// Windows and macOS always have a display that a program may open a window on.
fn has_display() -> bool {
    !cfg!(target_os = "linux") || process::is_set("DISPLAY") || process::is_set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn without_a_window_the_daemon_serves() {
        assert_eq!(arguments(false, true), ["serve", "--demo"]);
        assert_eq!(arguments(true, true), ["--demo"]);
        assert!(arguments(true, false).is_empty());
    }
}

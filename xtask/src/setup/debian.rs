//! Debian and Ubuntu: asks dpkg which packages are missing and has apt install those, and only those.

use super::Needs;
use crate::{process, say};
use anyhow::{Context, Result, bail};
use std::io::IsTerminal;
use std::process::Command;

/// What a build of anything needs.
pub const BUILD: &[&str] = &["build-essential", "pkg-config"];
/// What the window is made of.
pub const WINDOW: &[&str] = &[
    "libwebkit2gtk-4.1-dev",
    "libxdo-dev",
    "libssl-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
];
/// What the tests start.
pub const TESTS: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "gnome-keyring",
    "postgresql",
    "fonts-noto-core",
    "chromium",
    "chromium-driver",
];

/// Installs what is missing, with the package lists read anew once.
pub fn install_missing(needs: Needs) -> Result<()> {
    let missing = missing(&wanted(needs), &installed()?);
    if missing.is_empty() {
        return Ok(());
    }
    say::line(&format!("These system packages are missing and are installed now: {}.", missing.join(", ")));
    apt(&["update"])?;
    let arguments =
        ["install", "--yes", "--no-install-recommends"].into_iter().chain(missing.iter().copied());
    apt(&arguments.collect::<Vec<_>>())
}

fn wanted(needs: Needs) -> Vec<&'static str> {
    let window = if needs.window { WINDOW } else { &[] };
    let tests = if needs.tests { TESTS } else { &[] };
    let is_ubuntu = is_ubuntu(&std::fs::read_to_string("/etc/os-release").unwrap_or_default());
    let all = [BUILD, window, tests].concat().into_iter();
    all.filter(|name| !has_other_browser(name)).map(|name| named_here(name, is_ubuntu)).collect()
}

/// Another Chrome and its driver do as well as Debian's package.
fn has_other_browser(package: &str) -> bool {
    match package {
        "chromium" => {
            ["chromium", "google-chrome", "chromium-browser"].iter().any(|name| process::find(name).is_some())
        }
        "chromium-driver" => process::find("chromedriver").is_some(),
        _ => false,
    }
}

/// Ubuntu names two packages otherwise.
fn named_here(package: &'static str, is_ubuntu: bool) -> &'static str {
    match package {
        "chromium" if is_ubuntu => "chromium-browser",
        "chromium-driver" if is_ubuntu => "chromium-chromedriver",
        other => other,
    }
}

fn is_ubuntu(os_release: &str) -> bool {
    os_release
        .lines()
        .any(|line| line == "ID=ubuntu" || line.starts_with("ID_LIKE=") && line.contains("ubuntu"))
}

fn installed() -> Result<String> {
    process::read(
        Command::new("dpkg-query").args(["--show", "--showformat=${Package} ${db:Status-Status}\\n"]),
    )
}

fn missing<'a>(wanted: &[&'a str], installed: &str) -> Vec<&'a str> {
    let present: std::collections::HashSet<&str> =
        installed.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    wanted.iter().copied().filter(|name| !present.contains(name)).collect()
}

/// Calls apt-get as root.
fn apt(arguments: &[&str]) -> Result<()> {
    let is_root = process::read(Command::new("id").arg("--user"))?.trim() == "0";
    if !is_root && process::find("sudo").is_none() {
        bail!("system packages are missing, and neither root's rights nor sudo are at hand");
    }
    let words =
        [as_root(is_root, std::io::stdin().is_terminal()), &["apt-get", "--quiet"], arguments].concat();
    process::run(Command::new(words[0]).args(&words[1..]))
        .context("the system packages could not be installed; install them by hand and try again")
}

/// Only a person at a terminal can be asked for a password.
fn as_root(is_root: bool, is_terminal: bool) -> &'static [&'static str] {
    match (is_root, is_terminal) {
        (true, _) => &["env", "DEBIAN_FRONTEND=noninteractive"],
        (false, true) => &["sudo", "env", "DEBIAN_FRONTEND=noninteractive"],
        (false, false) => &["sudo", "--non-interactive", "env", "DEBIAN_FRONTEND=noninteractive"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_installed_and_removed_packages_are_missing() {
        let installed = "xvfb installed\ndbus config-files\npostgresql half-installed\n";
        assert_eq!(
            missing(&["xvfb", "dbus", "postgresql", "chromium"], installed),
            ["dbus", "postgresql", "chromium"]
        );
    }

    #[test]
    fn a_longer_name_is_not_mistaken_for_a_shorter() {
        assert_eq!(missing(&["dbus"], "dbus-bin installed\n"), ["dbus"]);
    }

    #[test]
    fn ubuntu_has_its_own_names() {
        assert!(is_ubuntu("NAME=\"Ubuntu\"\nID=ubuntu\n"));
        assert!(is_ubuntu("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_ubuntu("ID=debian\n"));
        assert_eq!(named_here("chromium", true), "chromium-browser");
        assert_eq!(named_here("chromium", false), "chromium");
    }
}

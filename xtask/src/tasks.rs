//! The names of the tasks and what each one takes.

use crate::{bench, chaos, daemon, dist, house::House, pictures, run, screens, setup, test};
use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use std::process::ExitCode;

/// Every task of the house.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
pub struct Tasks {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Sets up what is missing: system libraries by apt on Debian and Ubuntu, the wasm target; elsewhere it names them.
    Setup(SetupTask),
    /// Builds the screens and the application and opens the window; without a display it serves a browser instead.
    Run(RunTask),
    /// Sets up what the tests need and runs every test.
    Test(TestTask),
    /// Builds crosswalkd in release and lets it tell the whole story (`--json` for a summary).
    Demo(Passed),
    /// Builds crosswalkd in release and measures it; `--screens` measures the screens in a real browser.
    Bench(Passed),
    /// Kills, starves and deceives the house, and checks what is left (`--quick`, `--json`, `--seeds N`, `--only CASE`).
    Chaos(Passed),
    /// Builds the screens (the wasm bundle) into ui/dist.
    Screens(ScreensTask),
    /// Takes the pictures that the README shows, of the demo school in a real browser.
    Pictures,
    /// Builds what is handed out: the screens, the application and crosswalkd in release.
    Dist(DistTask),
}

#[derive(Args)]
struct SetupTask {
    /// Also what the tests need: PostgreSQL, Chromium and its driver, WebKit's driver, Xvfb.
    #[arg(long)]
    tests: bool,
}

#[derive(Args)]
struct RunTask {
    /// Goes straight to the demo school.
    #[arg(long)]
    demo: bool,
    /// Builds optimised: slower to build, faster to use.
    #[arg(long)]
    release: bool,
    /// Serves a browser, even where a window could be opened.
    #[arg(long)]
    browser: bool,
}

#[derive(Args)]
struct TestTask {
    /// Only formatting, the laws and the crates' own tests: no set-up, no database server, no browser, no window.
    #[arg(long)]
    quick: bool,
}

#[derive(Args)]
struct ScreensTask {
    /// Small and optimised, as handed out.
    #[arg(long)]
    release: bool,
    /// Asks only the stamp of the last bundle whether a source has changed, and not Cargo.
    #[arg(long)]
    stamp: bool,
}

#[derive(Args)]
struct DistTask {
    /// Another target, for example x86_64-pc-windows-gnu.
    #[arg(long)]
    target: Option<String>,
}

#[derive(Args)]
struct Passed {
    /// Handed to the program as they are.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Performs one task; the exit code is that of the program that ran last.
pub fn perform(tasks: Tasks) -> Result<ExitCode> {
    let house = House::here()?;
    match tasks.task {
        Task::Setup(t) => setup::setup(&house, setup::Needs { window: true, tests: t.tests })?,
        Task::Run(t) => {
            return run::run(&house, &run::Wishes { demo: t.demo, release: t.release, browser: t.browser });
        }
        Task::Test(t) => return test::test(&house, t.quick),
        Task::Demo(t) => return daemon::demo(&house, &t.arguments),
        Task::Bench(t) if t.arguments.iter().any(|one| one == bench::CHOOSES) => {
            return bench::screens(&house, &t.arguments);
        }
        Task::Bench(t) => return daemon::bench(&house, &t.arguments),
        Task::Chaos(t) => return chaos::chaos(&house, &t.arguments),
        Task::Screens(t) => screens::screens(&house, screens::Profile::of(t.release), t.stamp)?,
        Task::Pictures => pictures::pictures(&house)?,
        Task::Dist(t) => dist::dist(&house, t.target.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::Tasks;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_commands_are_well_formed() {
        Tasks::command().debug_assert();
    }

    #[test]
    fn what_follows_demo_is_passed_on_with_its_dashes() {
        assert!(Tasks::try_parse_from(["xtask", "demo", "--json", "--keep", "folder"]).is_ok());
        assert!(
            Tasks::try_parse_from(["xtask", "chaos", "--quick", "--only", "phase=push,fault=EIO"]).is_ok()
        );
        assert!(Tasks::try_parse_from(["xtask", "run", "--json"]).is_err());
    }
}

//! Runs every test of the house, in the order in which a mistake is found soonest.

use crate::{
    chaos, house::House, process, say, screens, screens::Profile, setup, setup::Needs, stage::Stage,
    steps::Steps,
};
use anyhow::Result;
use std::process::{Command, ExitCode};

/// The screens are checked for wasm; this program cannot be built anew while it runs on Windows.
const APART: [&str; 4] = ["--exclude", "crosswalk-ui", "--exclude", "xtask"];
/// What needs the window's libraries, a browser or a database server.
const HEAVY: [&str; 4] = ["--exclude", "crosswalk", "--exclude", "crosswalk-tests"];

/// Every test, or with `quick` those that need nothing beside the compiler.
pub fn test(house: &House, quick: bool) -> Result<ExitCode> {
    let mut steps = Steps::default();
    if quick {
        quick_steps(house, &mut steps)
    } else {
        all_steps(house, &mut steps)
    }
    say::line(&steps.report());
    Ok(if steps.failed().is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn quick_steps(house: &House, steps: &mut Steps) {
    steps.take("format", || cargo(house, &["fmt", "--all", "--check"]));
    steps.take("laws", || cargo(house, &["test", "--package", "crosswalk-tidy"]));
    steps.take("own tests", || {
        cargo(house, &[&["test", "--workspace", "--lib"], &APART[..], &HEAVY].concat())
    });
}

fn all_steps(house: &House, steps: &mut Steps) {
    steps.take("set-up", || setup::setup(house, Needs { window: true, tests: true }));
    steps.take("format", || cargo(house, &["fmt", "--all", "--check"]));
    steps.take("laws", || cargo(house, &["test", "--package", "crosswalk-tidy"]));
    steps.take("screens", || screens::screens(house, Profile::Dev, false));
    steps.take("lint the screens", || screens::lint(house));
    steps.take("lint the rest", || cargo(house, &lint_arguments()));
    // All targets with the features that the tests use: the tests find the programs beside them.
    steps.take("build", || cargo(house, &[&["build", "--workspace", "--all-targets"], &APART[..]].concat()));
    staged_steps(house, steps);
    steps.take("chaos", || chaos::quick(house));
    steps.take("tests of the tasks", || cargo(house, &["test", "--package", "xtask"]));
    if screens::have_tests(house) {
        steps.take("tests of the screens' code", || {
            cargo(house, &["test", "--package", "crosswalk-ui", "--lib"])
        });
    }
}

fn lint_arguments() -> Vec<&'static str> {
    vec!["clippy", "--workspace", "--exclude", "crosswalk-ui", "--all-targets", "--", "-D", "warnings"]
}

/// The stage stands from its own step to the end of the tests, and is taken down even when they fail.
fn staged_steps(house: &House, steps: &mut Steps) {
    let mut stage = Stage::default();
    steps.take("stage", || stage.build(house));
    steps.take("tests", || {
        let arguments = [&["test", "--workspace", "--no-fail-fast"], &APART[..]].concat();
        process::run(with_stage(&mut process::cargo(house, &arguments), &stage))
    });
    stage.strike();
}

fn with_stage<'a>(command: &'a mut Command, stage: &Stage) -> &'a mut Command {
    command.envs(stage.surroundings())
}

fn cargo(house: &House, arguments: &[&str]) -> Result<()> {
    process::run(&mut process::cargo(house, arguments))
}

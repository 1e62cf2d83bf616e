//! `crosswalkd bench`

use std::process::ExitCode;

use anyhow::Result;
use crosswalk_daemon::bench::{self, Figure, Measure, Scale};
use crosswalk_engine::{Clock, SystemClock};

use crate::cli::{Bench, BenchHouse};
use crate::say;

/// Measures and prints; a target that is missed is said, and is no failure.
pub async fn bench(command: &Bench) -> Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("crosswalk-bench-{}", SystemClock.id()));
    let measure = Measure {
        program: std::env::current_exe()?,
        folder: folder.clone(),
        pushes: command.pushes,
        pupils: command.pupils,
        megabytes: command.megabytes,
        quick: command.quick,
    };
    let json = command.json;
    let mut tell = |figure: &Figure| {
        if !json {
            say::line(&row(figure));
        }
    };
    let figures = match command.scale {
        true => bench::scale(&scale(command, &measure), &mut tell).await,
        false => bench::measure(&measure, &mut tell).await,
    };
    let _ = std::fs::remove_dir_all(&folder);
    if json {
        say::line(&serde_json::to_string(&figures?)?);
    } else {
        figures?;
    }
    Ok(ExitCode::SUCCESS)
}

fn scale(command: &Bench, measure: &Measure) -> Scale {
    Scale {
        program: measure.program.clone(),
        folder: measure.folder.clone(),
        enrollments: command.enrollments.clone(),
        with_dlt: !command.without_dlt,
    }
}

/// `crosswalkd bench-house`: the house that a benchmark measures, in a process of its own.
pub async fn house(command: &BenchHouse) -> Result<ExitCode> {
    bench::obey(&command.folder).await?;
    Ok(ExitCode::SUCCESS)
}

fn row(figure: &Figure) -> String {
    if let Some(why) = &figure.left_out {
        return format!("{:<55} left out: {why}", figure.what);
    }
    let verdict = match (figure.target, figure.kept) {
        ("", _) => String::new(),
        (target, true) => format!("  ({target}: kept)"),
        (target, false) => format!("  ({target}: MISSED)"),
    };
    format!("{:<55} {:>10}  {:>6.2} × {}{verdict}", figure.what, figure.house, figure.ratio, figure.against)
}

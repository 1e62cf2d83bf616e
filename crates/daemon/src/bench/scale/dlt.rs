//! `dlt` from PyPI, merging the same files by primary key into DuckDB and into SQLite, in an environment of its own that
//! goes with the benchmark's folder.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::process::Command;

use super::super::Figure;
use super::Scale;

const SCRIPT: &str = include_str!("merge.py");
/// What is installed, in versions that were tried together.
const PACKAGES: [&str; 3] = ["dlt==1.31.0", "duckdb==2.0.0", "sqlalchemy==2.1.9"];

/// The tables of a package with their files; the manifest is none of them.
pub(super) fn tables(package: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(package)? {
        let file = entry?.path();
        let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name != "manifest" {
            tables.push((name, file));
        }
    }
    tables.sort();
    Ok(tables)
}

/// How much faster the house loads a package for the first time.
pub(super) async fn figures(
    scale: &Scale,
    folder: &Path,
    package: &Path,
    loaded: Duration,
) -> Result<Vec<Figure>> {
    let what = |into: &str| format!("first load against dlt into {into}");
    let all = |why: &str| vec![Figure::left_out(what("DuckDB"), why), Figure::left_out(what("SQLite"), why)];
    if !scale.with_dlt {
        return Ok(all("it was not asked for."));
    }
    let folder = folder.join("dlt");
    std::fs::create_dir_all(&folder)?;
    let Some(python) = installed(&folder).await else {
        return Ok(all("Python 3 with venv and the package dlt cannot be had here."));
    };
    std::fs::write(folder.join("merge.py"), SCRIPT)?;
    let mut figures = Vec::new();
    for (into, destination) in [("DuckDB", "duckdb"), ("SQLite", "sqlite")] {
        figures.push(match merged(&python, &folder, package, destination).await {
            Some(dlt) => faster(what(into), loaded, dlt),
            None => Figure::left_out(what(into), "dlt did not end well."),
        });
    }
    Ok(figures)
}

fn faster(what: String, loaded: Duration, dlt: Duration) -> Figure {
    let times = dlt.as_secs_f64() / loaded.as_secs_f64();
    let against = format!("faster than {:.0} s", dlt.as_secs_f64());
    let figure = Figure::new(what, format!("{:.2} s", loaded.as_secs_f64()), against, times);
    figure.promised("at least 25", times >= 25.0)
}

/// An environment with the packages; none where it cannot be made.
async fn installed(folder: &Path) -> Option<PathBuf> {
    let venv = folder.join("venv");
    ran(Command::new("python3").args(["-m", "venv"]).arg(&venv)).await?;
    let python = venv.join("bin").join("python");
    ran(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES)).await?;
    Some(python)
}

async fn merged(python: &Path, folder: &Path, package: &Path, destination: &str) -> Option<Duration> {
    let start = Instant::now();
    let mut command = Command::new(python);
    command.arg(folder.join("merge.py")).arg(destination).arg(folder.join(destination)).arg(package);
    command.env("DLT_DATA_DIR", folder.join("state")).env("RUNTIME__DLTHUB_TELEMETRY", "false");
    ran(&mut command).await?;
    Some(start.elapsed())
}

async fn ran(command: &mut Command) -> Option<()> {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().await.ok().filter(|status| status.success()).map(drop)
}

//! What `sqlite3` alone can do: its own `.import` of the same files into tables with a primary key, with a write-ahead
//! log and in one transaction.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What its shell is told.
const SCRIPT: &str = include_str!("import.script");

/// How long it takes; none when there is no `sqlite3`.
pub(super) fn import(package: &Path, database: &Path) -> Result<Option<Duration>> {
    remove(database);
    let script = script(package)?;
    let start = Instant::now();
    let child = Command::new("sqlite3")
        .arg("-bail")
        .arg(database)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return Ok(None) };
    child.stdin.take().context("sqlite3 takes no script")?.write_all(script.as_bytes())?;
    let ended = child.wait()?;
    let took = start.elapsed();
    remove(database);
    if !ended.success() {
        bail!("sqlite3 did not import the package");
    }
    Ok(Some(took))
}

/// The script with its part for each table filled in.
fn script(package: &Path) -> Result<String> {
    let told = SCRIPT.split_once("@each table@\n").zip(SCRIPT.split_once("@end@\n"));
    let ((begin, rest), (_, end)) = told.context("the script has no part for each table")?;
    let each = rest.split("@end@").next().unwrap_or_default();
    let mut script = begin.to_owned();
    for (table, file) in super::dlt::tables(package)? {
        let mut heading = String::new();
        BufReader::new(File::open(&file)?).read_line(&mut heading)?;
        let columns: Vec<String> = heading.trim().split(',').map(|name| format!("\"{name}\" TEXT")).collect();
        let columns = columns.join(", ").replacen(" TEXT", " TEXT PRIMARY KEY", 1);
        let filled = each.replace("@columns@", &columns).replace("@file@", &file.display().to_string());
        script.push_str(&filled.replace("@table@", &table));
    }
    script.push_str(end);
    Ok(script)
}

fn remove(database: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _missing_is_fine = std::fs::remove_file(format!("{}{ending}", database.display()));
    }
}

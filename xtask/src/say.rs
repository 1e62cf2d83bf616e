//! What the tasks say, on the terminal. Progress goes to standard error, so that a report on standard output stays clean.

use std::io::Write;
use std::process::Command;
use std::time::Duration;

/// One sentence on the way.
pub fn line(sentence: &str) {
    // A closed terminal is no reason to stop a build.
    let _ = writeln!(std::io::stderr(), "{sentence}");
}

/// Why the task stopped.
pub fn trouble(sentence: &str) {
    line(&format!("\ncargo xtask: {sentence}"));
}

/// The command that is run next, as a person would type it.
pub fn command(command: &Command) {
    line(&format!("> {}", typed(command)));
}

/// A command as a person would type it.
pub fn typed(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// A duration in words: `3.4 s`, `2 min 05 s`.
pub fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_by_people() {
        assert_eq!(time(Duration::from_millis(3_440)), "3.4 s");
        assert_eq!(time(Duration::from_secs(125)), "2 min 05 s");
    }
}

//! What a person at the terminal reads. Reports go to the standard output, everything else to the error output.

/// A line of a report.
#[expect(clippy::print_stdout, reason = "a report is what the program is asked for")]
pub fn line(text: &str) {
    println!("{text}");
}

/// What went wrong.
pub fn error(text: &str) {
    eprintln!("{text}");
}

//! What a person at the terminal reads. Reports go to the standard output, everything else to the error output.

use std::io::Write;

/// A line of a report. A reader that has gone away (`crosswalkd serve | head`) is no reason to stop serving.
pub fn line(text: &str) {
    let _nobody_reads = writeln!(std::io::stdout(), "{text}");
}

/// What went wrong.
pub fn error(text: &str) {
    let _nobody_reads = writeln!(std::io::stderr(), "{text}");
}

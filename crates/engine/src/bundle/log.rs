//! The last lines of the log, kept in memory for the bundle.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// How many lines are kept, and how many characters of each.
const LINES: usize = 1_000;
const LONGEST: usize = 2_000;

/// The last lines of the log. Cloning it gives another handle; what writes the log writes here too.
#[derive(Clone, Debug, Default)]
pub struct LogTail(Arc<Mutex<Tail>>);

#[derive(Debug, Default)]
struct Tail {
    lines: VecDeque<String>,
    /// Whether the last line goes on with what is written next.
    goes_on: bool,
}

impl Tail {
    fn add(&mut self, piece: &str) {
        if !std::mem::replace(&mut self.goes_on, !piece.ends_with('\n')) {
            if self.lines.len() == LINES {
                self.lines.pop_front();
            }
            self.lines.push_back(String::new());
        }
        if let Some(line) = self.lines.back_mut() {
            let room = LONGEST.saturating_sub(line.chars().count());
            line.extend(piece.trim_end_matches(['\r', '\n']).chars().take(room));
        }
    }
}

impl LogTail {
    /// The lines, the oldest first. What looks like an e-mail address is masked: logs hold none, and a bundle leaves
    /// the house.
    pub fn text(&self) -> String {
        let tail = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tail.lines.iter().map(|line| masked(line)).collect::<Vec<_>>().join("\n")
    }
}

impl Write for LogTail {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut tail = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(bytes).split_inclusive('\n').for_each(|piece| tail.add(piece));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn masked(line: &str) -> String {
    let word = |word: &str| if word.contains('@') { "[address]".to_owned() } else { word.to_owned() };
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_are_kept_and_addresses_are_masked() {
        let mut tail = LogTail::default();
        for number in 0..LINES + 5 {
            writeln!(tail, "line {number}").unwrap();
        }
        tail.write_all(b"sent to aroha@school.example at once\n").unwrap();
        let text = tail.text();
        assert_eq!(text.lines().count(), LINES);
        assert!(text.starts_with("line 6\n") && text.ends_with("sent to [address] at once"), "{text}");
    }
}

//! What holds for every text: no white space at the end of a line, a line end at the end, no path of anybody's machine.

use crate::tree::{File, Tree};

/// Samples of the outside world are kept as they come.
const SAMPLES: [&str; 2] = ["/fixtures/", "/snapshots/"];
/// Written by tools.
const GENERATED: [&str; 1] = ["Cargo.lock"];
/// How paths of a machine begin; written in halves, so that this file holds none.
const MACHINES: [(&str, &str); 6] = [
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/Us", "ers/"),
    ("C:\\Us", "ers\\"),
    ("/wo", "rk/main"),
    ("/wo", "rk/shared"),
];

fn breaches(tree: &Tree) -> Vec<String> {
    let written = |file: &&File| !GENERATED.contains(&file.path.as_str());
    tree.files.iter().filter(written).flat_map(|file| [spaces(file), machines(file)].concat()).collect()
}

fn spaces(file: &File) -> Vec<String> {
    if file.text.is_empty() || SAMPLES.iter().any(|place| file.path.contains(place)) || file.path == "LICENSE"
    {
        return Vec::new();
    }
    // A checkout on Windows may bring its own line ends.
    let text = file.text.replace("\r\n", "\n");
    let trailing = text.lines().zip(1..).filter(|(line, _)| line.ends_with([' ', '\t', '\r']));
    let trailing =
        trailing.map(|(_, number)| format!("{}:{number}: white space at the end of the line", file.path));
    let open = (!text.ends_with('\n')).then(|| format!("{}: the last line has no end", file.path));
    trailing.chain(open).collect()
}

fn machines(file: &File) -> Vec<String> {
    let names_machine =
        |line: &str| MACHINES.iter().any(|(one, two)| names_path(line, &format!("{one}{two}")));
    let lines = file.text.lines().zip(1..).filter(|(line, _)| names_machine(line));
    lines.map(|(_, number)| format!("{}:{number}: a path of somebody's machine", file.path)).collect()
}

/// A path begins after something that cannot be part of it: `https://a.example/home/` names no machine.
fn names_path(line: &str, start: &str) -> bool {
    line.match_indices(start)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-{}".contains(c)))
}

#[test]
fn texts_are_clean() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn unclean_texts_are_found() {
    let count = |path: &str, text: &str| breaches(&Tree::of(&[(path, text)])).len();
    assert_eq!(count("a.md", "a \nb\t\nc"), 3);
    assert_eq!(count("a.md", "a\r\nb\n"), 0);
    assert_eq!(count("tests/fixtures/a.csv", "a \r"), 0);
    let [root, home] = [MACHINES[0], MACHINES[1]].map(|(one, two)| format!("see {one}{two}x\n"));
    assert_eq!(count("a.rs", &root), 1);
    assert_eq!(count("tests/fixtures/a.json", &home), 1);
    assert_eq!(count("a.rs", "https://a.example/home/x\n"), 0);
}

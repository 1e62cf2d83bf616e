//! Sizes: a function fits on a screen, a file is read in one go.

use crate::code::{functions, parse, production};
use crate::rooms::Room;
use crate::tree::{File, Tree};

const LONGEST_FUNCTION: usize = 60;
const FUNCTION_MEDIAN: usize = 8;
/// The length that 95 % of the functions stay under.
const FUNCTION_P95: usize = 45;
const LONGEST_FILE: usize = 500;
const FILE_MEDIAN: usize = 150;
/// Of fewer functions no distribution can be told.
const FEW: usize = 10;

/// Every file that people read as code, tests too.
fn long_files(tree: &Tree) -> Vec<String> {
    let is_code = |file: &&File| [".rs", ".css", ".js"].iter().any(|ending| file.path.ends_with(ending));
    let long = tree.files.iter().filter(is_code).map(|file| (file, file.text.lines().count()));
    let long = long.filter(|(_, lines)| *lines > LONGEST_FILE);
    long.map(|(file, lines)| format!("{}: {lines} lines; at most {LONGEST_FILE}", file.path)).collect()
}

fn file_median(tree: &Tree) -> Vec<String> {
    let median = percentile(production(tree).iter().map(|file| file.text.lines().count()).collect(), 50);
    if median > FILE_MEDIAN {
        vec![format!("half of the files have more than {median} lines")]
    } else {
        Vec::new()
    }
}

fn long_functions(tree: &Tree) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in production(tree) {
        for function in
            parse(file).iter().flat_map(functions).filter(|function| function.lines > LONGEST_FUNCTION)
        {
            let (name, lines) = (&function.name, function.lines);
            breaches.push(format!("{}:{}: fn {name} has {lines} lines", file.path, function.line));
        }
    }
    breaches
}

fn distribution(tree: &Tree, rooms: &[Room]) -> Vec<String> {
    let production = production(tree);
    rooms.iter().flat_map(|room| distribution_of(room, &production)).collect()
}

fn distribution_of(room: &Room, production: &[&File]) -> Vec<String> {
    let own = production.iter().filter(|file| file.path.starts_with(&format!("{}/", room.folder)));
    let lengths: Vec<usize> =
        own.filter_map(|file| parse(file)).flat_map(|file| functions(&file)).map(|f| f.lines).collect();
    if lengths.len() < FEW {
        return Vec::new();
    }
    let (median, high) = (percentile(lengths.clone(), 50), percentile(lengths, 95));
    let mut breaches = Vec::new();
    if median > FUNCTION_MEDIAN {
        breaches.push(format!(
            "{}: the median function has {median} lines; at most {FUNCTION_MEDIAN}",
            room.folder
        ));
    }
    if high >= FUNCTION_P95 {
        breaches.push(format!(
            "{}: one function in twenty has {high} lines or more; under {FUNCTION_P95}",
            room.folder
        ));
    }
    breaches
}

/// The smallest value that so many per cent of the values do not exceed.
fn percentile(mut values: Vec<usize>, percent: usize) -> usize {
    values.sort_unstable();
    let rank = (values.len() * percent).div_ceil(100);
    values.get(rank.saturating_sub(1)).copied().unwrap_or(0)
}

#[test]
fn files_are_short() {
    crate::obeyed(&[long_files(Tree::here()), file_median(Tree::here())].concat());
}

#[test]
fn functions_are_short() {
    crate::obeyed(&long_functions(Tree::here()));
}

#[test]
fn functions_are_short_in_every_room() {
    crate::obeyed(&distribution(Tree::here(), &crate::rooms::rooms().room));
}

#[test]
fn long_files_and_functions_are_found() {
    let long = "\n".repeat(501);
    let function = format!("fn a() {{{}}}", "\n".repeat(60));
    let test = format!("#[cfg(test)] mod t {{ {function} }}");
    let tree = Tree::of(&[
        ("tests/a.rs", &long),
        ("ui/b.css", &long),
        ("ui/src/c.rs", &function),
        ("ui/src/d.rs", &test),
    ]);
    crate::found(&long_files(&tree), 2);
    crate::found(&long_functions(&tree), 1);
    crate::found(&file_median(&Tree::of(&[("ui/src/a.rs", &"\n".repeat(151))])), 1);
}

#[test]
fn a_room_of_long_functions_is_found() {
    let of = |lines: usize| format!("fn a() {{{}}}\n", "\n".repeat(lines - 1));
    let room = Room::sample("a", "crates/a");
    let check = |text: String| {
        distribution(&Tree::of(&[("crates/a/src/lib.rs", &text)]), std::slice::from_ref(&room))
    };
    crate::found(&check(of(8).repeat(19) + &of(60)), 0);
    crate::found(&check(of(9).repeat(20)), 1);
    crate::found(&check(of(8).repeat(18) + &of(45).repeat(2)), 1);
    crate::found(&check(of(50).repeat(9)), 0);
}

#[test]
fn percentiles_are_of_the_nearest_rank() {
    assert_eq!(percentile((1..=20).collect(), 95), 19);
    assert_eq!(percentile(vec![3, 1, 2], 50), 2);
    assert_eq!(percentile(Vec::new(), 50), 0);
}

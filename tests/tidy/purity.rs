//! What a room must not name: files, the network, the clock in the pure rooms, and so on, from `rooms.toml`.

use crate::code::production;
use crate::paths::named;
use crate::rooms::{Room, rooms};
use crate::tree::Tree;

/// Exceptions from the doors of `clippy.toml` (clock, ids, surroundings, tasks), by place.
const DOORS: [&str; 6] =
    ["crates/connector-kit/", "crates/engine/", "crates/sandbox/", "crates/daemon/", "src-tauri/", "xtask/"];

fn names(tree: &Tree, rooms: &[Room]) -> Vec<String> {
    let mut breaches = Vec::new();
    for file in production(tree) {
        let Some(room) = rooms.iter().find(|room| file.path.starts_with(&format!("{}/", room.folder))) else {
            continue;
        };
        for named in named(file)
            .into_iter()
            .filter(|named| room.never_named.iter().any(|bad| is_below(&named.path, bad)))
        {
            breaches
                .push(format!("{}:{}: {} never names {}", file.path, named.line, room.package, named.path));
        }
    }
    breaches
}

/// Whether a path is this one or below it.
fn is_below(path: &str, bad: &str) -> bool {
    path == bad || path.strip_prefix(bad).is_some_and(|rest| rest.starts_with("::"))
}

fn doors(tree: &Tree) -> Vec<String> {
    let outside =
        production(tree).into_iter().filter(|file| !DOORS.iter().any(|place| file.path.starts_with(place)));
    let opened = outside.filter(|file| file.text.contains("clippy::disallowed_methods"));
    opened.map(|file| format!("{}: the clock, ids and surroundings are passed in here", file.path)).collect()
}

#[test]
fn rooms_name_what_they_may() {
    crate::obeyed(&names(Tree::here(), &rooms().room));
}

#[test]
fn doors_open_where_they_stand() {
    crate::obeyed(&doors(Tree::here()));
}

#[test]
fn an_impure_room_is_found() {
    let mut room = Room::sample("model", "crates/model");
    room.never_named = vec!["async".into(), "std::fs".into()];
    let count =
        |text: &str| names(&Tree::of(&[("crates/model/src/a.rs", text)]), std::slice::from_ref(&room)).len();
    assert_eq!(count("use std::{fs, fmt};"), 1);
    assert_eq!(count("async fn a() { std::fs::read(\"x\") }"), 2);
    assert_eq!(count("fn a() { std::fsx::b() }\n#[cfg(test)] mod t { use std::fs; }"), 0);
    let door = "#[expect(clippy::disallowed_methods, reason = \"x\")] fn a() {}";
    crate::found(&doors(&Tree::of(&[("crates/model/src/a.rs", door)])), 1);
    crate::found(&doors(&Tree::of(&[("crates/engine/src/a.rs", door)])), 0);
}

//! The walls: which room imports which, directly and through any chain.

use crate::rooms::{Edge, Owner, Room, Rooms, edges, metadata, rooms};
use cargo_metadata::DependencyKind;
use std::collections::{BTreeMap, BTreeSet};

/// Every dependency is named in the row of its room.
fn imports(edges: &[Edge], rooms: &Rooms) -> Vec<String> {
    edges
        .iter()
        .filter(|edge| !may(edge, rooms))
        .map(|edge| format!("{} imports {}", edge.from, edge.to))
        .collect()
}

fn may(edge: &Edge, rooms: &Rooms) -> bool {
    let Some(room) = rooms.room.iter().find(|room| room.package == edge.from) else { return false };
    let always = room.ours.contains(&edge.to) || room.outside.contains(&edge.to);
    let in_tests = [&room.ours_in_tests, &room.outside_in_tests, &rooms.tests];
    always || edge.in_tests && in_tests.iter().any(|list| list.contains(&edge.to))
}

/// Nothing is listed that is not used: a list of rights that nobody needs is no wall.
fn idle_rights(edges: &[Edge], rooms: &Rooms) -> Vec<String> {
    let uses = |from: &str, to: &str| edges.iter().any(|edge| edge.from == from && edge.to == to);
    let rights = |room: &Room| {
        let listed = room.outside.iter().chain(&room.outside_in_tests).cloned();
        listed.map(|to| (room.package.clone(), to)).collect::<Vec<_>>()
    };
    let idle = rooms.room.iter().flat_map(rights).filter(|(from, to)| !uses(from, to));
    idle.map(|(room, to)| format!("{room} may import {to} and does not: take it off its list")).collect()
}

/// Every package of ours has a row, and every row a package.
fn rows(packages: &[String], rooms: &Rooms) -> Vec<String> {
    let rows: Vec<&String> = rooms.room.iter().map(|room| &room.package).collect();
    let missing =
        packages.iter().filter(|name| !rows.contains(name)).map(|name| format!("{name} has no row"));
    let empty = rows
        .iter()
        .filter(|name| !packages.contains(name))
        .map(|name| format!("{name} is a row without a package"));
    missing.chain(empty).collect()
}

/// An outside crate with an owner is imported by its owner alone.
fn owners(edges: &[Edge], owners: &[Owner]) -> Vec<String> {
    let belongs =
        |edge: &&Edge, owner: &Owner| edge.to == owner.of || edge.to.starts_with(&format!("{}-", owner.of));
    let foreign = owners.iter().flat_map(|owner| {
        edges.iter().filter(move |edge| belongs(edge, owner) && !owner.packages.contains(&edge.from))
    });
    foreign.map(|edge| format!("{} imports {}, which is not its own", edge.from, edge.to)).collect()
}

/// What a room must not reach through any chain of imports, tests apart.
fn reaches(graph: &BTreeMap<String, BTreeSet<String>>, rooms: &[Room]) -> Vec<String> {
    let mut breaches = Vec::new();
    for room in rooms {
        let reached = closure(graph, &room.package);
        let bad = room.never.iter().filter(|name| reached.contains_key(name.as_str()));
        breaches
            .extend(bad.map(|name| format!("{} reaches {name}: {}", room.package, chain(&reached, name))));
    }
    breaches
}

/// Everything that can be reached, each with the one through which it was reached first.
fn closure<'a>(graph: &'a BTreeMap<String, BTreeSet<String>>, from: &'a str) -> BTreeMap<&'a str, &'a str> {
    let mut reached = BTreeMap::new();
    let mut waiting = vec![from];
    while let Some(here) = waiting.pop() {
        for next in graph.get(here).into_iter().flatten() {
            if next != from && !reached.contains_key(next.as_str()) {
                reached.insert(next.as_str(), here);
                waiting.push(next);
            }
        }
    }
    reached
}

fn chain(reached: &BTreeMap<&str, &str>, name: &str) -> String {
    let way = std::iter::successors(Some(name), |here| reached.get(here).copied());
    let mut way: Vec<&str> = way.collect();
    way.reverse();
    way.join(" > ")
}

/// Who imports whom in the whole resolved graph, by name, tests apart.
fn resolved() -> BTreeMap<String, BTreeSet<String>> {
    let names: BTreeMap<_, _> =
        metadata().packages.iter().map(|package| (&package.id, package.name.to_string())).collect();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for node in metadata().resolve.iter().flat_map(|resolve| &resolve.nodes) {
        let used = node
            .deps
            .iter()
            .filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        graph.entry(names[&node.id].clone()).or_default().extend(used.map(|dep| names[&dep.pkg].clone()));
    }
    graph
}

#[test]
fn rooms_import_what_their_row_names() {
    crate::obeyed(&imports(&edges(), rooms()));
}

#[test]
fn rows_name_nothing_idle() {
    crate::obeyed(&idle_rights(&edges(), rooms()));
}

#[test]
fn every_package_has_its_row() {
    let packages: Vec<String> =
        metadata().workspace_packages().iter().map(|package| package.name.to_string()).collect();
    crate::obeyed(&rows(&packages, rooms()));
}

#[test]
fn owned_crates_have_one_owner() {
    crate::obeyed(&owners(&edges(), &rooms().owner));
}

#[test]
fn no_room_reaches_what_it_never_may() {
    crate::obeyed(&reaches(&resolved(), &rooms().room));
}

fn edge(from: &str, to: &str, in_tests: bool) -> Edge {
    Edge { from: from.to_owned(), to: to.to_owned(), in_tests }
}

#[test]
fn a_hole_in_a_wall_is_found() {
    let mut room = Room::sample("engine", "crates/engine");
    room.ours = vec!["model".into()];
    room.ours_in_tests = vec!["sandbox".into()];
    room.outside = vec!["tokio".into(), "idle".into()];
    room.outside_in_tests = vec!["rcgen".into()];
    let rooms = Rooms { tests: vec!["proptest".into()], owner: Vec::new(), room: vec![room] };
    let good =
        [edge("engine", "model", false), edge("engine", "tokio", false), edge("engine", "proptest", true)];
    crate::found(&imports(&good, &rooms), 0);
    let in_tests = [edge("engine", "sandbox", true), edge("engine", "rcgen", true)];
    crate::found(&imports(&in_tests, &rooms), 0);
    crate::found(&idle_rights(&[&good[..], &in_tests].concat(), &rooms), 1);
    let bad = ["sandbox", "rcgen", "proptest"].map(|to| edge("engine", to, false));
    crate::found(&imports(&bad, &rooms), 3);
    crate::found(&imports(&[edge("other", "model", false)], &rooms), 1);
    crate::found(&rows(&["engine".into(), "new".into()], &rooms), 1);
    crate::found(&rows(&[], &rooms), 1);
}

#[test]
fn a_second_owner_is_found() {
    let owner = [Owner { of: "tauri".into(), packages: vec!["shell".into()] }];
    crate::found(&owners(&[edge("shell", "tauri", false), edge("shell", "tauri-build", false)], &owner), 0);
    crate::found(
        &owners(&[edge("engine", "tauri", false), edge("engine", "tauri-plugin-dialog", true)], &owner),
        2,
    );
    crate::found(&owners(&[edge("engine", "tauriel", false)], &owner), 0);
}

#[test]
fn a_chain_is_found_and_told() {
    let graph = [("model", "a"), ("a", "b"), ("b", "tokio")];
    let graph = graph.map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()]))).into();
    let mut room = Room::sample("model", "crates/model");
    room.never = vec!["tokio".into()];
    assert_eq!(reaches(&graph, &[room]), ["model reaches tokio: model > a > b > tokio"]);
}

//! Each pain that was reported from the field has a journey named after it, in the table of `docs/RELIABILITY.md`.

use std::collections::BTreeMap;

use crate::tree::Tree;

const PAGE: &str = "docs/RELIABILITY.md";
const HEADING: &str = "## The pains that were reported";
/// How many there are.
const PAINS: usize = 23;

fn breaches(tree: &Tree) -> Vec<String> {
    let text = tree.file(PAGE).map(|page| page.text.as_str()).unwrap_or_default();
    let rows = rows(text);
    let missing = (1..=PAINS).filter(|pain| !rows.contains_key(pain));
    let missing = missing.map(|pain| format!("{PAGE}: no row for pain {pain}"));
    let faults = rows.iter().flat_map(|(pain, journeys)| of_row(tree, *pain, journeys));
    missing.chain(faults).collect()
}

/// The rows of the table by number, each with what stands between backticks in its third cell.
fn rows(text: &str) -> BTreeMap<usize, Vec<String>> {
    let table = text.split_once(HEADING).map(|(_, rest)| rest).unwrap_or_default();
    let table = table.split("\n## ").next().unwrap_or_default();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let pain = cells.get(1)?.parse().ok()?;
        let names = cells.get(3)?.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        Some((pain, names))
    };
    table.lines().filter_map(row).collect()
}

fn of_row(tree: &Tree, pain: usize, journeys: &[String]) -> Vec<String> {
    if journeys.is_empty() {
        return vec![format!("{PAGE}: pain {pain} names no journey")];
    }
    let mut faults: Vec<String> = journeys
        .iter()
        .filter_map(|name| fault(tree, name))
        .map(|fault| format!("pain {pain}: {fault}"))
        .collect();
    let says = |name: &String| {
        let file = tree.file(&path(name));
        file.is_some_and(|file| file.text.lines().next().is_some_and(|first| names_pain(first, pain)))
    };
    if !journeys.iter().any(says) {
        faults.push(format!("pain {pain}: no journey of its row begins with “Pain {pain}”"));
    }
    faults
}

fn names_pain(line: &str, pain: usize) -> bool {
    let after = line.split_once("Pain ").map(|(_, rest)| rest).unwrap_or_default();
    after.split(|sign: char| !sign.is_ascii_digit()).next() == Some(pain.to_string().as_str())
}

/// A journey is named by its file, or by file and function.
fn path(name: &str) -> String {
    format!("tests/journeys/{}.rs", name.split("::").next().unwrap_or_default())
}

fn fault(tree: &Tree, name: &str) -> Option<String> {
    let Some(file) = tree.file(&path(name)) else { return Some(format!("there is no journey {name}")) };
    let module = name.split("::").next().unwrap_or_default();
    let is_listed =
        tree.file("tests/journeys/main.rs").is_some_and(|main| main.text.contains(&format!("mod {module};")));
    let function = name.split_once("::").map(|(_, function)| format!("fn {function}("));
    let is_there =
        file.text.contains("#[tokio::test") && function.is_none_or(|function| file.text.contains(&function));
    (!is_listed || !is_there).then(|| format!("{name} is no test that runs"))
}

#[test]
fn each_reported_pain_has_a_journey() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn a_pain_without_a_journey_is_found() {
    let rows: String =
        (1..=PAINS).map(|pain| format!("| {pain} | words | `story` | what is done |\n")).collect();
    let page = format!(
        "# Page\n\n{HEADING}\n\n| # | report | journeys | the house |\n|---|---|---|---|\n{rows}\n## Next\n"
    );
    let heads: String = (1..=PAINS).map(|pain| format!("//! Pain {pain}.\n")).collect();
    let main = ("tests/journeys/main.rs", "mod story;\n");
    let check = |page: &str, story: &str| {
        breaches(&Tree::of(&[(PAGE, page), main, ("tests/journeys/story.rs", story)]))
    };
    let only = |pain: usize| format!("//! Pain {pain}. Words.\n#[tokio::test]\nasync fn it() {{}}\n{heads}");
    crate::found(&check(&page, &only(1)), PAINS - 1);
    crate::found(&check(&page.replace("`story`", "`story::it`"), &only(12)), PAINS - 1);
    crate::found(&check(&page.replace("`story`", "`story::other`"), &only(1)), 2 * PAINS - 1);
    crate::found(&check(&page.replace("`story`", "words"), &only(1)), PAINS);
    crate::found(&check("", ""), PAINS);
}

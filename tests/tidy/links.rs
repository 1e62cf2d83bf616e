//! Links between our own Markdown pages lead somewhere.

use crate::tree::{File, Tree};

fn breaches(tree: &Tree) -> Vec<String> {
    tree.files("", ".md").flat_map(|file| breaches_of(tree, file)).collect()
}

fn breaches_of(tree: &Tree, file: &File) -> Vec<String> {
    let text = without_code(&file.text);
    let own = targets(&text).into_iter().filter(|target| !is_elsewhere(target));
    own.filter_map(|target| fault(tree, file, &target))
        .map(|fault| format!("{}: {fault}", file.path))
        .collect()
}

fn is_elsewhere(target: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|start| target.starts_with(start))
}

fn fault(tree: &Tree, from: &File, target: &str) -> Option<String> {
    let (path, heading) =
        target.split_once('#').map_or((target, None), |(path, heading)| (path, Some(heading)));
    let path = if path.is_empty() { from.path.clone() } else { resolved(&from.path, path) };
    if !path.is_empty() && !tree.has(&path) {
        return Some(format!("the link {target} leads nowhere"));
    }
    let page = tree.file(&path).filter(|file| file.path.ends_with(".md"))?;
    let heading = heading?;
    let has = page.text.lines().filter(|line| line.starts_with('#')).any(|line| slug(line) == heading);
    (!has).then(|| format!("the link {target} names no heading"))
}

fn resolved(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// As the usual forges make it: lower case, blanks to dashes, other signs left out.
fn slug(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Inside code a bracket is no link.
fn without_code(text: &str) -> String {
    let mut is_code = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            lines.push(line.split('`').step_by(2).collect::<Vec<_>>().join(" "));
        }
    }
    lines.join("\n")
}

fn targets(text: &str) -> Vec<String> {
    let inline = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let named = text
        .lines()
        .filter(|line| line.starts_with('['))
        .filter_map(|line| line.split_once("]: "))
        .map(|(_, target)| target);
    inline.chain(named).filter_map(|target| target.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn links_lead_somewhere() {
    crate::obeyed(&breaches(Tree::here()));
}

#[test]
fn broken_links_are_found() {
    let tree = Tree::of(&[
        (
            "README.md",
            "[a](docs/A.md) [b](docs/B.md#two-words) [c](docs) [d](https://x.example) ![p](no.png)",
        ),
        ("docs/A.md", "[up](../README.md) `[x](y)` [gone](C.md)\n```\n[z](z)\n```\n"),
        ("docs/B.md", "# Two words\n[none](A.md#none) [self](#two-words)\n\n[r]: missing.md\n"),
    ]);
    // no.png, C.md, A.md#none, missing.md
    crate::found(&breaches(&tree), 4);
}

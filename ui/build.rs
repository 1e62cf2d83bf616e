//! Turns the catalogue of texts into functions: `plan_approve = "Approve {count}"` becomes
//! `texts::plan_approve(count)`, so that a key that is missing does not compile and one that nobody speaks is a
//! warning. The files are flat TOML: one line a text, `key.one` and `key.other` where a number decides.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// The first is the one that every key must stand in; what another leaves out is said in the first.
const LANGUAGES: [&str; 4] = ["en-NZ", "en-GB", "en-US", "mi"];

type Catalogue = BTreeMap<String, String>;

fn main() {
    println!("cargo::rerun-if-changed=texts");
    let read = LANGUAGES.iter().map(|language| read(language)).collect::<Result<Vec<_>, _>>();
    match read.and_then(|catalogues| write(&catalogues)) {
        Ok(()) => {}
        Err(problem) => println!("cargo::error={problem}"),
    }
}

fn read(language: &str) -> Result<Catalogue, String> {
    let path = format!("texts/{language}.toml");
    let text = std::fs::read_to_string(&path).map_err(|problem| format!("{path}: {problem}"))?;
    let mut catalogue = Catalogue::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, sentence) = entry(line).ok_or(format!("{path}:{number}: not `key = \"sentence\"`"))?;
        if catalogue.insert(key.clone(), sentence).is_some() {
            return Err(format!("{path}:{number}: {key} stands here twice"));
        }
    }
    Ok(catalogue)
}

/// Reads one line. Of TOML's escapes only `\"` and `\\` are wanted here.
fn entry(line: &str) -> Option<(String, String)> {
    let (key, rest) = line.split_once('=')?;
    let inside = rest.trim().strip_prefix('"')?.strip_suffix('"')?;
    let mut sentence = String::new();
    let mut characters = inside.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => sentence.push(characters.next().filter(|next| "\"\\".contains(*next))?),
            '"' => return None,
            other => sentence.push(other),
        }
    }
    Some((key.trim().to_owned(), sentence))
}

fn write(catalogues: &[Catalogue]) -> Result<(), String> {
    let first = catalogues.first().ok_or("no language")?;
    let mut code = String::new();
    let numbers: BTreeMap<&str, usize> = first.keys().map(String::as_str).zip(0..).collect();
    tables(&mut code, catalogues, first);
    for key in first.keys() {
        function(&mut code, key, first, &numbers)?;
    }
    let out = std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?;
    std::fs::write(Path::new(&out).join("texts.rs"), code).map_err(|problem| problem.to_string())
}

fn tables(code: &mut String, catalogues: &[Catalogue], first: &Catalogue) {
    let _ = writeln!(code, "/// The languages, as pages and browsers name them.");
    let _ = writeln!(code, "pub const TAGS: [&str; {}] = {LANGUAGES:?};", LANGUAGES.len());
    let _ = writeln!(code, "static OWN: [&[&str]; {}] = [", LANGUAGES.len());
    for catalogue in catalogues {
        let mut own: Vec<&String> = catalogue.values().collect();
        own.sort();
        let _ = writeln!(code, "  &{own:?},");
    }
    let _ = writeln!(code, "];");
    let _ = writeln!(code, "static SAID: [[&str; {}]; {}] = [", first.len(), LANGUAGES.len());
    for catalogue in catalogues {
        let said = first.iter().map(|(key, text)| catalogue.get(key).unwrap_or(text));
        let _ = writeln!(code, "  {:?},", said.collect::<Vec<_>>());
    }
    let _ = writeln!(code, "];");
}

fn function(
    code: &mut String,
    key: &str,
    first: &Catalogue,
    numbers: &BTreeMap<&str, usize>,
) -> Result<(), String> {
    let number = numbers.get(key).ok_or("a key got lost")?;
    let Some((name, form)) = key.split_once('.') else {
        single(code, key, *number, &first[key]);
        return Ok(());
    };
    if form == "one" {
        let other = numbers.get(format!("{name}.other").as_str());
        let other = other.ok_or(format!("{name} has a form for one and none for others"))?;
        plural(code, name, [*number, *other], &first[&format!("{name}.other")]);
    }
    Ok(())
}

fn single(code: &mut String, name: &str, number: usize, sentence: &str) {
    let places = places(sentence);
    let _ = writeln!(code, "/// \"{sentence}\"");
    if places.is_empty() {
        let _ = writeln!(code, "pub fn {name}() -> &'static str {{ said({number}) }}");
        return;
    }
    let _ = writeln!(code, "pub fn {name}({}) -> String {{", parameters(&places));
    let _ = writeln!(code, "  fill(said({number}), &[{}])\n}}", pairs(&places));
}

fn plural(code: &mut String, name: &str, [one, other]: [usize; 2], sentence: &str) {
    let places: Vec<_> = places(sentence).into_iter().filter(|place| *place != "count").collect();
    let _ = writeln!(code, "/// \"{sentence}\"");
    let _ = writeln!(code, "pub fn {name}(count: u64, {}) -> String {{", parameters(&places));
    let _ = writeln!(code, "  let text = if count == 1 {{ said({one}) }} else {{ said({other}) }};");
    let _ = writeln!(code, "  let number = crate::format::thousands(count);");
    let _ = writeln!(code, "  fill(text, &[(\"count\", &number), {}])\n}}", pairs(&places));
}

/// The names in braces, each once, in their order.
fn places(sentence: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in sentence.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found
}

fn parameters(places: &[&str]) -> String {
    places.iter().map(|place| format!("{place}: impl Display, ")).collect()
}

fn pairs(places: &[&str]) -> String {
    places.iter().map(|place| format!("(\"{place}\", &{place}), ")).collect()
}

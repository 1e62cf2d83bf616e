//! The page and the module that starts the bundle: ui/index.html and ui/boot.js with the hashed names filled in.

use super::files::Files;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// The hashed names of the files that the page loads.
pub struct Names {
    /// The JavaScript module of the bundle.
    pub js: String,
    /// The wasm file.
    pub wasm: String,
    /// The sheet of styles.
    pub css: String,
    /// The brand mark.
    pub icon: String,
}

/// Adds boot.js under its hash and index.html under its own name.
pub fn add(ui: &Path, names: &Names, files: &mut Files) -> Result<()> {
    let known = [("js", &names.js), ("wasm", &names.wasm), ("css", &names.css), ("icon", &names.icon)];
    let boot = files.add_hashed("boot", "js", filled(ui, "boot.js", &known)?.into_bytes());
    let known = [&known[..], &[("boot", &boot)]].concat();
    files.add("index.html".to_owned(), filled(ui, "index.html", &known)?.into_bytes());
    Ok(())
}

fn filled(ui: &Path, name: &str, known: &[(&str, &String)]) -> Result<String> {
    let template =
        std::fs::read_to_string(ui.join(name)).with_context(|| format!("cannot read ui/{name}"))?;
    fill(&template, known).with_context(|| format!("in ui/{name}"))
}

/// Puts each name in the place of `{{its key}}`; a place that nothing fills is a mistake.
fn fill(template: &str, known: &[(&str, &String)]) -> Result<String> {
    let fill_one =
        |text: String, (key, value): &(&str, &String)| text.replace(&format!("{{{{{key}}}}}"), value);
    let text = known.iter().fold(template.to_owned(), fill_one);
    if let Some((_, rest)) = text.split_once("{{") {
        let key = rest.split("}}").next().unwrap_or_default();
        bail!("nothing fills {{{{{key}}}}}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn every_place_is_filled() {
        let name = "crosswalk-1.js".to_owned();
        let text = fill("a {{js}} b {{js}}", &[("js", &name)]).unwrap();
        assert_eq!(text, "a crosswalk-1.js b crosswalk-1.js");
    }

    #[test]
    fn a_place_that_nothing_fills_is_named() {
        let problem = fill("a {{jss}}", &[("js", &String::new())]).unwrap_err().to_string();
        assert_eq!(problem, "nothing fills {{jss}}");
    }
}

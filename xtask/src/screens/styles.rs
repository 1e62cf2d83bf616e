//! One sheet of styles: the tokens, the base, then what each widget and page brings along.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// All sheets below `ui` in their order, each under a line that names it.
pub fn bundle(ui: &Path) -> Result<String> {
    let mut sheet = String::new();
    for path in ordered(sheets(&ui.join("styles")), sheets(&ui.join("src"))) {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.strip_prefix(ui).unwrap_or(&path).display().to_string().replace('\\', "/");
        sheet.push_str(&format!("/* {name} */\n{}\n", text.trim_end()));
    }
    Ok(sheet)
}

/// Tokens first, base second: the later sheets use the one and may overrule the other.
fn ordered(mut styles: Vec<PathBuf>, mut own: Vec<PathBuf>) -> Vec<PathBuf> {
    let rank = |path: &PathBuf| match path.file_name().and_then(|name| name.to_str()) {
        Some("tokens.css") => 0,
        Some("base.css") => 1,
        _ => 2,
    };
    styles.sort_by_key(|path| (rank(path), path.clone()));
    own.sort();
    [styles, own].concat()
}

fn sheets(folder: &Path) -> Vec<PathBuf> {
    super::sources::files_with(folder, "css")
}

#[cfg(test)]
mod tests {
    use super::ordered;
    use std::path::PathBuf;

    #[test]
    fn tokens_then_base_then_the_rest_by_name() {
        let styles = ["s/base.css", "s/a.css", "s/tokens.css"].map(PathBuf::from).to_vec();
        let own = ["src/z.css", "src/b.css"].map(PathBuf::from).to_vec();
        let expect = ["s/tokens.css", "s/base.css", "s/a.css", "src/b.css", "src/z.css"].map(PathBuf::from);
        assert_eq!(ordered(styles, own), expect);
    }
}

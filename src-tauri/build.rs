//! Tells Tauri which commands there are, and sees to it that there is something to show.

use std::path::Path;

use tauri_build::{AppManifest, Attributes};

/// The screens are built by `cargo xtask screens`; without them the window says so instead of not being built.
const PLACEHOLDER: &str = "<!doctype html><html lang=\"en-NZ\"><head><meta charset=\"utf-8\"><title>Crosswalk</title>\
                           </head><body><h1>The screens are not built yet</h1><p>Run <code>cargo xtask screens\
                           </code>, then build Crosswalk again.</p></body></html>\n";

fn main() {
    let screens = Path::new("ui/dist");
    println!("cargo::rerun-if-changed=ui/dist");
    let placed = match screens.join("index.html").is_file() {
        true => Ok(()),
        false => std::fs::create_dir_all(screens)
            .and_then(|()| std::fs::write(screens.join("index.html"), PLACEHOLDER)),
    };
    if let Err(problem) = placed {
        println!("cargo::error=ui/dist cannot be written: {problem}");
    }
    let attributes = Attributes::new()
        .app_manifest(AppManifest::new().commands(&["call", "hearing"]))
        .capabilities_path_pattern("src-tauri/capabilities/*.json");
    if let Err(problem) = tauri_build::try_build(attributes) {
        println!("cargo::error={problem:#}");
    }
}

//! Where things lie on this computer. What the surroundings say is passed in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The data folder that the window and `crosswalkd` share unless another one is named.
pub fn data_folder(variable: impl Fn(&str) -> Option<OsString>) -> PathBuf {
    let folder = |name: &str| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library").join("Application Support"))
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local").join("share")))
    };
    base.unwrap_or_default().join(if cfg!(target_os = "linux") { "crosswalk" } else { "Crosswalk" })
}

/// The folder with the built screens: beside the program, or in the workspace that it was built in.
pub fn screens_folder(program: Option<&Path>) -> Option<PathBuf> {
    let beside = program.and_then(Path::parent).map(|folder| folder.join("ui"));
    let built = PathBuf::from("ui").join("dist");
    let above = program.into_iter().flat_map(Path::ancestors).map(|folder| folder.join("ui").join("dist"));
    let mut places = beside.into_iter().chain(above).chain([built]);
    places.find(|folder| folder.join("index.html").is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_folder_follows_the_surroundings() {
        let all = data_folder(|name| Some(format!("of-{name}").into()));
        assert_ne!(all, data_folder(|_| None));
        assert!(all.to_string_lossy().starts_with("of-"));
        assert_eq!(data_folder(|_| Some(OsString::new())), data_folder(|_| None));
    }

    #[test]
    fn screens_are_found_beside_the_program_or_above_it() {
        let place = tempfile::tempdir().unwrap();
        let program = place.path().join("target").join("debug").join("crosswalkd");
        let built = place.path().join("ui").join("dist");
        std::fs::create_dir_all(&built).unwrap();
        std::fs::write(built.join("index.html"), "").unwrap();
        assert_eq!(screens_folder(Some(&program)), Some(built));
        let beside = program.parent().unwrap().join("ui");
        std::fs::create_dir_all(&beside).unwrap();
        std::fs::write(beside.join("index.html"), "").unwrap();
        assert_eq!(screens_folder(Some(&program)), Some(beside));
    }
}

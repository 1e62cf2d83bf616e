//! The demo school in a folder: it begins empty, and its simulated services run only as long as the program does.

use std::path::Path;

use crosswalk_contract::{Envelope, GetStatus, StartDemo};
use crosswalk_engine::Engine;
use crosswalk_model::Actor;
use crosswalk_store::DataFolder;

use crate::host::{HostError, make_private_folder};

/// Marks a folder that was made for the demo; no other one is ever emptied.
const MARK: &str = "invented-data";

/// Empties the demo's own folder, or makes it. A folder that somebody uses is left alone: opening it tells so.
///
/// # Errors
/// [`HostError::NotForDemo`] when the folder holds something that was not made for the demo.
pub fn begin_anew(folder: &Path) -> Result<(), HostError> {
    let is_marked = folder.join(MARK).exists();
    let is_used = folder.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if is_used && !is_marked {
        return Err(HostError::NotForDemo(folder.to_owned()));
    }
    if is_marked && DataFolder::lock(folder).is_err() {
        return Ok(());
    }
    if is_marked {
        std::fs::remove_dir_all(folder).map_err(HostError::file(folder))?;
    }
    make_private_folder(folder)?;
    let mark = folder.join(MARK);
    std::fs::write(&mark, "Everybody in here is invented. Crosswalk empties this folder.\n")
        .map_err(HostError::file(mark))
}

/// Starts the simulated services of a demo school that was begun when the program ran last: they hold nothing any
/// more, and the next plan fills them again. `begin`: makes the demo school where there is no school yet.
pub async fn go_on(engine: &Engine, begin: bool) {
    let ask = |call| Envelope { request: "start".into(), call };
    let actor = Actor::system();
    let status = engine.call(&actor, ask(GetStatus {}.into())).await.unwrap_or_default();
    let is_wanted = status["demo"] == true || begin && status["school"].is_null();
    if !is_wanted {
        return;
    }
    if let Err(problem) = engine.call(&actor, ask(StartDemo {}.into())).await {
        tracing::error!(code = problem.code, "The demo school's services could not be started");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_folder_of_the_demo_is_emptied() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("demo");
        begin_anew(&folder).unwrap();
        std::fs::write(folder.join("crosswalk.db"), "invented").unwrap();
        begin_anew(&folder).unwrap();
        assert!(!folder.join("crosswalk.db").exists() && folder.join(MARK).exists());
        let real = place.path().join("real");
        std::fs::create_dir(&real).unwrap();
        std::fs::write(real.join("crosswalk.db"), "real").unwrap();
        assert!(matches!(begin_anew(&real), Err(HostError::NotForDemo(_))));
        assert!(real.join("crosswalk.db").exists());
    }

    #[test]
    fn a_folder_in_use_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        begin_anew(place.path()).unwrap();
        let _lock = DataFolder::lock(place.path()).unwrap();
        std::fs::write(place.path().join("crosswalk.db"), "in use").unwrap();
        begin_anew(place.path()).unwrap();
        assert!(place.path().join("crosswalk.db").exists());
    }
}

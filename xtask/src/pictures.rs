//! Takes the pictures that the README shows, while the story of the screens is told in a real browser.

use crate::{house::House, process, say, screens, screens::Profile, setup, setup::Needs, stage::Stage};
use anyhow::{Context, Result};
use std::path::Path;

/// The pictures of the story, and what they are called in `docs/pictures`.
const PICTURES: [(&str, &str); 3] = [
    ("story-overview-conflict.png", "overview.png"),
    ("story-mapping.png", "mapping.png"),
    ("story-plan-of-a-day.png", "plan.png"),
];

/// Tells the story, and keeps its pictures.
pub fn pictures(house: &House) -> Result<()> {
    setup::setup(house, Needs { window: false, tests: true })?;
    screens::screens(house, Profile::Dev, false)?;
    let shots = house.target.join("pictures");
    let mut stage = Stage::default();
    let told = stage.build(house).and_then(|()| tell(house, &stage, &shots));
    stage.strike();
    told?;
    for (shot, name) in PICTURES {
        let to = house.root.join("docs/pictures").join(name);
        std::fs::copy(shots.join(shot), &to).with_context(|| format!("The story took no {shot}"))?;
        say::line(&format!("{} was taken. Look at it before you commit it.", to.display()));
    }
    Ok(())
}

fn tell(house: &House, stage: &Stage, shots: &Path) -> Result<()> {
    let arguments = ["test", "--package", "crosswalk-tests", "--test", "screens", "--", "story::"];
    let mut story = process::cargo(house, &arguments);
    process::run(story.envs(stage.surroundings()).env("CROSSWALK_SHOTS", shots))
}

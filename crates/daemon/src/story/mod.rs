//! `crosswalkd demo`: the whole job in one process tree on loopback, told as a short story.
//!
//! A simulated school pushes to a real listener, a person's calls make, approve and apply plans, two simulated clouds
//! fill over real HTTP. What the clouds hold in the end is compared with what an independent computation expects of
//! the school itself, never with a plan.

mod acts;
mod clock;
mod day;
mod stage;
mod summary;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use acts::Acts;
use stage::Stage;
pub use summary::{Figures, Ran, Summary};

/// What the person asked for.
#[derive(Clone, Debug)]
pub struct Wishes {
    /// How many pupils the school has; one member of staff for about eight of them.
    pub pupils: usize,
    /// Another seed, another school.
    pub seed: u64,
    /// The data folder, which must be empty.
    pub folder: PathBuf,
}

/// The school of the story, unless somebody wishes otherwise.
pub const PUPILS: usize = 1800;
/// Its staff.
pub const STAFF: usize = 230;

/// Tells the story to the end; each sentence goes to `say` as it happens.
///
/// # Errors
/// When something does not work at all. What works and is not as it should be stands in [`Summary::faults`].
pub async fn tell(wishes: &Wishes, say: &mut (dyn FnMut(&str) + Send)) -> Result<Summary> {
    let began = Instant::now();
    let stage = Stage::open(wishes).await?;
    let mut acts = Acts::new(stage, say);
    let told = acts.all().await;
    let (stage, mut summary) = acts.end();
    stage.close().await;
    told?;
    summary.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(summary)
}

//! The benchmark: what the house promises of speed, each as a ratio of two measurements made in the same run.
//! Absolute times say as much of the machine as of the house; ratios say what the house adds.
//!
//! The house runs in a process of its own ([`obey`]); the simulated school and its senders stay in this one.

mod answers;
mod apart;
mod bare;
mod figure;
mod fulls;
mod house;
mod obey;
mod samples;
mod scale;
mod senders;

use std::path::PathBuf;

use anyhow::Result;

pub use figure::Figure;
pub use obey::obey;
pub use scale::{Scale, scale};

/// What is measured on how much.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The program that opens a house when it is called with `bench-house --folder DIR`.
    pub program: PathBuf,
    /// Where the data may lie meanwhile.
    pub folder: PathBuf,
    /// How many pushes are sent for each figure of acknowledgements.
    pub pushes: usize,
    /// Pupils of the large school.
    pub pupils: usize,
    /// Megabytes of the usual full.
    pub megabytes: usize,
    /// Only what is measured of acknowledgements while nothing else happens.
    pub quick: bool,
}

/// Measures everything and tells each figure as it comes.
///
/// # Errors
/// When the house does not open or a push is not answered well.
pub async fn measure(measure: &Measure, tell: &mut (dyn FnMut(&Figure) + Send)) -> Result<Vec<Figure>> {
    let mut figures = answers::acknowledgements(measure).await?;
    figures.iter().for_each(&mut *tell);
    if measure.quick {
        return Ok(figures);
    }
    let mut add = |more: Vec<Figure>| {
        more.iter().for_each(&mut *tell);
        figures.extend(more);
    };
    add(vec![answers::while_a_full_is_applied(measure).await?]);
    add(fulls::twenty_five_megabytes(measure).await?);
    add(fulls::large_school(measure).await?);
    Ok(figures)
}

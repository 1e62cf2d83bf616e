//! The district: first load, next nights, and what a person asks of them, against tools that everybody knows, in the
//! same run and on the same files.

mod asked;
mod bare;
mod dlt;
mod nights;
mod outbound;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use crosswalk_sandbox::district::{District, Night, Written};

use super::Figure;

/// The largest district that is sent on: its plan is promised for 100,000 records.
const OUTWARDS: usize = 100_000;

/// What is measured, and on how much.
#[derive(Clone, Debug)]
pub struct Scale {
    /// The program that opens a house when it is called with `bench-house --folder DIR`.
    pub program: PathBuf,
    /// Where the data may lie meanwhile.
    pub folder: PathBuf,
    /// How many enrolments the districts have.
    pub enrollments: Vec<usize>,
    /// Whether `dlt` is measured too.
    pub with_dlt: bool,
}

/// The packages of one district.
struct Packages {
    first: (PathBuf, Written),
    next: (PathBuf, Written),
}

impl Packages {
    fn write(district: &District, folder: &Path) -> Result<Self> {
        let at = |name: &str, night| {
            let path = folder.join(name);
            let written = district.write(night, &path).with_context(|| path.display().to_string())?;
            anyhow::Ok((path, written))
        };
        Ok(Self { first: at("first", Night::First)?, next: at("next", Night::OnePercent)? })
    }
}

/// Measures every district and tells each figure as it comes.
///
/// # Errors
/// When the disk is full or the house does not take a package in.
pub async fn scale(scale: &Scale, tell: &mut (dyn FnMut(&Figure) + Send)) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (n, enrollments) in scale.enrollments.iter().enumerate() {
        let folder = scale.folder.join(format!("district-{n}"));
        let packages = Packages::write(&District::of(*enrollments), &folder.join("packages"))?;
        let mut add = |more: Vec<Figure>| {
            more.iter().for_each(&mut *tell);
            figures.extend(more);
        };
        let is_largest = scale.enrollments.iter().all(|other| other <= enrollments);
        let goes_out = *enrollments <= OUTWARDS
            && scale.enrollments.iter().all(|other| other <= enrollments || *other > OUTWARDS);
        let mut house = nights::Nights::open(scale, &folder, *enrollments).await?;
        add(house.first(&packages.first).await?);
        if is_largest {
            add(asked::screens(&mut house).await?);
        }
        add(house.unchanged(&packages.first).await?);
        add(house.changed(&packages.next).await?);
        if goes_out {
            add(outbound::figures(&mut house).await?);
        }
        let loaded = house.loaded;
        house.close().await?;
        if is_largest {
            add(dlt::figures(scale, &folder, &packages.first.0, loaded).await?);
        }
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(figures)
}

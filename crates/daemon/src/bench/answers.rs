//! Acknowledgements: durable answers to pushes, against a bare loop that appends the same bytes and waits for the
//! disk each time.
//!
//! Both are measured in turns, a round of the one right before a round of the other on the same folder, since a
//! machine is not equally busy at all times. The round with the median ratio is told.

use anyhow::{Context, Result};

use super::apart::{HouseApart, Spent};
use super::{Figure, Measure, bare, samples, senders};

const ROUNDS: usize = 5;

/// One sender, then sixteen.
pub(super) async fn acknowledgements(measure: &Measure) -> Result<Vec<Figure>> {
    let parts = samples::parts(&samples::school(200), 2 * measure.pushes);
    let (alone, together) = parts.split_at(measure.pushes);
    let mut house = HouseApart::open(measure, "acknowledgements").await?;
    let mut figures = Vec::new();
    for (senders, parts) in [(1, alone), (16, together)] {
        let mut pushed = Pushed::default();
        for round in rounds(parts) {
            pushed.round(&mut house, round, senders).await?;
            house.settle().await?;
        }
        figures.push(pushed.rate(format!("acknowledgements, {senders} at once"), senders == 1)?);
        figures.extend(pushed.spent(senders)?);
    }
    house.close().await?;
    Ok(figures)
}

/// The same with sixteen senders, while the house takes a large full in.
pub(super) async fn while_a_full_is_applied(measure: &Measure) -> Result<Figure> {
    let school = samples::school(measure.pupils);
    let parts = samples::parts(&school, measure.pushes);
    let mut house = HouseApart::open(measure, "busy").await?;
    senders::answer_after_last_byte(house.target(), &samples::full(&school, 0)).await?;
    let (mut pushed, mut busy) = (Pushed::default(), true);
    for round in rounds(&parts) {
        pushed.round(&mut house, round, 16).await?;
        busy &= !house.has_ended_a_run().await?;
    }
    house.close().await?;
    let mut figure = pushed.rate("acknowledgements, 16 at once, while a full is applied".into(), false)?;
    figure.kept &= busy;
    Ok(figure)
}

fn rounds(parts: &[Vec<u8>]) -> impl Iterator<Item = &[Vec<u8>]> {
    parts.chunks(parts.len().div_ceil(ROUNDS).max(1))
}

/// What came of some rounds of pushes.
#[derive(Default)]
struct Pushed {
    /// For each round how many were answered a second, and how many appended by the bare loop.
    rounds: Vec<(f64, f64)>,
    count: usize,
    spent: Spent,
}

impl Pushed {
    /// The bare loop first, on the same folder; then the house.
    async fn round(&mut self, house: &mut HouseApart, parts: &[Vec<u8>], senders: usize) -> Result<()> {
        let bare = bare::append_and_sync(house.folder(), parts)?;
        let before = house.spent().await?;
        let rate = senders::rate(house.target(), parts, senders).await?;
        self.spent.add(&house.spent().await?.since(&before));
        self.rounds.push((rate, bare));
        self.count += parts.len();
        Ok(())
    }

    fn median(&self) -> Result<(f64, f64)> {
        let mut rounds = self.rounds.clone();
        rounds.sort_by(|one, other| (one.0 / one.1).total_cmp(&(other.0 / other.1)));
        rounds.get(rounds.len() / 2).copied().context("nothing was pushed")
    }

    fn rate(&self, what: String, alone: bool) -> Result<Figure> {
        let (target, least) = if alone { ("at least 0.5", 0.5) } else { ("above 1", 1.0) };
        let (rate, bare) = self.median()?;
        let (ratio, against) = (rate / bare, format!("{bare:.0}/s appended and synced"));
        Ok(Figure::new(what, format!("{rate:.0}/s"), against, ratio).promised(target, ratio >= least))
    }

    /// Commits and processor time for each acknowledgement, where the system tells them.
    fn spent(&self, senders: usize) -> Result<Vec<Figure>> {
        let count = self.count as f64;
        let commits = self.spent.commits as f64 / count;
        let what = format!("  commits for 100 of them, {senders} at once");
        let against = format!("{count:.0} acknowledgements");
        let mut figure = Figure::new(what, format!("{:.1}", commits * 100.0), against, commits);
        if senders > 1 {
            figure = figure.promised("at most 0.125", commits <= 0.125);
        }
        let used = self.spent.processor.as_secs_f64() * 1e3 / count;
        let what = format!("  processor time of one, {senders} at once");
        let synced = 1e3 / self.median()?.1;
        let against = format!("{synced:.2} ms to append and sync one");
        Ok(vec![figure, Figure::new(what, format!("{used:.2} ms"), against, used / synced)])
    }
}

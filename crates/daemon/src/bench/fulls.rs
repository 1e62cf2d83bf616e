//! Fulls: from the last byte to the answer, to the plan, to the roster; and again when nothing has changed.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::apart::HouseApart;
use super::{Figure, Measure, samples, senders};

/// About how many bytes of a full one pupil makes.
const BYTES_A_PUPIL: usize = 2_080;

/// The full of 25 MB of which an answer is promised.
pub(super) async fn twenty_five_megabytes(measure: &Measure) -> Result<Vec<Figure>> {
    let school = samples::school(measure.megabytes * 1_000_000 / BYTES_A_PUPIL);
    let full = samples::full(&school, 0);
    drop(school);
    let mut house = HouseApart::open(measure, "usual").await?;
    let figures = first(&mut house, &full, parse(&full)?).await?;
    house.close().await?;
    Ok(figures)
}

/// The large school: a full into an empty roster, and the same full on the next night.
pub(super) async fn large_school(measure: &Measure) -> Result<Vec<Figure>> {
    let school = samples::school(measure.pupils);
    let (full, next) = (samples::full(&school, 0), samples::full(&school, 60));
    drop(school);
    let parsing = parse(&full)?;
    let mut house = HouseApart::open(measure, "large").await?;
    let mut figures = first(&mut house, &full, parsing).await?;
    figures.push(memory(&mut house, "peak memory of the house, first full").await?);
    let parsing = parse(&next)?;
    house.watch().await?;
    senders::answer_after_last_byte(house.target(), &next).await?;
    let answered = Instant::now();
    house.planned().await?;
    let what = format!("unchanged full of {} pupils, planned", measure.pupils);
    let planned = Figure::times(what, answered.elapsed(), parsing, &parsed(parsing, &next));
    let kept = planned.ratio <= 4.0;
    figures.push(planned.promised("at most 4", kept));
    house.settle().await?;
    let what = format!("unchanged full of {} pupils, done", measure.pupils);
    figures.push(Figure::times(what, answered.elapsed(), parsing, &parsed(parsing, &next)));
    figures.push(memory(&mut house, "peak memory of the house, unchanged full too").await?);
    house.close().await?;
    Ok(figures)
}

/// A full into an empty roster.
async fn first(house: &mut HouseApart, full: &[u8], parsing: Duration) -> Result<Vec<Figure>> {
    let (size, against) = (format!("{:.0} MB full", full.len() as f64 / 1e6), parsed(parsing, full));
    house.watch().await?;
    let answered = senders::answer_after_last_byte(house.target(), full).await?;
    let start = Instant::now();
    house.planned().await?;
    let planned = answered + start.elapsed();
    house.settle().await?;
    let taken = answered + start.elapsed();
    let of =
        |what: &str, took| Figure::times(format!("{size}, last byte to {what}"), took, parsing, &against);
    Ok(vec![
        of("answer", answered).promised("within 0.5 s", answered <= Duration::from_millis(500)),
        of("plan ready", planned),
        of("roster", taken),
    ])
}

/// Reads the bytes into plain values and throws them away: what any reader of the message has to do at least. The
/// fastest of three times, since a busy neighbour must not make the house look good.
fn parse(bytes: &[u8]) -> Result<Duration> {
    let mut fastest = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let value: serde_json::Value = serde_json::from_slice(bytes)?;
        fastest = fastest.min(start.elapsed());
        drop(value);
    }
    Ok(fastest)
}

fn parsed(parsing: Duration, bytes: &[u8]) -> String {
    format!("{:.2} s to parse {:.0} MB", parsing.as_secs_f64(), bytes.len() as f64 / 1e6)
}

/// The most memory that the house's own process has held so far.
async fn memory(house: &mut HouseApart, what: &str) -> Result<Figure> {
    let megabytes = house.spent().await?.memory as f64 / 1024.0;
    let figure = Figure::new(what, format!("{megabytes:.0} MB"), "300 MB".into(), megabytes / 300.0);
    Ok(figure.promised("under 300 MB", megabytes < 300.0))
}

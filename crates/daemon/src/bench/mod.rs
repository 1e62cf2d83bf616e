//! The benchmark: what the house promises of speed, each as a ratio of two measurements made in the same run.
//! Absolute times say as much of the machine as of the house; ratios say what the house adds.

mod bare;
mod house;
mod senders;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use crosswalk_sandbox::kamar::{Message, Quirks, messages};
use crosswalk_sandbox::school::{Person, School, Spec};
use serde::Serialize;

use house::BenchHouse;

/// What is measured on how much.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Where the data may lie meanwhile.
    pub folder: PathBuf,
    /// How many pushes are sent for each figure of acknowledgements.
    pub pushes: usize,
    /// Pupils of the large school.
    pub pupils: usize,
}

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What is measured.
    pub what: String,
    /// The house's own figure, with its unit.
    pub house: String,
    /// What it is measured against.
    pub against: String,
    /// The ratio of the two.
    pub ratio: f64,
    /// What is promised, in words.
    pub target: &'static str,
    /// Whether it is kept.
    pub kept: bool,
}

impl Figure {
    fn new(what: impl Into<String>, house: String, against: String, ratio: f64) -> Self {
        Self { what: what.into(), house, against, ratio, target: "", kept: true }
    }

    fn promised(mut self, target: &'static str, kept: bool) -> Self {
        (self.target, self.kept) = (target, kept);
        self
    }
}

/// Measures everything and tells each figure as it comes.
///
/// # Errors
/// When the house does not open or a push is not answered well.
pub async fn measure(measure: &Measure, tell: &mut (dyn FnMut(&Figure) + Send)) -> Result<Vec<Figure>> {
    let mut figures = acknowledgements(measure).await?;
    figures.push(while_a_full_is_applied(measure).await?);
    figures.extend(large_school(measure).await?);
    figures.push(memory());
    figures.iter().for_each(tell);
    Ok(figures)
}

fn school(pupils: usize) -> School {
    School::generate(&Spec { pupils, staff: (pupils / 8).max(8), weeks_of_timetable: 1, ..Spec::default() })
}

fn morning(school: &School) -> jiff::civil::DateTime {
    school.today.at(9, 0, 0, 0)
}

/// Durable answers to `part` pushes against a bare loop that appends the same bytes and waits for the disk.
async fn acknowledgements(measure: &Measure) -> Result<Vec<Figure>> {
    let school = school(200);
    let parts = parts(&school, measure.pushes);
    let folder = measure.folder.join("acknowledgements");
    let bare = bare::append_and_sync(&folder, &parts)?;
    let house = BenchHouse::open(&folder).await?;
    let mut figures = Vec::new();
    for (senders, least) in [(1usize, 0.5), (16, 1.0)] {
        let rate = senders::rate(&house.target(), &parts, senders).await?;
        let target = if senders == 1 { "at least 0.5" } else { "above 1" };
        let what = format!("acknowledgements, {senders} at once");
        figures.push(answers(what, rate, bare).promised(target, rate / bare >= least));
        house.settle().await;
    }
    house.close().await;
    Ok(figures)
}

/// The same with 16 senders, while the house takes a large full in.
async fn while_a_full_is_applied(measure: &Measure) -> Result<Figure> {
    let school = school(measure.pupils);
    let parts = parts(&school, measure.pushes);
    let folder = measure.folder.join("busy");
    let house = BenchHouse::open(&folder).await?;
    senders::answer_after_last_byte(&house.target(), &full(&school, 0)).await?;
    let bare = bare::append_and_sync(&folder, &parts)?;
    let rate = senders::rate(&house.target(), &parts, 16).await?;
    let busy = house.is_running().await?;
    house.close().await;
    let figure = answers("acknowledgements, 16 at once, while a full is applied".into(), rate, bare);
    Ok(figure.promised("above 1", busy && rate > bare))
}

/// One push for each of some changed pupils, each with a time of its own.
fn parts(school: &School, count: usize) -> Vec<Vec<u8>> {
    let part = |n: usize| {
        let seconds = jiff::Span::new().seconds(i64::try_from(n).unwrap_or_default());
        let pupil = Person::Pupil(n % school.pupils.len());
        messages::part(school, &[pupil], &Quirks::default(), morning(school).saturating_add(seconds)).bytes()
    };
    (0..count).map(part).collect()
}

fn answers(what: String, rate: f64, bare: f64) -> Figure {
    Figure::new(what, format!("{rate:.0}/s"), format!("{bare:.0}/s appended and synced"), rate / bare)
}

/// A large full: from its last byte to the answer, to the plan, and again when nothing has changed.
async fn large_school(measure: &Measure) -> Result<Vec<Figure>> {
    let school = school(measure.pupils);
    let first = full(&school, 0);
    let megabytes = first.len() as f64 / 1e6;
    let parsing = parse(&first)?;
    let house = BenchHouse::open(&measure.folder.join("large")).await?;
    let answered = senders::answer_after_last_byte(&house.target(), &first).await?;
    let taken = timed(house.settle()).await;
    let parsed = format!("{:.2} s to parse {megabytes:.0} MB", parsing.as_secs_f64());
    let mut figures = vec![
        of(format!("{megabytes:.0} MB full, last byte to answer"), answered, parsing, &parsed)
            .promised("within 0.5 s", answered <= Duration::from_millis(500)),
        of("the same full, taken into an empty roster", taken, parsing, &parsed),
    ];
    senders::answer_after_last_byte(&house.target(), &full(&school, 60)).await?;
    let unchanged = timed(house.settle()).await;
    let ratio = unchanged.as_secs_f64() / parsing.as_secs_f64();
    let what = format!("unchanged full of {} pupils, planned", measure.pupils);
    figures.push(of(what, unchanged, parsing, &parsed).promised("at most 4", ratio <= 4.0));
    house.close().await;
    Ok(figures)
}

fn full(school: &School, seconds: i64) -> Vec<u8> {
    let at = morning(school).saturating_add(jiff::Span::new().seconds(seconds));
    let message: Message = messages::full(school, &Quirks::default(), at);
    message.bytes()
}

fn of(what: impl Into<String>, house: Duration, bare: Duration, against: &str) -> Figure {
    let ratio = house.as_secs_f64() / bare.as_secs_f64();
    Figure::new(what, format!("{:.2} s", house.as_secs_f64()), against.to_owned(), ratio)
}

/// Reads the bytes into plain values and throws them away: what any reader of the message has to do at least.
fn parse(bytes: &[u8]) -> Result<Duration> {
    let start = Instant::now();
    let value: serde_json::Value = serde_json::from_slice(bytes)?;
    let took = start.elapsed();
    drop(value);
    Ok(took)
}

async fn timed(work: impl Future<Output = ()>) -> Duration {
    let start = Instant::now();
    work.await;
    start.elapsed()
}

/// The most memory that the whole process ever held, the simulated school and its messages included.
fn memory() -> Figure {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    let megabytes = kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1024.0);
    let against = "300 MB; the simulated school is in it".to_owned();
    Figure::new("peak memory", format!("{megabytes:.0} MB"), against, megabytes / 300.0)
        .promised("under 300 MB", megabytes < 300.0)
}

//! The other side of a house apart: opens it in this process and obeys the lines that come on the standard input,
//! one line of JSON for each on the standard output.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use crosswalk_contract::{Event, EventKind};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use super::apart::Spent;
use super::house::BenchHouse;

/// Opens a house on a folder, says where it listens, and obeys until it is told to close or nobody is left to tell.
///
/// # Errors
/// When the house does not open, or a line is no order.
pub async fn obey(folder: &Path) -> Result<()> {
    let house = BenchHouse::open(folder).await?;
    say(&serde_json::to_value(house.target())?)?;
    let mut watched = None;
    while let Some(order) = next_order().await? {
        say(&perform(&house, &mut watched, &order).await?)?;
    }
    house.close().await;
    say(&Value::Null)
}

/// The next line; `None` when the house is to close, or nobody is left to tell it anything.
async fn next_order() -> Result<Option<String>> {
    let read = || std::io::stdin().lines().next().transpose();
    let order = tokio::task::spawn_blocking(read).await??;
    Ok(order.filter(|order| order != "close"))
}

async fn perform(
    house: &BenchHouse,
    watched: &mut Option<oneshot::Receiver<Duration>>,
    order: &str,
) -> Result<Value> {
    if let Some(call) = order.strip_prefix("ask ") {
        return house.call(serde_json::from_str(call)?).await;
    }
    Ok(match order {
        "settle" => json!(house.settle().await),
        "watch" => {
            *watched = Some(watch(house));
            Value::Null
        }
        "planned" => json!(planned(watched.take()).await?.as_secs_f64()),
        "ended" => json!(house.has_ended_a_run().await?),
        "spent" => serde_json::to_value(spent(house).await?)?,
        other => bail!("{other} is no order"),
    })
}

/// When the next plan comes, counted from now. Somebody looks out all the time: a long run tells so much that what
/// nobody hears at once is lost.
fn watch(house: &BenchHouse) -> oneshot::Receiver<Duration> {
    let (mut events, start) = (house.listen(), Instant::now());
    let (tell, told) = oneshot::channel();
    house.beside(async move {
        loop {
            match events.recv().await {
                Ok(Event { kind: EventKind::Plan { .. }, .. }) => {
                    let _nobody_may_ask = tell.send(start.elapsed());
                    return;
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
    told
}

async fn planned(watched: Option<oneshot::Receiver<Duration>>) -> Result<Duration> {
    watched.context("nobody looked out for a plan")?.await.context("no plan came")
}

fn say(reply: &Value) -> Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{reply}")?;
    Ok(out.flush()?)
}

async fn spent(house: &BenchHouse) -> Result<Spent> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let rows = house.rows_written().await?;
    Ok(Spent { commits: house.commits(), rows, processor: processor(&stat), memory: peak(&status) })
}

/// `VmHWM` of `/proc/self/status`, in kB; 0 where the system does not tell.
fn peak(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// The 14th and 15th field of `/proc/self/stat`: ticks in the program and in the kernel, a hundred a second on Linux.
/// The second field is a name in brackets and may hold anything.
fn processor(stat: &str) -> Duration {
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2);
    Duration::from_millis(ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_linux_tells_of_a_process() {
        let stat = "7 (a name) of) S 1 7 7 0 -1 4194304 9 0 0 0 250 50 0 0 20 0 9 0 1 1 1";
        assert_eq!(processor(stat), Duration::from_secs(3));
        assert_eq!(processor(""), Duration::ZERO);
        assert_eq!(peak("VmPeak:\t  900 kB\nVmHWM:\t  123456 kB\n"), 123_456);
        assert_eq!(peak(""), 0);
    }
}

//! Schedules of the network, drawn from a seed: clouds that are away, hang up in the middle of an answer, stall, ask
//! to wait, answer with errors, while the clock jumps. Afterwards all must be as if nothing had happened.

use std::time::Duration;

use anyhow::Result;
use crosswalk_sandbox::cloud::Faults;
use crosswalk_sandbox::random::Random;

use crate::sweep;
use crate::trial::Trial;
use crate::verdict::Verdict;
use crate::words::Say;

/// Troubles of one schedule.
const TROUBLES: u64 = 8;

/// One schedule; how many troubles there were.
pub async fn schedule(seed: u64) -> Result<(u64, Verdict)> {
    let mut trial = Trial::new(2026).await?;
    trial.open(None).await.ok();
    trial.set_up().await.ok();
    let mut random = Random::derive(seed, 0x4E37);
    trial.push().await;
    trial.say(&Say::Arm(jumps(&mut random))).await.ok();
    let clouds = [trial.town.supabase.faults().clone(), trial.town.edpsych.faults().clone()];
    let trouble = troubles(&mut random, &clouds);
    tokio::join!(trouble, work(&mut trial));
    for cloud in &clouds {
        cloud.set_down(false).await;
        cloud.clear();
    }
    trial.say(&Say::Disarm).await.ok();
    Ok((TROUBLES + 2, trial.judged(None).await))
}

/// The clock jumps ten minutes back and forth.
fn jumps(random: &mut Random) -> String {
    let (first, second) = (1 + random.below(200), 1 + random.below(400));
    format!("n={first},fault=clock+;n={second},fault=clock-")
}

/// What a person and the syncs do meanwhile.
async fn work(trial: &mut Trial) {
    for _ in 0..2 {
        let _whatever_comes_of_it = sweep::plans(trial).await;
        let _whatever_comes_of_it = sweep::apply(trial).await;
    }
}

async fn troubles(random: &mut Random, clouds: &[Faults; 2]) {
    for _ in 0..TROUBLES {
        let pause = Duration::from_millis(10 + random.below(250) as u64);
        tokio::time::sleep(pause).await;
        let cloud = &clouds[random.below(2)];
        one(random, cloud).await;
    }
}

async fn one(random: &mut Random, cloud: &Faults) {
    let times = 1 + random.below(6) as u32;
    let moment = Duration::from_millis(20 + random.below(400) as u64);
    match random.below(6) {
        0 => {
            cloud.set_down(true).await;
            tokio::time::sleep(moment).await;
            cloud.set_down(false).await;
        }
        1 => cloud.truncate_for(times),
        2 => {
            cloud.stall(true);
            tokio::time::sleep(moment).await;
            cloud.stall(false);
        }
        3 => cloud.throttle_for(times * 3, 0),
        4 => cloud.unavailable_for(times),
        _ => cloud.slow(moment / 4),
    }
}

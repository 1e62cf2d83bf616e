//! Extracts that hold nobody, break off, or hold half: nobody may leave for it.

use anyhow::Result;
use crosswalk_sandbox::http::Delivery;
use crosswalk_sandbox::kamar::{Message, Mischief, messages};
use crosswalk_sandbox::random::Random;
use crosswalk_sandbox::school::School;

use crate::trial::Trial;
use crate::verdict::Verdict;
use crate::words::{Heard, Say};

/// What can be wrong with an extract.
const KINDS: [&str; 4] = ["empty", "cut off", "half of the text", "half of the pupils"];

/// As many rounds of bad extracts as wanted, on a school that is in agreement with both clouds.
pub async fn bad(rounds: u64) -> Result<Vec<(&'static str, u64, Verdict)>> {
    let mut trial = Trial::new(2026).await?;
    let mut done = Vec::new();
    trial.open(None).await.ok();
    if let Err(words) = trial.finish().await {
        return Ok(vec![("empty", 0, Verdict::unresumed(words))]);
    }
    let Ok(Heard::Lines(before)) = trial.say(&Say::Roster).await else { anyhow::bail!("no roster") };
    let mut random = Random::derive(rounds, 0xBAD);
    for _ in 0..rounds {
        for kind in KINDS {
            send(&mut trial, kind, &mut random).await;
            trial.say(&Say::Settle).await.ok();
            let Ok(Heard::Lines(after)) = trial.say(&Say::Roster).await else { anyhow::bail!("no roster") };
            done.push((kind, 1, unchanged(&before, &after, kind)));
        }
    }
    trial.pushed = Default::default();
    let mut last = trial.judged(Some(&before)).await;
    // What is held or cannot be read is what these messages are for; who said so is not lost.
    last.words.retain(|words| !words.contains("Unreadable") && !words.contains("removes somebody"));
    (last.lost, last.unguarded_removals) = (0, 0);
    done.push(("empty", 0, last));
    Ok(done)
}

fn unchanged(before: &[String], after: &[String], kind: &str) -> Verdict {
    if before == after {
        return Verdict::default();
    }
    Verdict {
        unguarded_removals: 1,
        words: vec![format!("{kind}: the roster has changed")],
        ..Verdict::default()
    }
}

async fn send(trial: &mut Trial, kind: &str, random: &mut Random) {
    if !trial.town.kamar.enabled() {
        trial.town.check().await;
    }
    let (kamar, school) = (&trial.town.kamar, &trial.town.school);
    let whole = messages::full(school, &kamar.quirks(), kamar.stamp(school));
    let bytes = whole.bytes();
    let after = 1 + random.below(bytes.len() - 1);
    match kind {
        "empty" => drop(trial.town.push_empty_full().await),
        "cut off" => drop(kamar.push_oddly(whole, Mischief::None, Delivery::Cut { after }).await),
        "half of the text" => {
            let half = Mischief::Body(bytes[..after].to_vec());
            drop(kamar.push_oddly(whole, half, Delivery::Whole).await);
        }
        _ => drop(kamar.push(half_of_the_pupils(trial)).await),
    }
}

fn half_of_the_pupils(trial: &Trial) -> Message {
    let (kamar, mut school): (_, School) = (&trial.town.kamar, trial.town.school.clone());
    school.pupils.iter_mut().step_by(2).for_each(|pupil| pupil.listed = false);
    messages::full(&school, &kamar.quirks(), kamar.stamp(&school))
}

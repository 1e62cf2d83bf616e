//! A storm of pushes: many senders at once, the same message twice, older ones after newer ones, wrong passwords, and a
//! house that is killed again and again. What was answered with OK is there; what was not is sent again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;
use base64::Engine;
use crosswalk_model::DeliveryState;
use crosswalk_sandbox::http::{self, Delivery, Request, Target};
use crosswalk_sandbox::kamar::messages;
use crosswalk_sandbox::random::Random;
use crosswalk_sandbox::school::Person;
use tokio::task::JoinSet;

use crate::trial::Trial;
use crate::verdict::Verdict;
use crate::words::Say;

const SENDERS: usize = 16;

/// One message on its way.
#[derive(Clone)]
struct Letter {
    /// What orders it; no two messages have the same.
    stamp: i64,
    body: Vec<u8>,
    content_type: String,
    bad: bool,
}

/// How a message fared.
#[derive(Clone, Copy, Default)]
struct Fared {
    sent: usize,
    accepted: usize,
    bad: bool,
}

/// What came of the storm.
pub struct Storm {
    pub verdict: Verdict,
    pub kills: u64,
    pub pushes: u64,
    pub p99_ms: f64,
}

/// So many pushes, among them a fifth twice, a fifth late, one in twenty with a wrong password.
pub async fn storm(pushes: usize, kills: usize, seed: u64) -> Result<Storm> {
    let mut trial = Trial::new(2026).await?;
    trial.open(None).await.ok();
    trial.set_up().await.ok();
    trial.push().await;
    let mut random = Random::derive(seed, 0x1B0);
    let mut letters = letters(&trial, pushes, &mut random);
    let mut fared: BTreeMap<i64, Fared> = BTreeMap::new();
    let mut times = Vec::new();
    let round = pushes.div_ceil(kills + 1);
    let mut killed = 0;
    while !letters.is_empty() {
        let some: Vec<Letter> = letters.drain(..round.min(letters.len())).collect();
        let kill = (killed < kills).then(|| Duration::from_millis(30 + random.below(400) as u64));
        let unanswered = send(&mut trial, some, kill, &mut fared, &mut times).await;
        letters.extend(unanswered);
        if kill.is_some() {
            killed += 1;
            if let Err(trouble) = trial.resume().await {
                let verdict = Verdict::unresumed(format!("it cannot be opened: {trouble}"));
                return Ok(Storm { verdict, kills: killed as u64, pushes: pushes as u64, p99_ms: 0.0 });
            }
        }
    }
    let mut verdict = trial.judged(None).await;
    count(&mut trial, &fared, &mut verdict).await;
    times.sort_by(f64::total_cmp);
    let p99_ms = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
    Ok(Storm { verdict, kills: killed as u64, pushes: pushes as u64, p99_ms })
}

fn letters(trial: &Trial, pushes: usize, random: &mut Random) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let (kamar, school) = (&trial.town.kamar, &trial.town.school);
    while letters.len() < pushes {
        if !letters.is_empty() && random.one_in(5) {
            letters.push(letters[random.below(letters.len())].clone());
            continue;
        }
        let who = Person::Pupil(random.below(school.pupils.len()));
        let at = kamar.stamp(school);
        let Some(message) = kamar.pruned(messages::part(school, &[who], &kamar.quirks(), at)) else {
            continue;
        };
        let stamp = stamp_of(&message.bytes());
        let (body, content_type) = (message.bytes(), message.content_type().to_owned());
        letters.push(Letter { stamp, body, content_type, bad: random.one_in(20) });
    }
    for at in 0..letters.len() {
        if random.one_in(5) {
            let other = random.below(letters.len());
            letters.swap(at, other);
        }
    }
    letters
}

/// The message's own time, as the house keeps it.
fn stamp_of(body: &[u8]) -> i64 {
    let message: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    message["SMSDirectoryData"]["datetime"].as_i64().unwrap_or_default()
}

/// Sends them by many senders, and kills the house in the middle of it. Those without an answer are given back.
async fn send(
    trial: &mut Trial,
    letters: Vec<Letter>,
    kill: Option<Duration>,
    fared: &mut BTreeMap<i64, Fared>,
    times: &mut Vec<f64>,
) -> Vec<Letter> {
    let at = trial.town.kamar.settings();
    let target = Target { host: at.address.clone(), port: at.port, tls: false };
    let word = |password: &str| {
        let pair = format!("{}:{password}", at.username);
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
    };
    let words = [word(&at.password), word("wrong")];
    let mut shares: Vec<Vec<Letter>> = vec![Vec::new(); SENDERS];
    letters.into_iter().enumerate().for_each(|(n, letter)| shares[n % SENDERS].push(letter));
    let mut senders = JoinSet::new();
    for share in shares {
        let (target, path, words) = (target.clone(), at.path.clone(), words.clone());
        senders.spawn(sender(share, target, path, words));
    }
    if let (Some(after), Some(house)) = (kill, trial.house.as_mut()) {
        tokio::time::sleep(after).await;
        house.kill().await;
    }
    let mut again = Vec::new();
    while let Some(Ok(sent)) = senders.join_next().await {
        for (letter, accepted, took) in sent {
            let one = fared.entry(letter.stamp).or_default();
            (one.sent, one.bad) = (one.sent + 1, one.bad || letter.bad);
            match accepted {
                Some(accepted) => {
                    one.accepted += usize::from(accepted);
                    times.push(took);
                }
                None => again.push(letter),
            }
        }
    }
    again
}

/// One sender: a message after the other. What came of each: accepted or refused, or no answer; and how long it took.
async fn sender(
    letters: Vec<Letter>,
    target: Target,
    path: String,
    [good, bad]: [String; 2],
) -> Vec<(Letter, Option<bool>, f64)> {
    let mut sent = Vec::new();
    for letter in letters {
        let request = Request::new("POST", &path, letter.body.clone())
            .header("Authorization", if letter.bad { &bad } else { &good }.as_str())
            .header("Content-Type", letter.content_type.as_str());
        let start = Instant::now();
        let answer = http::exchange(&target, &request, Delivery::Whole, Duration::from_secs(30)).await;
        let accepted = match answer {
            // Busy is an answer that asks to come again.
            Ok(answer) if answer.status == 503 => None,
            Ok(answer) => Some(answer.status == 200 && is_ok(&answer.body)),
            Err(_) => None,
        };
        sent.push((letter, accepted, start.elapsed().as_secs_f64() * 1000.0));
    }
    sent
}

/// Each accepted message is there as often as it was accepted, at most as often as it was sent, and none of those with a
/// wrong password.
async fn count(trial: &mut Trial, fared: &BTreeMap<i64, Fared>, verdict: &mut Verdict) {
    let Ok(stored) = trial.deliveries().await else { return verdict.complain("the inbox cannot be read") };
    trial.say(&Say::Settle).await.ok();
    let mut there: BTreeMap<i64, usize> = BTreeMap::new();
    let taken = stored.iter().filter(|one| one.state != DeliveryState::Answered);
    taken.for_each(|one| *there.entry(one.stamp).or_default() += 1);
    for (stamp, one) in fared {
        let found = there.get(stamp).copied().unwrap_or_default();
        if one.bad && (one.accepted > 0 || found > 0) {
            verdict.complain(format!("message {stamp} had a wrong password and was taken"));
            verdict.corrupt_databases += 1;
        } else if found < one.accepted {
            verdict.lost += 1;
            verdict.complain(format!(
                "message {stamp} was accepted {} times and is there {found} times",
                one.accepted
            ));
        } else if found > one.sent {
            verdict.duplicate_effects += 1;
            verdict
                .complain(format!("message {stamp} was sent {} times and is there {found} times", one.sent));
        }
    }
}

fn is_ok(body: &[u8]) -> bool {
    let answer: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    answer["SMSDirectoryData"]["error"] == 0
}

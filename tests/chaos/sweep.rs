//! The reference sync, with one operation failing: the n-th of a phase, for every n.

use anyhow::{Context, Result};
use crosswalk_contract::PlanView;
use crosswalk_faults::{Fault, Point, Stage};
use crosswalk_model::PlanState;

use crate::case::{Case, Phase};
use crate::remote::{Remote, Trouble};
use crate::trial::Trial;
use crate::verdict::Verdict;
use crate::words::{Heard, Say};

/// Where a case hit: stage, point and fault.
pub type Hit = (String, String, String);

/// The reference sync without trouble.
pub struct Reference {
    /// What each phase does, operation by operation.
    pub phases: Vec<(Phase, Vec<(Stage, Point)>)>,
    /// The roster in the end.
    pub roster: Vec<String>,
}

/// What came of a case.
pub struct Outcome {
    /// Where it hit; `None` when the phase had fewer operations this time.
    pub hit: Option<Hit>,
    /// What is wrong.
    pub verdict: Verdict,
}

impl Reference {
    /// Counts the operations of the reference sync.
    pub async fn count(seed: u64) -> Result<Self> {
        let mut trial = Trial::new(seed).await?;
        let mut phases = Vec::new();
        for phase in Phase::ALL {
            if phase == Phase::Open {
                trial.close().await.ok();
            }
            walk(&mut trial, phase, Some("")).await;
            let Ok(Heard::Report(seen, _)) = trial.say(&Say::Disarm).await else {
                anyhow::bail!("no report")
            };
            phases.push((phase, seen.iter().filter_map(read).collect()));
        }
        let verdict = trial.judged(None).await;
        anyhow::ensure!(verdict.is_good(), "the reference sync itself is wrong: {:?}", verdict.words);
        let Ok(Heard::Lines(roster)) = trial.say(&Say::Roster).await else { anyhow::bail!("no roster") };
        Ok(Self { phases, roster })
    }
}

fn read((stage, point): &(String, String)) -> Option<(Stage, Point)> {
    let stage = Stage::ALL.into_iter().find(|one| one.name() == stage)?;
    Some((stage, Point::ALL.into_iter().find(|one| one.name() == point)?))
}

/// Goes through the phases up to that of the case, lets it happen, and judges what a person is left with.
pub async fn run(case: &Case, reference: &Reference) -> Result<Outcome> {
    let mut trial = Trial::new(case.seed).await?;
    for phase in Phase::ALL.into_iter().take_while(|phase| *phase != case.phase) {
        walk(&mut trial, phase, None).await;
    }
    if case.phase == Phase::Open {
        leave_work(&mut trial).await;
        trial.close().await.ok().context("it could not be closed")?;
    }
    walk(&mut trial, case.phase, Some(&case.rule.to_string())).await;
    let hit = after(&mut trial, case).await;
    if trial.house.is_none()
        && let Err(trouble) = trial.resume().await
    {
        return Ok(Outcome { hit, verdict: Verdict::unresumed(format!("{trouble}")) });
    }
    // The reference is of one school, in which nobody has changed.
    let roster = (case.seed == 2026 && case.phase != Phase::Open).then_some(reference.roster.as_slice());
    Ok(Outcome { hit, verdict: trial.judged(roster).await })
}

/// So that opening has something to go on with.
async fn leave_work(trial: &mut Trial) {
    let someone = crosswalk_sandbox::school::Person::Pupil(0);
    trial.town.school.change_email(0);
    let accepted = trial.town.push_part(&[someone]).await.accepted();
    trial.note("part", accepted);
}

/// Whether the script hit, and where. What is still alive is well from now on.
async fn after(trial: &mut Trial, case: &Case) -> Option<Hit> {
    if let Ok(Heard::Report(_, raised)) = trial.say(&Say::Disarm).await {
        return raised.into_iter().next();
    }
    trial.ends += 1;
    let (stage, point) = match Remote::ended_at(&trial.last_words()) {
        Some(place) => place,
        // It said that it could not be opened, which is what it is to say.
        None if case.rule.fault != Fault::Kill => (String::from("migrate"), case.rule.at.clone()),
        None => return None,
    };
    Some((stage, point, case.rule.fault.to_string()))
}

/// One phase, whatever comes of it.
async fn walk(trial: &mut Trial, phase: Phase, script: Option<&str>) {
    let opened = match phase {
        Phase::First | Phase::Open => trial.open(script).await,
        _ => Ok(()),
    };
    if let (Ok(()), Some(script), true) = (&opened, script, !matches!(phase, Phase::First | Phase::Open)) {
        let _gone_is_seen_later = trial.say(&Say::Arm(script.to_owned())).await;
    }
    let _trouble_is_what_it_is_for = match phase {
        Phase::First => trial.set_up().await,
        Phase::Open => trial.say(&Say::Settle).await.map(drop),
        Phase::Push => {
            trial.push().await;
            trial.say(&Say::Settle).await.map(drop)
        }
        Phase::Plan => plans(trial).await.map(drop),
        Phase::Apply => apply(trial).await,
    };
}

pub async fn plans(trial: &mut Trial) -> Result<Vec<PlanView>, Trouble> {
    let mut plans = Vec::new();
    for sync in trial.outbound() {
        match trial.plan(sync).await {
            Ok(plan) => plans.extend(plan),
            Err(Trouble::Problem(_)) => {}
            Err(gone) => return Err(gone),
        }
    }
    Ok(plans)
}

/// Approves what waits, as a list on the screen shows it.
pub async fn apply(trial: &mut Trial) -> Result<(), Trouble> {
    let cards = trial.ask(crosswalk_contract::ListPlans { open: true }).await?;
    for card in cards.into_iter().filter(|card| card.state == PlanState::Waiting) {
        let plan = match trial.ask(crosswalk_contract::GetPlan { id: card.id }).await {
            Ok(plan) => plan,
            Err(Trouble::Problem(_)) => continue,
            Err(gone) => return Err(gone),
        };
        match trial.approve(&plan).await {
            Ok(()) | Err(Trouble::Problem(_)) => {}
            Err(gone) => return Err(gone),
        }
    }
    Ok(())
}

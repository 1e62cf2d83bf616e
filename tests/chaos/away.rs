//! A cloud that is down for two days: every hour somebody at the school changes, every hour its sync is due. Afterwards
//! everything gets there, and nobody has to press anything.

use anyhow::Result;
use crosswalk_contract::SetSchedule;
use crosswalk_model::{CatchUp, InHolidays, Schedule, SyncId};
use crosswalk_sandbox::oracle;
use crosswalk_sandbox::school::Person;

use crate::trial::Trial;
use crate::verdict::Verdict;
use crate::words::Say;

const HOUR: i64 = 3_600;
/// A connection that failed is tried again every four hours at the latest.
const PATIENCE: usize = 6;

/// So many simulated hours; how many pushes came meanwhile.
pub async fn down(hours: usize) -> Result<(u64, Verdict)> {
    let mut trial = Trial::new(2026).await?;
    trial.open(None).await.ok();
    if let Err(words) = trial.finish().await {
        return Ok((0, Verdict::unresumed(words)));
    }
    for sync in trial.outbound() {
        trial.ask(SetSchedule { schedule: hourly(sync) }).await.ok();
    }
    trial.town.supabase.faults().set_down(true).await;
    for hour in 0..hours {
        let pupil = hour % trial.town.school.pupils.len();
        trial.town.school.change_email(pupil);
        let accepted = trial.town.push_part(&[Person::Pupil(pupil)]).await.accepted();
        trial.note("part", accepted);
        trial.say(&Say::Settle).await.ok();
        trial.say(&Say::Pass(HOUR)).await.ok();
    }
    let behind = differs(&trial);
    trial.town.supabase.faults().set_down(false).await;
    let mut waited = 0;
    while differs(&trial) > 0 && waited < PATIENCE {
        trial.say(&Say::Pass(HOUR)).await.ok();
        waited += 1;
    }
    let mut verdict = match trial.judge(None).await {
        Ok(verdict) => verdict,
        Err(trouble) => Verdict::unresumed(format!("{trouble}")),
    };
    if behind == 0 {
        verdict.complain("the cloud that was down is up to date: it was not down");
    }
    Ok((hours as u64, verdict))
}

fn hourly(sync: SyncId) -> Schedule {
    Schedule {
        sync,
        cron: "0 * * * *".into(),
        zone: "Pacific/Auckland".into(),
        catch_up: CatchUp::default(),
        in_holidays: InHolidays::default(),
        paused: false,
        grace_minutes: 60,
    }
}

fn differs(trial: &Trial) -> usize {
    let (school, today) = (&trial.town.school, trial.town.school.today);
    let te_kete_ako = oracle::expected_te_kete_ako(school, today);
    oracle::compare_te_kete_ako(&trial.town.supabase.snapshot(), &te_kete_ako).len()
}

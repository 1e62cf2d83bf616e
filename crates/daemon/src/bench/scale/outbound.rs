//! The way out: a plan for a simulated Te Kete Ako that holds every record already, compared with the ledger alone.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use crosswalk_contract::{
    ApprovePlan, GetMappingText, GetPlan, GetRun, SaveConnection, SetMappingText, SetTiming, StartRun,
};
use crosswalk_model::{ReadBack, Run, RunKind, RunState, Secret, Selected, Starts, SyncId};
use crosswalk_sandbox::supabase::Supabase;

use super::super::Figure;
use super::nights::Nights;

/// The key of classes in the mapping that the connector brings, and the one that a district's classes have.
const KEYS: [&str; 2] =
    ["{{ school.identifier }}/{{ schoolYear }}/{{ subjectCode }}/{{ optionLine }}", "{{ classCode }}"];

/// Sends the whole roster once, and plans once more.
pub(super) async fn figures(nights: &mut Nights) -> Result<Vec<Figure>> {
    let cloud = Supabase::start().await?;
    let sync = connect(nights, &cloud).await?;
    let (first, _) = planned(nights, sync).await?;
    ensure!(first.state == RunState::Waiting, "the first plan did not wait: {}", first.note);
    approve(nights, &first).await?;
    let (run, took) = planned(nights, sync).await?;
    ensure!(run.read == first.read && run.applied == 0, "the second plan was not of the same records");
    let view = nights.house.ask(GetPlan { id: run.plan.context("the run made no plan")? }).await?;
    ensure!(view.card.changes == 0, "{} changes were planned again", view.card.changes);
    let limit = Duration::from_secs(2).mul_f64(run.read as f64 / 100_000.0);
    let what = format!("outbound plan of {} records against the ledger", run.read);
    let ratio = took.as_secs_f64() / limit.as_secs_f64();
    let (house, most) = (format!("{:.2} s", took.as_secs_f64()), format!("{:.2} s", limit.as_secs_f64()));
    let figure = Figure::new(what, house, most, ratio);
    Ok(vec![figure.promised("at most 2 s for 100,000", took <= limit), nights.memory("and sent on").await?])
}

async fn connect(nights: &mut Nights, cloud: &Supabase) -> Result<SyncId> {
    let own = [("project_url", cloud.url.as_str()), ("own_servers", "127.0.0.1")];
    let settings = nights.settings("supabase", &own).await?;
    let (connector, title) = ("supabase".into(), "Te Kete Ako".into());
    let secrets = BTreeMap::from([("api_key".to_owned(), Secret::new(cloud.service_key.as_str()))]);
    let saved = nights.house.ask(SaveConnection { id: None, connector, title, settings, secrets }).await?;
    let sync = saved.card.sync.context("the destination has no sync")?;
    let starts = Starts::WhenAsked;
    nights.house.ask(SetTiming { sync, starts, read_back: ReadBack::Reconcile, reconcile_days: 30 }).await?;
    let text = nights.house.ask(GetMappingText { sync }).await?.text;
    ensure!(text.contains(KEYS[0]), "the mapping has another key of classes");
    nights.house.ask(SetMappingText { sync, text: text.replace(KEYS[0], KEYS[1]), knowingly: false }).await?;
    Ok(sync)
}

/// One run to its plan.
async fn planned(nights: &mut Nights, sync: SyncId) -> Result<(Run, Duration)> {
    nights.house.watch().await?;
    let start = Instant::now();
    let started = nights.house.ask(StartRun { sync, kind: RunKind::Full }).await?;
    nights.house.planned().await?;
    let took = start.elapsed();
    nights.house.settle().await?;
    Ok((nights.house.ask(GetRun { id: started.run }).await?.row.run, took))
}

async fn approve(nights: &mut Nights, run: &Run) -> Result<()> {
    let id = run.plan.context("the run made no plan")?;
    let root = nights.house.ask(GetPlan { id }).await?.root;
    let reason = Some("The first time.".to_owned());
    nights.house.ask(ApprovePlan { id, root, selected: Selected::All, reason }).await?;
    nights.house.settle().await?;
    let run = nights.house.ask(GetRun { id: run.id }).await?.row.run;
    ensure!(run.state == RunState::Done, "not everything was taken: {}", run.note);
    Ok(())
}

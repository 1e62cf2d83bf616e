//! What a restored house has to be careful about: its destinations may be newer than it is.
//!
//! Since the backup was made, runs may have written at the destinations what the restored ledger knows nothing of. So no
//! plan of before is carried out, the next run of each outbound sync reads its whole destination before it plans, and
//! a person sees that plan before anything is sent.

use crosswalk_model::{Actor, Direction, Phase, PlanState, Run, RunState, Sync, SyncId, Timestamp};
use crosswalk_store::{AuditEntry, BackupAbout, Store, Tenant, Work};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::RESTORED;
use super::make::contents;
use crate::Result;
use crate::outbound::reconciled;

const OVER: &str = "Given up when the data was restored from a backup. Run it again.";

/// When a house was restored, and how old it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Restored {
    /// When it was restored.
    pub at: Timestamp,
    /// When the backup was made.
    pub made_at: Timestamp,
}

pub(super) async fn restored(tenant: &Tenant) -> Result<Option<Restored>> {
    Ok(tenant.setting(RESTORED).await?.and_then(|value| serde_json::from_value(value).ok()))
}

/// What was made careful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cautious {
    /// What came back, what is lost, and what to do, in sentences.
    pub sentence: String,
}

/// Makes a restored house careful, before anybody opens it. Doing it twice does no harm.
///
/// # Errors
/// When the store cannot be written.
pub async fn be_careful(store: &Store, about: &BackupAbout, now: Timestamp) -> Result<Cautious> {
    let mut schools = Vec::new();
    for row in store.system().tenants().await? {
        let tenant = store.tenant(row.id);
        let syncs = tenant.syncs().await?;
        let mut work = tenant.begin().await?;
        for sync in syncs.into_iter().filter(|sync| sync.direction == Direction::Outbound) {
            ask_first(&tenant, &mut work, sync, now).await?;
        }
        work.put_setting(RESTORED, &json!(Restored { at: now, made_at: about.made_at })).await?;
        let (actor, action) = (Actor::system(), "backup.restored".to_owned());
        let details = json!({ "made_at": about.made_at });
        work.append(&AuditEntry { at: now, actor, action, subject: None, details }).await?;
        work.commit().await?;
        schools.push(row.name);
    }
    Ok(Cautious { sentence: sentence(&schools, about) })
}

/// The next plan of a sync rests on what its destination holds then, and waits for a person.
async fn ask_first(tenant: &Tenant, work: &mut Work, sync: Sync, now: Timestamp) -> Result<()> {
    let id: SyncId = sync.id;
    work.remove_setting(&reconciled(id)).await?;
    for plan in tenant.open_plans(id).await? {
        work.set_plan_state(plan.id, PlanState::Superseded).await?;
        if let Some(run) = tenant.run(plan.run).await? {
            work.put_run(&over(run, now)).await?;
        }
    }
    if sync.standing_approval {
        let asked = Sync { standing_approval: false, ..sync };
        work.put_sync(&asked, &Actor::system(), now).await?;
    }
    Ok(())
}

fn over(run: Run, now: Timestamp) -> Run {
    Run { phase: Phase::Done, state: RunState::Cancelled, ended_at: Some(now), note: OVER.into(), ..run }
}

fn sentence(schools: &[String], about: &BackupAbout) -> String {
    let when = about.made_at.strftime("%-d %B %Y at %H:%M UTC");
    let who = match schools {
        [] => "The data folder".to_owned(),
        schools => schools.join(", "),
    };
    format!(
        "{who} is back as of {when}: {}. What was pushed, changed or sent after that is not in it. Let every source \
         send everything once more, then look at the first plan of each destination: its destination is read anew, and \
         nothing is sent before somebody approves it.",
        contents(&about.figures)
    )
}

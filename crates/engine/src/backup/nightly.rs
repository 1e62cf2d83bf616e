//! A backup each night, with so many kept.

use std::path::Path;
use std::time::Duration;

use crosswalk_contract::{BackupFailed, Nightly};
use crosswalk_model::{Actor, ActorKind, Timestamp};
use crosswalk_store::{Tenant, Work, keep_newest};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::standing::last;
use super::{FAILED, NIGHTLY};
use crate::{Engine, EngineError, Result};

/// How often the clock is looked at: a computer that slept makes up for the night when it wakes.
const LOOK: Duration = Duration::from_secs(300);
/// What failed is tried again after so long.
const AGAIN: SignedDuration = SignedDuration::from_mins(60);

/// As it is stored: with when it was set, so that a new one is not late at once.
#[derive(Serialize, Deserialize)]
struct Kept {
    nightly: Nightly,
    since: Timestamp,
}

/// What is made each night, and since when.
pub(crate) async fn nightly(tenant: &Tenant) -> Result<Option<(Nightly, Timestamp)>> {
    let kept = tenant.setting(NIGHTLY).await?.and_then(|value| serde_json::from_value::<Kept>(value).ok());
    Ok(kept.map(|kept| (kept.nightly, kept.since)))
}

/// Says what is made each night.
pub(crate) async fn set_nightly(work: &mut Work, nightly: Option<Nightly>, now: Timestamp) -> Result<()> {
    match nightly {
        Some(nightly) => work.put_setting(NIGHTLY, &json!(Kept { nightly, since: now })).await?,
        None => work.remove_setting(NIGHTLY).await?,
    }
    Ok(())
}

/// By the end of its id a school's files are told from another school's in the same folder.
fn beginning(tenant: &Tenant) -> String {
    let id = tenant.id().to_string();
    format!("crosswalk-{}-", &id[id.len().saturating_sub(8)..])
}

/// `crosswalk-<school>-<date>-<time>.cwbackup`, in UTC, so that names sort by age.
pub(super) fn usual_name(engine: &Engine, tenant: &Tenant) -> String {
    let now = engine.clock().now().strftime("%Y%m%d-%H%M%S").to_string();
    format!("{}{now}.cwbackup", beginning(tenant))
}

impl Engine {
    /// Makes the nightly backup for as long as the house is open.
    pub(crate) fn start_nightly_backups(&self) {
        if self.tuning().clock_every.is_none() {
            return;
        }
        let (engine, token) = (self.clone(), self.supervisor().token());
        self.supervisor().start("nightly backups", async move {
            loop {
                tokio::select! { () = tokio::time::sleep(LOOK) => {}, () = token.cancelled() => return }
                match engine.back_up_when_due().await {
                    Ok(_) | Err(EngineError::NoSchool) => {}
                    Err(error) => tracing::warn!(error = %error, "The nightly backup was not made; it is tried again in an hour"),
                }
            }
        });
    }

    /// Makes the nightly backup if it is due. Whether it was made is given back.
    ///
    /// # Errors
    /// Those of making it; the overview tells them too.
    pub async fn back_up_when_due(&self) -> Result<bool> {
        let tenant = self.school()?;
        let Some((nightly, since)) = nightly(&tenant).await? else { return Ok(false) };
        let failed = tenant.setting(FAILED).await?.and_then(|value| serde_json::from_value(value).ok());
        let last = last(&tenant).await?.map(|row| row.made_at);
        let (zone, now) = (self.zone(), self.clock().now());
        let failed_at = failed.map(|failed: BackupFailed| failed.at);
        if !is_due(&nightly, &zone, last.max(Some(since)), failed_at, now) {
            return Ok(false);
        }
        let actor = Actor { kind: ActorKind::Schedule, label: "schedule".into() };
        self.back_up(&actor, None, None).await?;
        let (folder, beginning) = (nightly.folder.clone(), beginning(&tenant));
        let kept = keep_newest(Path::new(&folder), &beginning, usize::from(nightly.keep.max(1))).await?;
        tracing::debug!(count = kept, "Older backups were removed");
        Ok(true)
    }
}

/// When the next one is made: the next time of the day, at once where one is due, an hour after a failed try.
pub(super) fn next(
    nightly: &Nightly,
    zone: &jiff::tz::TimeZone,
    last: Option<Timestamp>,
    failed: Option<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    if is_due(nightly, zone, last, None, now) {
        let again = failed.and_then(|failed| failed.checked_add(AGAIN).ok());
        return Some(again.unwrap_or(now).max(now));
    }
    let today = now.to_zoned(zone.clone()).date();
    let days = [Some(today), today.tomorrow().ok()].into_iter().flatten();
    days.filter_map(|date| Some(date.to_datetime(nightly.at).to_zoned(zone.clone()).ok()?.timestamp()))
        .find(|time| *time > now)
}

/// Whether the last time of the day came after the last backup. What failed waits for an hour.
fn is_due(
    nightly: &Nightly,
    zone: &jiff::tz::TimeZone,
    last: Option<Timestamp>,
    failed: Option<Timestamp>,
    now: Timestamp,
) -> bool {
    if failed.is_some_and(|failed| now.duration_since(failed) < AGAIN) {
        return false;
    }
    let today = now.to_zoned(zone.clone()).date();
    let times = [Some(today), today.yesterday().ok()].into_iter().flatten();
    let passed = times
        .filter_map(|date| Some(date.to_datetime(nightly.at).to_zoned(zone.clone()).ok()?.timestamp()))
        .find(|time| *time <= now);
    passed.is_some_and(|time| last.is_none_or(|last| last < time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_is_told_beforehand() {
        let zone = jiff::tz::TimeZone::get("Pacific/Auckland").unwrap();
        let at = |text: &str| {
            text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone.clone()).unwrap().timestamp()
        };
        let nightly = Nightly { folder: String::new(), at: jiff::civil::time(2, 30, 0, 0), keep: 7 };
        let table = [
            (Some("2026-11-20T09:00"), None, "2026-11-21T01:00", "2026-11-21T02:30"),
            (Some("2026-11-21T02:31"), None, "2026-11-21T23:00", "2026-11-22T02:30"),
            (Some("2026-11-18T02:31"), None, "2026-11-21T09:00", "2026-11-21T09:00"),
            (Some("2026-11-20T02:31"), Some("2026-11-21T02:31"), "2026-11-21T03:00", "2026-11-21T03:31"),
        ];
        for (last, failed, now, expect) in table {
            let told = next(&nightly, &zone, last.map(at), failed.map(at), at(now));
            assert_eq!(told, Some(at(expect)), "{last:?} {failed:?} {now}");
        }
    }

    #[test]
    fn a_night_is_made_once_and_made_up_for() {
        let zone = jiff::tz::TimeZone::get("Pacific/Auckland").unwrap();
        let at = |text: &str| {
            text.parse::<jiff::civil::DateTime>().unwrap().to_zoned(zone.clone()).unwrap().timestamp()
        };
        let nightly = Nightly { folder: String::new(), at: jiff::civil::time(2, 30, 0, 0), keep: 7 };
        let table = [
            (None, None, "2026-11-21T02:29", true),
            (Some("2026-11-20T09:00"), None, "2026-11-21T02:29", false),
            (Some("2026-11-20T09:00"), None, "2026-11-21T02:30", true),
            (Some("2026-11-21T02:31"), None, "2026-11-21T23:00", false),
            (Some("2026-11-18T02:31"), None, "2026-11-21T01:00", true),
            (Some("2026-11-20T02:31"), Some("2026-11-21T02:31"), "2026-11-21T03:00", false),
            (Some("2026-11-20T02:31"), Some("2026-11-21T02:31"), "2026-11-21T03:40", true),
            // The night in which the clocks jump from two to three.
            (Some("2026-09-26T02:31"), None, "2026-09-27T01:59", false),
            (Some("2026-09-26T02:31"), None, "2026-09-27T03:31", true),
        ];
        for (last, failed, now, due) in table {
            let due_now = is_due(&nightly, &zone, last.map(at), failed.map(at), at(now));
            assert_eq!(due_now, due, "{last:?} {failed:?} {now}");
        }
    }
}

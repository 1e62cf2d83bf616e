//! How long things stay: a purge once a day, by the register of personal data and what the school has set.

use std::time::Duration;

use crosswalk_contract::Retention;
use crosswalk_model::{Actor, DataClass, Entity, Fields, RosterId, RosterRecord, Timestamp};
use crosswalk_store::{RosterRow, Tenant, Work};
use serde_json::json;

use crate::inbound::identifiers;
use crate::people::agreements;
use crate::{Engine, EngineError, Result};

const SETTING: &str = "retention";
/// The civil date of the last purge.
const LAST: &str = "retention/last";
/// A house that has just been opened has other things to do.
const FIRST: Duration = Duration::from_secs(60);
/// How often the calendar is looked at: a computer that sleeps at night purges when it wakes.
const LOOK: Duration = Duration::from_secs(3600);
const PAGE: u32 = 500;

/// What a purge took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Raw messages.
    pub messages: u64,
    /// Plans that lost their changes.
    pub plans: u64,
    /// Records that lost their private fields.
    pub records: u64,
    /// Exchanges of runs.
    pub exchanges: u64,
}

/// How long a class stays, in words.
pub(crate) fn keeps(class: DataClass, retention: &Retention) -> String {
    match class.keep_days() {
        None => "as long as the record is known".into(),
        Some(0) => "never stored".into(),
        Some(_) => format!("{} days after leaving", retention.leaver_days),
    }
}

/// Whether a field goes some time after its record has; what the register does not know goes too.
fn goes(entity: Entity, field: &str) -> bool {
    entity.field(field).is_none_or(|spec| spec.class.keep_days().is_some())
}

fn days_before(now: Timestamp, days: u32) -> Timestamp {
    let days = jiff::SignedDuration::from_hours(24 * i64::from(days));
    now.checked_sub(days).unwrap_or(Timestamp::MIN)
}

impl Engine {
    /// What the school has set, or the default.
    pub(crate) async fn retention(&self, tenant: &Tenant) -> Result<Retention> {
        let set = tenant.setting(SETTING).await?;
        Ok(set.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
    }

    /// Sets how long things stay. The next purge acts on it.
    pub(crate) async fn set_retention(&self, actor: &Actor, retention: Retention) -> Result<()> {
        let tenant = self.school()?;
        let value = serde_json::to_value(retention);
        let value = value.map_err(|error| EngineError::Unanswerable(error.to_string()))?;
        let mut work = tenant.begin().await?;
        work.put_setting(SETTING, &value).await?;
        work.remove_setting(LAST).await?;
        self.audit_about(&mut work, actor, "retention.set", None, value).await?;
        Ok(work.commit().await?)
    }

    /// Takes away what has stayed long enough.
    ///
    /// # Errors
    /// When the store cannot be written; what was taken away by then stays away.
    pub async fn purge(&self, now: Timestamp) -> Result<Purged> {
        let tenant = self.school()?;
        let retention = self.retention(&tenant).await?;
        let mut purged = Purged {
            messages: tenant.purge_bodies(days_before(now, retention.raw_days), now).await?,
            ..Purged::default()
        };
        let _turn = self.lanes().roster().await;
        let mut work = tenant.begin().await?;
        purged.plans = work.purge_plans(days_before(now, retention.plan_days), now).await?;
        purged.exchanges = work.purge_exchanges(days_before(now, retention.raw_days)).await?;
        work.note_ended(now).await?;
        work.commit().await?;
        self.searched().forget().await;
        purged.records = self.strip_leavers(&tenant, days_before(now, retention.leaver_days)).await?;
        let mut work = tenant.begin().await?;
        work.put_setting(LAST, &json!(self.civil(now).to_string())).await?;
        if purged != Purged::default() {
            let (messages, plans, records) = (purged.messages, purged.plans, purged.records);
            let exchanges = purged.exchanges;
            let details =
                json!({ "messages": messages, "plans": plans, "records": records, "exchanges": exchanges });
            self.audit_about(&mut work, &Actor::system(), "retention.purged", None, details).await?;
        }
        work.commit().await?;
        Ok(purged)
    }

    /// Takes the private fields from records that have long gone; their names and numbers stay, so that somebody who
    /// returns is the same person.
    async fn strip_leavers(&self, tenant: &Tenant, before: Timestamp) -> Result<u64> {
        let (mut stripped, mut after) = (0, None);
        loop {
            let page = tenant.ended_before(before, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(stripped) };
            after = Some((last.record.entity, last.record.id));
            let rows: Vec<RosterRow> = page.into_iter().filter_map(strip).collect();
            stripped += rows.len() as u64;
            self.strip(tenant, &rows).await?;
        }
    }

    async fn strip(&self, tenant: &Tenant, rows: &[RosterRow]) -> Result<()> {
        let rules = self.match_rules(&tenant.syncs().await?);
        let ids: Vec<RosterId> = rows.iter().map(|row| row.record.id).collect();
        let agreed = agreements(tenant, &ids).await?;
        let mut work = tenant.begin().await?;
        work.put_roster(rows).await?;
        for row in rows {
            let (entity, id) = (row.record.entity, row.record.id);
            work.put_identifiers(entity, id, &identifiers(&rules, entity, &row.record.fields)).await?;
        }
        for (sync, told, mut entry) in agreed {
            entry.agreed.retain(|field, _| !crate::desk::is_hidden(Some(&sync), &told.stream, field));
            work.put_ledger(sync.id, &told.stream, &[entry]).await?;
        }
        forget_questions(tenant, &mut work, &ids).await?;
        Ok(work.commit().await?)
    }

    /// Purges once a day for as long as the house is open.
    pub(crate) fn start_retention(&self) {
        let (engine, token) = (self.clone(), self.supervisor().token());
        self.supervisor().start("retention", async move {
            let mut pause = FIRST;
            loop {
                tokio::select! { () = tokio::time::sleep(pause) => {}, () = token.cancelled() => return }
                pause = LOOK;
                if let Err(error) = engine.purge_when_due().await {
                    tracing::warn!(error = %error, "What has stayed long enough could not be purged; it is tried again in an hour");
                }
            }
        });
    }

    /// Purges if it was not done today.
    ///
    /// # Errors
    /// Those of [`Engine::purge`]; before first run nothing is done.
    pub async fn purge_when_due(&self) -> Result<Purged> {
        let Ok(tenant) = self.school() else { return Ok(Purged::default()) };
        let now = self.clock().now();
        let last = tenant.setting(LAST).await?;
        if last.is_some_and(|last| last == json!(self.civil(now).to_string())) {
            return Ok(Purged::default());
        }
        let purged = self.purge(now).await?;
        tracing::info!(
            messages = purged.messages,
            plans = purged.plans,
            records = purged.records,
            "Purged what has stayed long enough"
        );
        Ok(purged)
    }
}

/// The record without what goes; `None` when nothing does.
fn strip(mut row: RosterRow) -> Option<RosterRow> {
    let RosterRecord { entity, fields, asserted, .. } = &mut row.record;
    let mut is_less = retain(*entity, fields);
    for own in asserted.iter_mut().filter_map(|one| one.fields.as_mut()) {
        is_less |= retain(*entity, own);
    }
    is_less.then_some(row)
}

fn retain(entity: Entity, fields: &mut Fields) -> bool {
    let before = fields.len();
    fields.retain(|name, _| !goes(entity, name));
    fields.len() < before
}

/// Answers hold the values that were asked about; with the values they go.
async fn forget_questions(tenant: &Tenant, work: &mut Work, ids: &[RosterId]) -> Result<()> {
    let settled = tenant.conflicts(crosswalk_store::ConflictFilter::Settled, None, None, u32::MAX).await?;
    let own = settled.into_iter().filter(|conflict| ids.contains(&conflict.roster_id));
    work.forget_conflicts(&own.map(|conflict| conflict.id).collect::<Vec<_>>()).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::{Asserted, Value};
    use uuid::Uuid;

    fn row(entity: Entity, names: &[&'static str], own: &[&'static str]) -> RosterRow {
        let fields = |names: &[&'static str]| -> Fields {
            names.iter().map(|name| ((*name).into(), Value::from("x"))).collect()
        };
        let asserted = Asserted {
            connection: None,
            key: "1".into(),
            fields: (!own.is_empty()).then(|| fields(own)),
            present: false,
            hand: None,
        };
        let id = RosterId(Uuid::from_u128(1));
        let record = RosterRecord {
            entity,
            id,
            active: false,
            fields: fields(names),
            asserted: vec![asserted],
            seq: 1,
        };
        RosterRow { record, group: "pupils".into(), owner: None }
    }

    /// Entity, its fields, a source's own fields, and which of its fields are left; `None` when nothing goes.
    type Case = (Entity, &'static [&'static str], &'static [&'static str], Option<&'static [&'static str]>);

    #[test]
    fn what_goes_follows_the_register() {
        let table: [Case; 5] = [
            (Entity::User, &["familyName", "grades"], &[], None),
            (Entity::User, &["familyName", "phone", "nationalNumber"], &[], Some(&["familyName"])),
            (Entity::User, &["familyName"], &["familyName", "sms"], Some(&["familyName"])),
            (Entity::User, &["familyName", "unheardOf"], &[], Some(&["familyName"])),
            (Entity::Demographics, &["user", "birthDate"], &[], Some(&[])),
        ];
        for (entity, names, own, expect) in table {
            let stripped = strip(row(entity, names, own));
            let left =
                stripped.as_ref().map(|row| row.record.fields.keys().map(AsRef::as_ref).collect::<Vec<_>>());
            assert_eq!(left.as_deref(), expect, "{entity} {names:?}");
            let mine = stripped.and_then(|mut row| row.record.asserted.remove(0).fields);
            assert!(mine.is_none_or(|mine| !mine.contains_key("sms")));
        }
    }

    #[test]
    fn the_words_follow_the_setting() {
        let two_years = Retention { leaver_days: 730, ..Retention::default() };
        assert_eq!(keeps(DataClass::Contact, &two_years), "730 days after leaving");
        assert_eq!(keeps(DataClass::Identity, &two_years), "as long as the record is known");
        assert_eq!(keeps(DataClass::Credential, &two_years), "never stored");
    }
}

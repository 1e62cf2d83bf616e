//! What stands in the files of the bundle.

use std::collections::BTreeMap;

use crosswalk_connector_kit::{ConfigField, ConfigKind};
use crosswalk_model::{Direction, PlanId, Run};
use crosswalk_store::{AuditCheck, ConnectionRow, DeliveryFilter, Tenant};
use serde_json::{Value, json};

use crate::{Engine, Result};

/// How many runs, plans and deliveries are told.
const MOST: u32 = 100;
const FINDINGS: u32 = 1_000;

impl Engine {
    /// The files, by name.
    pub(super) async fn bundle_contents(&self, tenant: &Tenant) -> Result<Vec<(&'static str, Value)>> {
        Ok(vec![
            ("about.json", self.about()),
            ("store.json", json!(self.store().facts().await?)),
            ("integrity.json", self.integrity(tenant).await?),
            ("connections.json", self.told_connections(tenant).await?),
            ("syncs.json", self.told_syncs(tenant).await?),
            ("runs.json", told_runs(tenant).await?),
            ("plans.json", told_plans(tenant).await?),
            ("deliveries.json", told_deliveries(tenant).await?),
            ("health.json", self.told_health(tenant).await?),
        ])
    }

    fn about(&self) -> Value {
        json!({
            "version": self.tuning().version,
            "system": std::env::consts::OS,
            "processor": std::env::consts::ARCH,
            "time_zone": self.tuning().time_zone,
            "made_at": self.clock().now(),
            "connectors": self.registry().iter().map(|connector| connector.spec().key).collect::<Vec<_>>(),
        })
    }

    async fn integrity(&self, tenant: &Tenant) -> Result<Value> {
        let audit = match tenant.verify_audit().await? {
            AuditCheck::Verified { entries, erased } => {
                json!({ "whole": true, "entries": entries, "erased": erased })
            }
            AuditCheck::Broken { seq, why } => json!({ "whole": false, "entry": seq, "why": why }),
        };
        Ok(json!({ "database": self.store().examine().await?, "audit": audit }))
    }

    async fn told_connections(&self, tenant: &Tenant) -> Result<Value> {
        let mut told = Vec::new();
        for row in tenant.connections().await? {
            let known = self.registry().iter().find(|connector| connector.spec().key == row.connector);
            let fields = known.map(|connector| connector.spec().config).unwrap_or_default();
            let kept = if known.is_some() { self.kept_secrets(tenant.id(), &row).await? } else { Vec::new() };
            let settings: BTreeMap<&str, Value> =
                fields.iter().map(|field| (field.key.as_str(), told_setting(field, &row, &kept))).collect();
            told.push(json!({
                "id": row.id, "connector": row.connector, "paused": row.paused, "created_at": row.created_at,
                "is_pushed_to": row.path.is_some(), "settings": settings,
                "failures_in_a_row": self.breaker(tenant, row.id).await?.failures,
            }));
        }
        Ok(json!(told))
    }

    async fn told_syncs(&self, tenant: &Tenant) -> Result<Value> {
        let syncs = tenant.syncs().await?;
        let told = syncs.iter().map(|sync| {
            let streams: Vec<Value> =
                sync.crosswalk.streams.iter().map(|stream| json!(stream.fields.len())).collect();
            json!({
                "id": sync.id, "connection": sync.connection,
                "inbound": sync.direction == Direction::Inbound,
                "mapping_version": sync.crosswalk.version, "fields_by_stream": streams,
                "filters": sync.selection.filters.len(),
                "standing_approval": sync.standing_approval, "paused": sync.paused,
                "starts": sync.policy.starts, "read_back": sync.policy.read_back,
            })
        });
        Ok(Value::Array(told.collect()))
    }

    async fn told_health(&self, tenant: &Tenant) -> Result<Value> {
        let alerts = tenant.alerts().await?;
        let alerts = alerts.iter().map(
            |alert| json!({ "rule": alert.rule, "since": alert.since, "recovered_at": alert.recovered_at }),
        );
        let backups = self.backups().await?;
        Ok(json!({
            "alerts": alerts.collect::<Vec<_>>(),
            "retention": self.retention(tenant).await?,
            "last_backup": backups.last.map(|row| json!({ "made_at": row.made_at, "bytes": row.bytes })),
            "backup_failed_at": backups.failed.map(|failed| failed.at),
            "backup_is_late": backups.late,
        }))
    }
}

/// A setting, as far as it cannot name anybody or anything.
fn told_setting(field: &ConfigField, row: &ConnectionRow, kept: &[String]) -> Value {
    let value = row.settings.get(&field.key).filter(|text| !text.is_empty());
    match (&field.kind, value) {
        (ConfigKind::Secret, _) if kept.contains(&field.key) => json!("[a secret is kept]"),
        (_, None) => json!("[not filled in]"),
        (ConfigKind::Number, Some(text)) => {
            text.trim().parse::<i64>().map_or(json!("[filled in]"), |number| json!(number))
        }
        (ConfigKind::Switch, Some(text)) if ["true", "false"].contains(&text.as_str()) => json!(text),
        (ConfigKind::Choice(choices), Some(text)) if choices.iter().any(|(value, _)| value == text) => {
            json!(text)
        }
        _ => json!("[filled in]"),
    }
}

async fn told_runs(tenant: &Tenant) -> Result<Value> {
    let mut told = Vec::new();
    for run in tenant.runs(None, None, MOST).await? {
        let mut codes: BTreeMap<String, u64> = BTreeMap::new();
        for finding in tenant.findings(run.id, 0, FINDINGS).await? {
            *codes.entry(format!("{} {}", finding.stream, finding.code)).or_default() += 1;
        }
        told.push(told_run(&run, &codes));
    }
    Ok(json!(told))
}

/// Without its note, which may hold a service's own words.
fn told_run(run: &Run, codes: &BTreeMap<String, u64>) -> Value {
    json!({
        "id": run.id, "sync": run.sync, "kind": run.kind, "by": run.by.kind, "state": run.state, "phase": run.phase,
        "started_at": run.started_at, "ended_at": run.ended_at,
        "read": run.read, "applied": run.applied, "not_applied": run.not_applied, "findings": codes,
    })
}

async fn told_plans(tenant: &Tenant) -> Result<Value> {
    let plans: Vec<PlanId> =
        tenant.runs(None, None, MOST).await?.into_iter().filter_map(|run| run.plan).collect();
    let mut told = Vec::new();
    for id in plans {
        let Some(plan) = tenant.plan(id).await? else { continue };
        let holds: Vec<_> = plan.holds.iter().map(|hold| json!(hold.rule)).collect();
        told.push(json!({
            "id": plan.id, "sync": plan.sync, "made_at": plan.made_at, "state": plan.state, "holds": holds,
            "changes": plan.summary.counts.all(), "segments": plan.segments.len(),
        }));
    }
    Ok(json!(told))
}

/// A source names its messages; one that is named as no message is might be named after anything.
fn told_kind(kind: &str) -> &str {
    let is_word = kind.len() <= 20 && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if is_word { kind } else { "[other]" }
}

async fn told_deliveries(tenant: &Tenant) -> Result<Value> {
    let deliveries = tenant.deliveries(&DeliveryFilter::default(), None, MOST).await?;
    let told = deliveries.iter().map(|one| {
        json!({
            "connection": one.connection, "received_at": one.received_at, "kind": told_kind(&one.kind), "size": one.size,
            "answered": one.answered, "state": one.state, "run": one.run,
        })
    });
    Ok(Value::Array(told.collect()))
}

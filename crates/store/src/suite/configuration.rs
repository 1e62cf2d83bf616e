//! Tenants, connections, syncs, secrets, settings, outbox.

use crosswalk_model::{
    Actor, Alert, Hash, Pin, PinMark, Refused, RosterId, Schedule, Scheduled, Secret, TenantId,
};
use serde_json::json;
use uuid::Uuid;

use super::samples::{administrator, at, connection, connection_id, put_configuration, run, sync, sync_id};
use super::suite;
use super::world::World;
use crate::{ConfigKind, StoreError};

suite!(
    connections_come_back,
    a_path_leads_to_one_connection,
    history_keeps_every_version,
    deleting_a_connection_keeps_its_runs,
    secrets_come_back_and_go,
    settings_and_outbox,
    schedules_come_back,
    alerts_come_back_and_are_forgotten,
    refusals_are_counted_and_forgotten,
    pins_are_kept_and_released,
    tenants_do_not_see_each_other,
    dropping_rolls_back,
);

async fn connections_come_back(world: World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    let mut second = connection(1, None);
    second.title = "Files\0".into();
    work.put_connection(&second, &administrator(), at(1)).await.unwrap();
    work.commit().await.unwrap();
    second.title = "Files".into();
    assert_eq!(world.tenant.connections().await.unwrap(), [connection(0, Some("kamar/a")), second.clone()]);
    assert_eq!(world.tenant.connection(second.id).await.unwrap(), Some(second));
    assert_eq!(world.tenant.syncs().await.unwrap(), [sync()]);
    let paths = world.store.system().connections_by_path().await.unwrap();
    assert_eq!(paths.len(), 1);
    assert_eq!((paths[0].path.as_str(), paths[0].connection), ("kamar/a", connection_id()));
}

async fn a_path_leads_to_one_connection(world: World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    let taken = work.put_connection(&connection(1, Some("kamar/a")), &administrator(), at(1)).await;
    assert!(matches!(taken, Err(StoreError::Taken { .. })));
    work.put_connection(&connection(0, Some("kamar/a")), &administrator(), at(1)).await.unwrap();
}

async fn history_keeps_every_version(world: World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    let mut changed = sync();
    changed.paused = true;
    work.put_sync(&changed, &administrator(), at(5)).await.unwrap();
    work.delete_sync(sync_id(), &administrator(), at(6)).await.unwrap();
    work.commit().await.unwrap();
    let versions = world.tenant.config_history(ConfigKind::Sync, sync_id().0).await.unwrap();
    let seen: Vec<_> =
        versions.iter().map(|v| (v.version, v.body.as_ref().map(|b| b["paused"].clone()))).collect();
    assert_eq!(seen, [(1, Some(json!(false))), (2, Some(json!(true))), (3, None)]);
    assert_eq!(versions[1].at, at(5));
    assert_eq!(world.tenant.sync(sync_id()).await.unwrap(), None);
}

async fn deleting_a_connection_keeps_its_runs(world: World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_run(&run(1)).await.unwrap();
    assert!(work.delete_connection(connection_id(), &administrator(), at(9)).await.unwrap());
    assert!(!work.delete_connection(connection_id(), &administrator(), at(9)).await.unwrap());
    let orphan = work.put_sync(&sync(), &administrator(), at(9)).await;
    assert!(matches!(orphan, Err(StoreError::NotFound { .. })));
    drop(work);
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_run(&run(1)).await.unwrap();
    work.delete_connection(connection_id(), &administrator(), at(9)).await.unwrap();
    work.commit().await.unwrap();
    assert!(world.tenant.syncs().await.unwrap().is_empty());
    assert_eq!(world.tenant.runs(None, None, 10).await.unwrap(), [run(1)]);
}

async fn secrets_come_back_and_go(world: World) {
    let mut work = world.begin().await;
    work.put_secret("a/password", &Secret::new("correct horse")).await.unwrap();
    work.put_secret("a/password", &Secret::new("battery staple")).await.unwrap();
    work.commit().await.unwrap();
    let secret = world.tenant.secret("a/password").await.unwrap();
    assert_eq!(secret.map(|secret| secret.expose().to_owned()).as_deref(), Some("battery staple"));
    let mut work = world.begin().await;
    assert!(work.delete_secret("a/password").await.unwrap());
    assert!(!work.delete_secret("a/password").await.unwrap());
    work.commit().await.unwrap();
    assert_eq!(world.tenant.secret("a/password").await.unwrap(), None);
}

async fn settings_and_outbox(world: World) {
    let mut work = world.begin().await;
    work.put_setting("guard", &json!({"percent": 5})).await.unwrap();
    work.put_setting("guard", &json!({"percent": 6})).await.unwrap();
    for number in 0..3 {
        work.put_outbox("roster.changed", &json!({ "seq": number })).await.unwrap();
    }
    work.commit().await.unwrap();
    assert_eq!(world.tenant.setting("guard").await.unwrap(), Some(json!({"percent": 6})));
    assert_eq!(world.tenant.setting("other").await.unwrap(), None);
    let mut work = world.begin().await;
    work.remove_setting("guard").await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(world.tenant.setting("guard").await.unwrap(), None);
    let items = world.tenant.outbox_waiting(2).await.unwrap();
    assert_eq!(items.iter().map(|item| item.body["seq"].clone()).collect::<Vec<_>>(), [json!(0), json!(1)]);
    let mut work = world.begin().await;
    work.outbox_done(&items.iter().map(|item| item.id).collect::<Vec<_>>()).await.unwrap();
    work.commit().await.unwrap();
    let rest = world.tenant.outbox_waiting(10).await.unwrap();
    assert_eq!((rest.len(), rest[0].id), (1, 3));
}

async fn tenants_do_not_see_each_other(world: World) {
    let other = TenantId(Uuid::from_u128(0xbb));
    world.store.system().create_tenant(other, "Rātā High", at(1)).await.unwrap();
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_secret("a", &Secret::new("s")).await.unwrap();
    work.commit().await.unwrap();
    let other = world.store.tenant(other);
    assert!(other.connections().await.unwrap().is_empty());
    assert_eq!(other.secret("a").await.unwrap(), None);
    let mut work = other.begin().await.unwrap();
    let foreign = work.put_sync(&sync(), &administrator(), at(1)).await;
    assert!(
        matches!(foreign, Err(StoreError::NotFound { .. })),
        "a sync may not point at another's connection"
    );
    let names: Vec<_> = world.store.system().tenants().await.unwrap().into_iter().map(|t| t.name).collect();
    assert_eq!(names, ["Kōwhai Bay College", "Rātā High"]);
}

async fn dropping_rolls_back(world: World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    drop(work);
    assert!(world.tenant.connections().await.unwrap().is_empty());
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.commit().await.unwrap();
    assert_eq!(world.tenant.connections().await.unwrap().len(), 1);
}

async fn schedules_come_back(world: World) {
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    let schedule: Schedule = serde_json::from_value(json!({
        "sync": sync_id(), "cron": "30 2 * * *", "zone": "Pacific/Auckland",
    }))
    .unwrap();
    let mut row = Scheduled {
        schedule,
        next_at: Some(at(9)),
        since: at(1),
        last_due: None,
        owed: None,
        last_started: None,
        missed: None,
    };
    work.put_schedule(&row).await.unwrap();
    row.owed = Some(at(9));
    row.next_at = None;
    work.put_schedule(&row).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(world.tenant.schedule(sync_id()).await.unwrap(), Some(row.clone()));
    assert_eq!(world.tenant.schedules().await.unwrap(), [row]);
    let mut work = world.begin().await;
    work.delete_sync(sync_id(), &administrator(), at(6)).await.unwrap();
    work.commit().await.unwrap();
    assert!(world.tenant.schedules().await.unwrap().is_empty(), "it goes with its sync");
}

async fn alerts_come_back_and_are_forgotten(world: World) {
    let alert = |id: &str, since: i64| -> Alert {
        let alert = json!({
            "id": id, "rule": "run_failed", "subject": "a", "title": "A run failed", "detail": "Look.",
            "since": at(since),
        });
        serde_json::from_value(alert).unwrap()
    };
    let mut work = world.begin().await;
    let over = Alert { recovered_at: Some(at(3)), ..alert("1", 1) };
    work.put_alert(&alert("1", 1)).await.unwrap();
    work.put_alert(&over).await.unwrap();
    work.put_alert(&alert("2", 2)).await.unwrap();
    work.commit().await.unwrap();
    assert_eq!(world.tenant.alerts().await.unwrap(), [alert("2", 2), over.clone()]);
    for (before, left) in [(3, 2), (4, 1)] {
        let mut work = world.begin().await;
        work.forget_alerts(at(before)).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(world.tenant.alerts().await.unwrap().len(), left);
    }
}

async fn refusals_are_counted_and_forgotten(world: World) {
    let one = |n: u128, attempts: u32| Refused {
        stream: "people".into(),
        roster_id: RosterId(Uuid::from_u128(n)),
        attempts,
        content: Hash([7; 32]),
        since: at(1),
        last_at: at(i64::from(attempts)),
        run: run(1).id,
    };
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    for refused in [one(1, 1), one(2, 1), one(1, 2)] {
        work.put_refused_record(sync_id(), &refused).await.unwrap();
    }
    work.commit().await.unwrap();
    assert_eq!(world.tenant.refused_records(sync_id()).await.unwrap(), [one(1, 2), one(2, 1)]);
    let mut work = world.begin().await;
    work.remove_refused_record(sync_id(), &one(1, 2)).await.unwrap();
    assert_eq!(work.remove_refused_records(sync_id()).await.unwrap(), 1);
    work.commit().await.unwrap();
    assert_eq!(world.tenant.refused_records(sync_id()).await.unwrap(), []);
}

async fn pins_are_kept_and_released(world: World) {
    let id = |n: u128| RosterId(Uuid::from_u128(n));
    let pin = |n: u128, field: Option<&'static str>, hash: u8| Pin {
        target: "people".into(),
        roster_id: id(n),
        mark: PinMark { field: field.map(Into::into), against: Hash([hash; 32]) },
        run: run(1).id,
        by: Actor::local_administrator(),
        at: at(i64::try_from(n).unwrap()),
    };
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    let all = [pin(1, Some("email"), 1), pin(1, None, 1), pin(1, Some("email"), 2), pin(2, Some("email"), 3)];
    work.put_pins(sync_id(), &all).await.unwrap();
    work.commit().await.unwrap();
    let kept = world.tenant.pins(sync_id()).await.unwrap();
    assert_eq!(kept, [pin(1, None, 1), pin(1, Some("email"), 2), pin(2, Some("email"), 3)]);
    let mut work = world.begin().await;
    work.remove_pin(sync_id(), "people", id(1), Some(&"email".into())).await.unwrap();
    assert_eq!(work.forget_pins(&[id(2)]).await.unwrap(), 1);
    work.commit().await.unwrap();
    assert_eq!(world.tenant.pins(sync_id()).await.unwrap(), [pin(1, None, 1)]);
    let mut work = world.begin().await;
    assert_eq!(work.remove_pins(sync_id(), "people", id(1)).await.unwrap(), 1);
    work.commit().await.unwrap();
    assert_eq!(world.tenant.pins(sync_id()).await.unwrap(), []);
}

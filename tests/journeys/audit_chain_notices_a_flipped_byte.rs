//! Whatever is done to the audit behind Crosswalk's back is noticed; that a person was erased is not taken for it.

use crosswalk_contract::{ListAudit, VerifyAudit};
use crosswalk_model::Actor;
use crosswalk_store::AuditEntry;
use crosswalk_tests::World;

/// Alters one byte behind the first occurrence of a text in the database's file.
fn flip(world: &World, text: &str) -> bool {
    let mut flipped = false;
    for entry in std::fs::read_dir(world.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(mut bytes) = std::fs::read(&path) else { continue };
        if let Some(place) = bytes.windows(text.len()).position(|some| some == text.as_bytes()) {
            bytes[place + text.len() - 1] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            flipped = true;
        }
    }
    flipped
}

#[tokio::test(flavor = "multi_thread")]
async fn one_letter_of_one_entry() {
    let mut world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let intact = world.ask(VerifyAudit {}).await;
    assert!(intact.intact && intact.entries > 5, "{}", intact.sentence);
    let actions: Vec<String> = world
        .ask(ListAudit { about: None, since: None, cursor: None })
        .await
        .rows
        .into_iter()
        .map(|row| row.action)
        .collect();
    for expected in ["school.created", "connection.added", "plan.approved", "run.ended"] {
        assert!(actions.iter().any(|action| action == expected), "{expected} is missing: {actions:?}");
    }
    world.house.close().await;
    assert!(flip(&world, "plan.approved"), "the file holds the entry");
    world.crash().await;
    let verdict = world.ask(VerifyAudit {}).await;
    assert!(!verdict.intact && verdict.sentence.contains("breaks at entry"), "{}", verdict.sentence);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_survives_an_erasure() {
    let world = World::new().await;
    world.push_full().await;
    let school = world.house.school().unwrap();
    let subject = world.person(&world.number(world.pupils(1)[0])).await.id;
    let at = crosswalk_engine::Clock::now(world.clock.as_ref());
    let entry = AuditEntry {
        at,
        actor: Actor::local_administrator(),
        action: "person.exported".into(),
        subject: Some(subject),
        details: serde_json::json!({ "reason": "asked by the family" }),
    };
    let mut work = school.begin().await.unwrap();
    work.append(&entry).await.unwrap();
    work.commit().await.unwrap();
    let before = world.ask(VerifyAudit {}).await;
    let mut work = school.begin().await.unwrap();
    assert_eq!(work.erase_subject(subject, &Actor::local_administrator(), at).await.unwrap(), 1);
    work.commit().await.unwrap();
    let after = world.ask(VerifyAudit {}).await;
    assert!(after.intact && after.entries == before.entries + 1, "{}", after.sentence);
    assert!(after.sentence.contains("1 were erased"), "{}", after.sentence);
    let rows = world.ask(ListAudit { about: None, since: None, cursor: None }).await.rows;
    let erased = rows.iter().find(|row| row.action == "person.exported").unwrap();
    assert_eq!((erased.actor.as_str(), erased.detail.as_str()), ("erased", "erased"));
}

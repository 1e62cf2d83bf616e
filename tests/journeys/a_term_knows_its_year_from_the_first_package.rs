//! What points at its own kind (a term at its year, a school at its district) stands in one package with it, in any
//! order: both are linked by the first read.

use crosswalk_contract::ReadConnection;
use crosswalk_model::{Entity, Value};
use crosswalk_tests::World;

const ORGS: &str = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n\
                    s1,,,Rimu Bay College,school,7001,d1\n\
                    d1,,,Rimu Trust,district,,\n";
const SESSIONS: &str = "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n\
                        t1,,,Term 1,term,2026-01-28,2026-04-03,y26,2026\n\
                        y26,,,2026,schoolYear,2026-01-28,2026-12-19,,2026\n";

#[tokio::test(flavor = "multi_thread")]
async fn both_are_linked_by_the_first_read() {
    let world = World::new().await;
    let package = world.folder.path().join("package");
    std::fs::create_dir(&package).unwrap();
    std::fs::write(package.join("orgs.csv"), ORGS).unwrap();
    std::fs::write(package.join("academicSessions.csv"), SESSIONS).unwrap();
    let settings = [("place", "folder"), ("folder", package.to_str().unwrap())];
    let (connection, sync) = world.save("oneroster_csv", "Package", &settings, &[]).await;
    world.ask(ReadConnection { id: connection }).await;
    for (entity, name, child, parent) in [
        (Entity::Org, "name", "Rimu Bay College", "Rimu Trust"),
        (Entity::AcademicSession, "title", "Term 1", "2026"),
    ] {
        let all = world.records(entity).await;
        let called = |text: &str| all.iter().find(|one| one.fields[name] == Value::text(text)).unwrap();
        assert_eq!(called(child).fields["parent"].as_roster_id(), Some(called(parent).id), "{entity}");
    }
    let findings = world.last_run(sync).await.findings;
    let missed: Vec<&str> =
        findings.iter().map(|one| one.message.as_str()).filter(|one| one.contains("has not sent")).collect();
    assert_eq!(missed, Vec::<&str>::new());
}

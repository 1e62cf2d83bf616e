//! A document points at somebody or something that has not been sent yet. When that comes, the reference is there,
//! without the first document being sent again; what never comes is told and harms nobody.

use crosswalk_model::{Entity, Reference, RosterRecord, RunState, Value};
use crosswalk_tests::World;

fn lessons(records: &[RosterRecord]) -> usize {
    records.iter().filter(|one| one.active).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn lessons_that_came_before_their_classes() {
    let early = World::new().await;
    assert!(early.town.check().await.accepted());
    let (_, failed) = early.town.push_timetables().await;
    assert!(failed.is_none(), "{failed:?}");
    early.house.settle().await;
    assert_eq!(lessons(&early.records(Entity::TimetableSlot).await), 0, "nobody knows these classes yet");
    early.push_full().await;

    // A house to which the same came in the usual order.
    let usual = World::new().await;
    usual.push_everything().await;
    let expected = lessons(&usual.records(Entity::TimetableSlot).await);
    assert!(expected > 0);
    assert_eq!(lessons(&early.records(Entity::TimetableSlot).await), expected);
    assert_eq!(early.roster().await, usual.roster().await);
    early.bring_up_to_date(early.te_kete_ako).await;
    assert_eq!(early.te_kete_ako_differs(), [""; 0]);

    // It came once, and nothing is left to be looked at again.
    let runs = early.runs(early.inbound).await;
    early.push_full().await;
    assert_eq!(early.last_run(early.inbound).await.row.run.applied, 0);
    assert_eq!(early.runs(early.inbound).await, runs + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_that_a_record_can_do_without_is_there_as_soon_as_it_can_be() {
    let world = World::new().await;
    let district = world.district("changes", &[]).await;
    // A package of changes: a class whose course comes only with the next one.
    let head = |kinds: &[&str]| {
        let lines: String = kinds.iter().map(|kind| format!("file.{kind},delta\n")).collect();
        format!("propertyName,value\noneroster.version,1.2\n{lines}")
    };
    let orgs = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n\
                s1,active,2026-03-01T00:00:00.000Z,Rimu Bay College,school,7001,\n";
    let classes = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,\
                   schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n\
                   k1,active,2026-03-01T00:00:00.000Z,Science,09,c1,9SCI,scheduled,,s1,t1,,,\n";
    let courses = "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,\
                   subjects,subjectCodes\nc1,active,2026-03-02T00:00:00.000Z,,Science,SCI,09,s1,Science,SCI\n";
    district.put("manifest.csv", head(&["orgs", "classes"]));
    district.put("orgs.csv", orgs);
    district.put("classes.csv", classes);
    let run = district.read(&world).await;
    assert!(run.findings.iter().any(|finding| finding.code == "unknown_reference"), "{:?}", run.findings);
    let class = || async { world.records(Entity::Class).await.remove(0) };
    assert!(!class().await.fields.contains_key("course"));
    // The same words again, together with the course: unchanged, and yet not done with.
    district.put("manifest.csv", head(&["orgs", "classes", "courses"]));
    district.put("courses.csv", courses);
    let run = district.read(&world).await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    let course = world.records(Entity::Course).await.remove(0);
    let expected = Value::Ref(Reference::Roster { to: "course".into(), id: course.id });
    assert_eq!(class().await.fields["course"], expected);
    let quiet = district.read(&world).await.row.run;
    assert_eq!(quiet.applied, 0, "{}", quiet.note);
}

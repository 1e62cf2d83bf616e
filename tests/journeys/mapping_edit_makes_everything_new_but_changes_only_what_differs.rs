//! A mapping that is edited is looked at anew for every record; what changes is what differs, and a mapping that cannot
//! be used takes nobody away.

use crosswalk_contract::{ChangeFields, GetMapping, GetMappingText, SetMappingText};
use crosswalk_model::{PlanState, RunState, Severity};
use crosswalk_tests::World;

/// Edits the inbound mapping as text, and lets KAMAR push everything once more.
async fn edit(world: &World, from: &str, to: &str) -> crosswalk_contract::RunView {
    let text = world.ask(GetMappingText { sync: world.inbound }).await.text;
    let edited = text.replacen(from, to, 1);
    assert_ne!(edited, text, "{text}");
    world.ask(SetMappingText { sync: world.inbound, text: edited, knowingly: false }).await;
    world.push_full().await;
    world.last_run(world.inbound).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_rule_one_field() {
    let world = World::new().await;
    world.push_full().await;
    let run =
        edit(&world, "to = \"house\"\nfield = \"house\"", "to = \"house\"\ntemplate = \"House {{ house }}\"")
            .await;
    assert_eq!(run.row.run.state, RunState::Done, "{}", run.row.run.note);
    let plan = world.last_plan(world.inbound).await;
    let rows = world.changes(&plan).await;
    assert!(rows.len() >= 100, "every pupil has a house");
    let only_house = |row: &crosswalk_contract::ChangeRow| {
        row.change.op.word() == "update" && row.change.fields.iter().all(|diff| diff.field == "house")
    };
    assert!(rows.iter().all(only_house));
    assert!(plan.summary.unchanged > 0, "what does not differ is left alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_switched_off_keeps_what_it_wrote() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let run = edit(
        &world,
        "from = \"student_enrollments\"\nto = \"enrollment\"\nenabled = true",
        "from = \"student_enrollments\"\nto = \"enrollment\"\nenabled = false",
    )
    .await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 0), "{}", run.row.run.note);
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_cannot_be_used_takes_nobody_away() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let (roster, cloud) = (world.roster().await, world.town.supabase.snapshot());
    // Inbound: the condition of the pupils' map cannot be read any more.
    let run = edit(
        &world,
        "from = \"students\"\nto = \"user\"\nenabled = true",
        "from = \"students\"\nto = \"user\"\nenabled = true\nwhen = \"yearlevel >\"",
    )
    .await;
    assert!(
        run.findings.iter().any(|one| one.severity == Severity::Error),
        "somebody is told: {:?}",
        run.findings
    );
    assert_eq!(world.roster().await, roster);

    // Outbound: the same for the people's map.
    let text = world.ask(GetMappingText { sync: world.te_kete_ako }).await.text;
    let broken = text.replacen(
        "to = \"people\"\nenabled = true\nwhen = ",
        "to = \"people\"\nenabled = true\nwhen = \"role ==\"\n# ",
        1,
    );
    assert_ne!(broken, text, "{text}");
    world.ask(SetMappingText { sync: world.te_kete_ako, text: broken, knowingly: false }).await;
    let run = world.run(world.te_kete_ako, crosswalk_model::RunKind::Full).await;
    assert_eq!((run.row.run.state, run.row.run.applied), (RunState::Done, 0), "{}", run.row.run.note);
    assert!(run.findings.iter().any(|one| one.code == "bad_rule"));
    assert_eq!(world.town.supabase.snapshot(), cloud);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_edited_by_sight_reaches_the_cloud() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let view = world.ask(GetMapping { sync: world.te_kete_ako }).await;
    let stream = view.streams.iter().position(|stream| stream.to == "people").unwrap();
    assert!(!view.streams[stream].samples.is_empty(), "real records before and after");
    let field = crosswalk_model::Rule::template("{{ homeroom }}!").into_field("tutor_group");
    let edited = world
        .ask(ChangeFields {
            sync: world.te_kete_ako,
            stream,
            set: vec![field],
            remove: Vec::new(),
            knowingly: false,
        })
        .await;
    assert_eq!(edited.version, view.version + 1);
    let plan = world.preview(world.te_kete_ako).await;
    let rows = world.changes(&plan).await;
    assert!(rows.iter().all(|row| row.change.fields.iter().all(|diff| diff.field == "tutor_group")));
    world.approve(&plan, Some("It was meant so.")).await;
    let pupil = world.pupils(1)[0];
    let row = world.row("people", &world.number(pupil)).unwrap();
    assert_eq!(row["tutor_group"], format!("{}!", world.town.school.pupils[pupil].tutor));
    assert_eq!(world.preview(world.te_kete_ako).await.card.state, PlanState::Empty);
}

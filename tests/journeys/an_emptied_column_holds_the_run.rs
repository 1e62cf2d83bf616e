//! Pain 23: "null because of a missing scope, blank identifiers because of a missing permission". A column that is all of
//! a sudden empty, or no longer there, holds the run; and what was known stays.

use crosswalk_model::{HoldRule, PlanState, RunState};
use crosswalk_tests::{Package, World, pupil_list};

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_all_empty_is_held() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put("pupils.csv", pupil_list(30));
    office.read(&world).await;
    let emptied: Vec<String> = pupil_list(30)
        .lines()
        .enumerate()
        .map(|(n, row)| if n == 0 { row.to_owned() } else { format!("{},", row.rsplit_once(',').unwrap().0) })
        .collect();
    office.put("pupils.csv", emptied.join("\n"));
    let plan = office.plan(&world).await;
    assert_eq!(plan.card.state, PlanState::Held, "{}", plan.card.sentence);
    let hold = plan.holds.iter().find(|hold| hold.rule == HoldRule::VanishedField).expect("a hold");
    assert!(hold.message.contains("email") && hold.affected == 30, "{}", hold.message);
    assert_eq!(world.person("501").await.fields["email"].display(), "p1@rimu.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_no_longer_there_is_held_and_nothing_is_emptied() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put("pupils.csv", pupil_list(30));
    office.read(&world).await;
    let without: Vec<String> =
        pupil_list(30).lines().map(|row| row.rsplit_once(',').unwrap().0.to_owned()).collect();
    office.put("pupils.csv", without.join("\n"));
    let plan = office.plan(&world).await;
    assert_eq!(plan.card.state, PlanState::Held, "{}", plan.card.sentence);
    let hold = plan.holds.iter().find(|hold| hold.rule == HoldRule::VanishedField).expect("a hold");
    assert!(hold.message.contains("email") && hold.affected == 30, "{}", hold.message);
    // Somebody says that it is meant so: what was known stays, and it is not asked every night.
    world.approve(&plan, Some("The office keeps no addresses any more.")).await;
    assert_eq!(world.person("501").await.fields["email"].display(), "p1@rimu.example");
    let run = office.read(&world).await.row.run;
    assert_eq!((run.state, run.applied), (RunState::Done, 0), "{}", run.note);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_few_who_have_no_address_any_more_hold_nothing() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put("pupils.csv", pupil_list(30));
    office.read(&world).await;
    office.put("pupils.csv", pupil_list(30).replace("p1@rimu.example", "").replace("p2@rimu.example", ""));
    assert_eq!(office.plan(&world).await.card.state, PlanState::Applied);
}

#[tokio::test(flavor = "multi_thread")]
async fn blank_identifiers_remove_nobody() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put("pupils.csv", pupil_list(30));
    office.read(&world).await;
    let roster = world.roster().await;
    let blank = |from: usize| {
        let rows = pupil_list(30);
        let rows = rows.lines().enumerate().map(|(n, row)| match row.split_once(',') {
            Some((_, rest)) if n >= from => format!(",{rest}"),
            _ => row.to_owned(),
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    office.put("pupils.csv", blank(20));
    office.read(&world).await;
    assert_eq!(world.roster().await, roster, "rows without an identifier make the list incomplete");
    office.put("pupils.csv", blank(1));
    office.fail(&world).await;
    assert_eq!(world.roster().await, roster);

    let district = world.district("district", &[]).await;
    district.put_package(&Package::of("a", 40));
    district.read(&world).await;
    let roster = world.roster().await;
    let mut package = Package::of("a", 40);
    package.members.iter_mut().skip(20).for_each(|one| one.id = String::new());
    district.put_package(&package);
    district.read(&world).await;
    assert_eq!(world.roster().await["pupils"], roster["pupils"]);
}

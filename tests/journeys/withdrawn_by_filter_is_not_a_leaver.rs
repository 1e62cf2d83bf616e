//! Who no longer takes part in a sync has not left the school: it is told as that, guarded as that, and comes back when
//! the filter goes.

use crosswalk_contract::SetFilters;
use crosswalk_model::{Entity, Filter, PlanState};
use crosswalk_tests::World;

async fn filters(world: &World) -> Vec<Filter> {
    let sync = world.house.school().unwrap().sync(world.te_kete_ako).await.unwrap().unwrap();
    sync.selection.filters
}

fn no_year(level: &str) -> Filter {
    Filter {
        entity: Entity::User,
        keep_if: format!("role != 'student' || !('{level}' in grades)"),
        reason: format!("year {level} does not use it").into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_level_is_taken_out_and_put_back() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let before = filters(&world).await;
    let year: Vec<String> = world
        .pupils(100)
        .into_iter()
        .filter(|p| world.town.school.pupils[*p].year_level == 13)
        .map(|p| world.number(p))
        .collect();
    world
        .ask(SetFilters { sync: world.te_kete_ako, filters: [before.clone(), vec![no_year("13")]].concat() })
        .await;
    let plan = world.preview(world.te_kete_ako).await;
    assert_eq!(plan.card.state, PlanState::Held, "so many are unusual");
    let rows = world.changes(&plan).await;
    let people: Vec<_> = rows.iter().filter(|row| row.change.target == "people").collect();
    assert_eq!(people.len(), year.len());
    assert!(
        rows.iter().all(|row| row.change.op.word() == "withdraw" && row.change.reason.code == "left_out")
    );
    assert!(people.iter().all(|row| row.change.reason.phrase.contains("year 13 does not use it")));
    assert_eq!(plan.summary.left_out.get("year 13 does not use it"), Some(&(year.len() as u64)));
    assert!(world.person(&year[0]).await.active, "they are still at the school");

    world.approve(&plan, Some("They have left the platform.")).await;
    assert!(year.iter().all(|number| !world.row("people", number).unwrap()["ended_at"].is_null()));
    world.ask(SetFilters { sync: world.te_kete_ako, filters: before }).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_cannot_be_read_takes_nobody_away() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let cloud = world.town.supabase.snapshot();
    let broken = Filter { entity: Entity::User, keep_if: "role ==".into(), reason: "broken".into() };
    let all = [filters(&world).await, vec![broken]].concat();
    world.ask(SetFilters { sync: world.te_kete_ako, filters: all }).await;
    let run = world.run(world.te_kete_ako, crosswalk_model::RunKind::Full).await;
    assert_eq!(
        (run.row.run.applied, run.sentence.as_str()),
        (0, "Nothing to do: everything is as it should be.")
    );
    assert!(run.findings.iter().any(|one| one.code == "bad_filter"), "somebody is told: {:?}", run.findings);
    assert_eq!(world.town.supabase.snapshot(), cloud);
}

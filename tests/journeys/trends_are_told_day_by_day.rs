//! How things went: each run counts on the school's own day, also in the night in which an hour comes twice.

use crosswalk_contract::*;
use crosswalk_model::*;
use crosswalk_tests::World;

async fn trends(world: &World, days: u16, sync: Option<SyncId>) -> Vec<TrendDay> {
    world.ask(GetTrends { days, sync }).await.days
}

#[tokio::test(flavor = "multi_thread")]
async fn each_run_counts_on_the_day_of_the_school() {
    let world = World::new().await;
    let nothing = trends(&world, 30, None).await;
    assert!(nothing.len() == 30 && nothing.iter().all(|day| day.runs == 0 && day.took.is_none()));

    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let first = world.town.school.today;
    let today = |days: &[TrendDay]| days.last().cloned().unwrap();
    let day = today(&trends(&world, 30, None).await);
    assert_eq!(day.date, first, "the last day is today");
    let rows = world.ask(ListRuns { sync: None, state: None, since: None, cursor: None }).await.rows;
    let sum = |of: fn(&Run) -> u64| rows.iter().map(|row| of(&row.run)).sum::<u64>();
    assert_eq!(day.runs, rows.len() as u64);
    assert_eq!((day.read, day.applied), (sum(|run| run.read), sum(|run| run.applied)));
    assert!(day.applied > 0 && day.failed == 0 && day.took.is_some());

    let own = today(&trends(&world, 30, Some(world.te_kete_ako)).await);
    let of_sync = rows.iter().filter(|row| row.run.sync == world.te_kete_ako);
    assert_eq!(own.applied, of_sync.map(|row| row.run.applied).sum::<u64>());
    assert!(own.applied < day.applied, "the roster was filled as well");

    // The next day begins anew, and the day before keeps its sums.
    world.clock.set(first.tomorrow().unwrap());
    let days = trends(&world, 2, None).await;
    assert_eq!((days[0].runs, days[1].runs), (day.runs, 0));
    assert_eq!(days[1].date, first.tomorrow().unwrap());
    assert_eq!(trends(&world, 0, None).await.len(), 1, "today at least");
    assert_eq!(trends(&world, 9999, None).await.len(), 366, "a year at most");
}

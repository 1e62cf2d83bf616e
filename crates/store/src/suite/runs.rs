//! Runs and findings.

use crosswalk_model::{Finding, Run, RunState, SyncId, Timestamp};
use uuid::Uuid;

use super::samples::{run, run_id, sync_id};
use super::suite;
use super::world::World;
use crate::{DaySums, RunFilter, StoreError};

suite!(
    runs_are_listed_newest_first,
    runs_are_summed_by_day,
    findings_come_back_by_page,
    a_finding_needs_its_run
);

async fn runs_are_listed_newest_first(world: World) {
    let mut work = world.begin().await;
    for number in 0..5 {
        let mut run = run(number);
        run.started_at = run.started_at.max(super::samples::at(1));
        work.put_run(&run).await.unwrap();
    }
    let mut done = run(4);
    done.state = RunState::DoneWithRefusals;
    work.put_run(&done).await.unwrap();
    let other = SyncId(Uuid::from_u128(0x51));
    work.put_run(&crosswalk_model::Run { sync: other, ..run(9) }).await.unwrap();
    work.commit().await.unwrap();
    let ids = |runs: Vec<crosswalk_model::Run>| runs.into_iter().map(|run| run.id).collect::<Vec<_>>();
    let first = world.tenant.runs(Some(sync_id()), None, 3).await.unwrap();
    assert_eq!(first[0], done);
    assert_eq!(ids(first), [run_id(4), run_id(3), run_id(2)]);
    let second = world.tenant.runs(Some(sync_id()), Some(run_id(2)), 3).await.unwrap();
    assert_eq!(ids(second), [run_id(1), run_id(0)], "equal instants are told apart by id");
    assert_eq!(ids(world.tenant.runs(None, None, 1).await.unwrap()), [run_id(9)]);
    let only = async |filter: RunFilter| ids(world.tenant.runs_where(&filter, None, 9).await.unwrap());
    let refused = RunFilter { state: Some(RunState::DoneWithRefusals), ..RunFilter::default() };
    assert_eq!(only(refused).await, [run_id(4)]);
    let since = RunFilter { since: Some(super::samples::at(4)), ..RunFilter::default() };
    assert_eq!(only(since.clone()).await, [run_id(9), run_id(4)]);
    assert_eq!(only(RunFilter { sync: Some(other), ..since }).await, [run_id(9)]);
    assert_eq!(world.tenant.runs_in(RunState::Running).await.unwrap().len(), 5);
    assert_eq!(world.tenant.run(run_id(7)).await.unwrap(), None);
}

/// A day may last 23 hours; what runs at its very end belongs to it, what runs at the very next moment to the next.
async fn runs_are_summed_by_day(world: World) {
    let hour = |hours: i64| super::samples::at(hours * 3600);
    let bounds = [hour(0), hour(24), hour(47), hour(71)];
    let other = SyncId(Uuid::from_u128(0x51));
    let begun = |number: u128, at: Timestamp, change: &dyn Fn(&mut Run)| {
        let mut run = Run { started_at: at, read: 100, applied: 7, findings: 2, ..run(number) };
        change(&mut run);
        run
    };
    let took = |run: &mut Run, milliseconds: i64| {
        run.ended_at =
            Some(Timestamp::from_millisecond(run.started_at.as_millisecond() + milliseconds).unwrap());
    };
    let runs = [
        begun(0, super::samples::at(-1), &|_| ()),
        begun(1, hour(0), &|run| took(run, 1250)),
        begun(2, hour(23), &|run| took(run, 750)),
        begun(3, super::samples::at(47 * 3600 - 1), &|run| run.state = RunState::Failed),
        begun(4, hour(47), &|run| run.not_applied = 3),
        begun(5, hour(48), &|run| run.sync = other),
        begun(6, hour(71), &|_| ()),
    ];
    let mut work = world.begin().await;
    for run in &runs {
        work.put_run(run).await.unwrap();
    }
    work.commit().await.unwrap();
    let day = |day, sync| DaySums {
        day,
        sync,
        runs: 1,
        failed: 0,
        read: 100,
        applied: 7,
        not_applied: 0,
        findings: 2,
        ended: 0,
        took: 0,
    };
    let mine = sync_id();
    let mut expect = vec![
        DaySums { runs: 2, read: 200, applied: 14, findings: 4, ended: 2, took: 2000, ..day(0, mine) },
        DaySums { failed: 1, ..day(1, mine) },
        DaySums { not_applied: 3, ..day(2, mine) },
        day(2, other),
    ];
    expect.sort_by_key(|sums| (sums.day, sums.sync));
    assert_eq!(world.tenant.run_sums(&bounds).await.unwrap(), expect);
    assert!(world.tenant.run_sums(&bounds[..1]).await.unwrap().is_empty(), "no day is asked for");
    assert!(world.tenant.run_sums(&[hour(900), hour(924)]).await.unwrap().is_empty());
}

async fn findings_come_back_by_page(world: World) {
    let finding =
        |n: usize| Finding::warning("bad_date", "students", n.to_string(), "The date cannot be read.");
    let all: Vec<Finding> = (0..1203).map(finding).collect();
    let mut work = world.begin().await;
    work.put_run(&run(1)).await.unwrap();
    for some in [&all[..700], &all[700..701], &[], &all[701..]] {
        work.put_findings(run_id(1), some).await.unwrap();
    }
    work.commit().await.unwrap();
    for (offset, limit) in
        [(0, 10), (499, 2), (500, 1), (699, 5), (0, 2000), (1200, 50), (1203, 5), (9999, 5)]
    {
        let found = world.tenant.findings(run_id(1), offset as u64, limit as u32).await.unwrap();
        let end = (offset + limit).min(all.len());
        assert_eq!(found, all.get(offset..end).unwrap_or_default(), "{offset} {limit}");
    }
    assert!(world.tenant.findings(run_id(2), 0, 10).await.unwrap().is_empty());
}

async fn a_finding_needs_its_run(world: World) {
    let finding = Finding::warning("bad_date", "students", "1", "The date cannot be read.");
    let mut work = world.begin().await;
    let orphan = work.put_findings(run_id(1), &[finding]).await;
    assert!(matches!(orphan, Err(StoreError::NotFound { .. })));
}

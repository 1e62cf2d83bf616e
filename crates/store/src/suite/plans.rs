//! Plans, approvals, outcomes.

use crosswalk_model::{Approval, Change, Outcome, OutcomeKind, Plan, PlanState, Selected};

use super::samples::{administrator, at, change, plan, plan_id, run, sync_id};
use super::suite;
use super::world::World;
use crate::seal::{bytes, seal};
use crate::{ChangeKind, ChangeText, PlanKinds, StoreError, db::args};

suite!(
    a_plan_comes_back_whole,
    what_does_not_fit_its_root_is_refused,
    an_altered_segment_is_noticed,
    an_altered_plan_is_noticed,
    approvals_and_outcomes,
    kinds_are_counted_and_counted_anew,
    texts_and_single_changes_are_those_of_the_whole_segment,
);

async fn put(world: &World, count: u128) -> (Plan, Vec<Change>) {
    let changes: Vec<Change> = (0..count).map(change).collect();
    let sealed = seal(&changes).unwrap();
    let plan = plan(1, &sealed);
    let mut work = world.begin().await;
    work.put_run(&run(1)).await.unwrap();
    work.put_plan(&plan, bytes(&sealed)).await.unwrap();
    work.commit().await.unwrap();
    (plan, changes)
}

async fn a_plan_comes_back_whole(world: World) {
    let (mut sent, changes) = put(&world, 1203).await;
    let plan = world.tenant.plan(plan_id(1)).await.unwrap().unwrap();
    assert_eq!(plan, sent);
    let mut back = Vec::new();
    for n in 0..u32::try_from(plan.segments.len()).unwrap() {
        back.append(&mut world.tenant.segment(&plan, n).await.unwrap());
    }
    assert!(back == changes);
    assert!(matches!(world.tenant.segment(&plan, 3).await, Err(StoreError::NotFound { .. })));
    let mut work = world.begin().await;
    work.set_plan_state(plan.id, PlanState::Superseded).await.unwrap();
    let missing = work.set_plan_state(plan_id(2), PlanState::Held).await;
    assert!(matches!(missing, Err(StoreError::NotFound { .. })));
    work.commit().await.unwrap();
    sent.state = PlanState::Superseded;
    assert_eq!(world.tenant.plans(sync_id()).await.unwrap(), [sent]);
}

async fn what_does_not_fit_its_root_is_refused(world: World) {
    let sealed = seal(&[change(1), change(2)]).unwrap();
    let other = seal(&[change(3)]).unwrap();
    let fits = plan(1, &sealed);
    let wrong_root = Plan { root: other.2, ..fits.clone() };
    let mut too_many = bytes(&sealed);
    too_many.extend(bytes(&other));
    let table =
        [(&fits, bytes(&other)), (&wrong_root, bytes(&sealed)), (&fits, Vec::new()), (&fits, too_many)];
    for (plan, segments) in table {
        let mut work = world.begin().await;
        work.put_run(&run(1)).await.unwrap();
        assert!(matches!(work.put_plan(plan, segments).await, Err(StoreError::Altered { .. })));
    }
}

async fn an_altered_segment_is_noticed(world: World) {
    let (plan, _) = put(&world, 3).await;
    let body = world.peek("SELECT body FROM plan_segments").await[0].bytes(0).unwrap().to_vec();
    for at in (0..body.len()).step_by(7) {
        let mut altered = body.clone();
        altered[at] ^= 1;
        world.tamper("UPDATE plan_segments SET body = $1", args![altered]).await.unwrap();
        assert!(world.tenant.segment(&plan, 0).await.is_err(), "byte {at}");
    }
    world.tamper("UPDATE plan_segments SET body = $1", args![body]).await.unwrap();
    assert_eq!(world.tenant.segment(&plan, 0).await.unwrap().len(), 3);
}

async fn an_altered_plan_is_noticed(world: World) {
    put(&world, 3).await;
    let forged = "UPDATE plans SET body = REPLACE(body, '\"count\":3', '\"count\":2')";
    world.tamper(forged, Vec::new()).await.unwrap();
    assert!(matches!(world.tenant.plan(plan_id(1)).await, Err(StoreError::Altered { .. })));
}

async fn approvals_and_outcomes(world: World) {
    let (plan, _) = put(&world, 4).await;
    let approval = |selected| Approval {
        root: plan.root,
        selected,
        by: administrator(),
        at: at(3),
        reason: Some("Checked with the office.".into()),
    };
    let mut work = world.begin().await;
    work.put_approval(plan.id, &approval(Selected::Only(vec![1, 2]))).await.unwrap();
    work.put_approval(plan.id, &approval(Selected::All)).await.unwrap();
    let failed = Outcome::not(OutcomeKind::Failed, "The cloud did not answer.");
    work.put_outcomes(plan.id, &[(2, failed), (0, Outcome::applied(Some("f0".into())))]).await.unwrap();
    work.put_outcomes(plan.id, &[(2, Outcome::applied(None))]).await.unwrap();
    work.commit().await.unwrap();
    let approvals = world.tenant.approvals(plan.id).await.unwrap();
    assert_eq!(approvals, [approval(Selected::Only(vec![1, 2])), approval(Selected::All)]);
    let outcomes = world.tenant.outcomes(plan.id).await.unwrap();
    assert_eq!(outcomes, [(0, Outcome::applied(Some("f0".into()))), (2, Outcome::applied(None))]);
    let mut work = world.begin().await;
    let orphan = work.put_outcomes(plan_id(2), &[(0, Outcome::applied(None))]).await;
    assert!(matches!(orphan, Err(StoreError::NotFound { .. })));
}

async fn kinds_are_counted_and_counted_anew(world: World) {
    let (plan, mut changes) = put(&world, 700).await;
    assert_eq!(world.tenant.plan_kinds(plan.id).await.unwrap(), None);
    let mut kinds = PlanKinds::default();
    for some in changes.chunks(crate::seal::SEGMENT) {
        let counts = kinds.count(some);
        kinds.segments.push(counts);
    }
    assert_eq!(kinds.segments, [[(0, 500)], [(0, 200)]]);
    let mut work = world.begin().await;
    work.put_plan_kinds(plan.id, &kinds).await.unwrap();
    let mut second = changes.split_off(500);
    second[0].reason = crosswalk_model::Reason::new("erased", "Erased");
    work.redact_segment(&plan, 1, second).await.unwrap();
    work.commit().await.unwrap();
    let counted = world.tenant.plan_kinds(plan.id).await.unwrap().unwrap();
    assert_eq!(counted.segments, [vec![(0, 500)], vec![(0, 199), (1, 1)]]);
    assert_eq!(counted.kinds[1].reason, "erased");
}

async fn texts_and_single_changes_are_those_of_the_whole_segment(world: World) {
    let (plan, changes) = put(&world, 700).await;
    let asked = async |n: u32, places: &[usize]| {
        let whole = world.tenant.segment(&plan, n).await.unwrap();
        let texts = world.tenant.segment_texts(&plan, n).await.unwrap();
        let kinds: Vec<ChangeKind> = whole.iter().map(ChangeKind::of).collect();
        assert_eq!(texts.iter().map(ChangeText::kind).collect::<Vec<_>>(), kinds);
        let said = |one: &Change| (one.target.clone(), one.key.clone(), one.label.clone());
        let said: Vec<_> = whole.iter().map(said).collect();
        assert_eq!(
            texts.into_iter().map(|text| (text.target, text.key, text.label)).collect::<Vec<_>>(),
            said
        );
        let some = world.tenant.segment_some(&plan, n, &places.iter().copied().collect()).await.unwrap();
        let expect: Vec<(usize, Change)> =
            places.iter().filter_map(|place| Some((*place, whole.get(*place)?.clone()))).collect();
        assert!(some == expect, "{places:?}");
    };
    for places in [&[][..], &[0], &[3, 7, 199], &[198, 199, 200, 900]] {
        asked(0, places).await;
        asked(1, places).await;
    }
    let mut second = changes[500..].to_vec();
    second[0].label = String::new();
    let mut work = world.begin().await;
    work.redact_segment(&plan, 1, second).await.unwrap();
    work.commit().await.unwrap();
    asked(1, &[0, 1]).await;
}

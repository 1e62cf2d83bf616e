//! What only somebody at the cloud changed stays, where the policy says so; where the roster's word counts, it is put
//! right, and both are told in the plan.

use crosswalk_model::PlanState;
use crosswalk_tests::World;
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn policies_decide_field_by_field() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let number = world.number(world.pupils(1)[0]);
    let row = world.row("people", &number).unwrap();

    // Asked about only when both sides changed; filled only when empty.
    world
        .town
        .supabase
        .edit("people", &number, &json!({ "preferred_name": "Jim", "house": "Blue" }))
        .unwrap();
    for _ in 0..3 {
        let plan = world.preview(world.te_kete_ako).await;
        assert_eq!(
            (plan.card.state, plan.summary.conflicts),
            (PlanState::Empty, 0),
            "{}",
            plan.card.sentence
        );
    }

    // The roster's word counts for the tutor group.
    world.town.supabase.edit("people", &number, &json!({ "tutor_group": "99XYZ" })).unwrap();
    let plan = world.preview(world.te_kete_ako).await;
    let changes = world.changes(&plan).await;
    let fields: Vec<&str> = changes[0].change.fields.iter().map(|diff| diff.field.as_ref()).collect();
    assert_eq!((changes.len(), fields), (1, vec!["tutor_group"]));
    world.approve(&plan, None).await;
    assert_eq!(world.preview(world.te_kete_ako).await.card.changes, 0);
    let now = world.row("people", &number).unwrap();
    assert_eq!(
        (&now["tutor_group"], &now["preferred_name"], &now["house"]),
        (&row["tutor_group"], &json!("Jim"), &json!("Blue"))
    );
}

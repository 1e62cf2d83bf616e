//! Pain 18. Families are known to the roster where the school asked for them; no destination hears of them by default.

use crosswalk_tests::{World, WorldSpec};

#[tokio::test(flavor = "multi_thread")]
async fn they_stay_in_the_roster() {
    let spec = WorldSpec { kamar: &[("ask_caregivers", "true")], ..WorldSpec::default() };
    let world = World::with(spec).await;
    world.push_full().await;
    let roster = world.roster().await;
    assert!(roster["caregivers"] > 50 && roster["family contacts"] > 50, "{roster:?}");
    for sync in [world.te_kete_ako, world.edpsych] {
        let plan = world.preview(sync).await;
        let rows = world.changes(&plan).await;
        assert!(rows.iter().all(|row| row.change.group != "caregivers"), "{}", plan.card.sentence);
        assert_eq!(plan.summary.left_out.get("only pupils and staff"), Some(&roster["caregivers"]));
        world.approve(&plan, None).await;
    }
    assert_eq!(world.te_kete_ako_differs_in_people(), [""; 0]);
    let carers = world.town.school.pupils.iter().flat_map(|pupil| &pupil.household.caregivers);
    let addresses: Vec<String> = carers.filter_map(|carer| carer.email.clone()).collect();
    let clouds = [world.town.supabase.log().requests(), world.town.edpsych.log().requests()].concat();
    for address in addresses {
        assert!(clouds.iter().all(|request| !request.body.contains(&address)), "an address left the house");
    }
}

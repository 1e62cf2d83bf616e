//! Pain 6: "duplicate students after the second import", "deleted, then reappeared: twice". The same file again changes
//! nothing, and who is taken out and comes back is who they were.

use crosswalk_model::{Entity, RosterId, RunState};
use crosswalk_tests::{World, pupil_list};

async fn ids(world: &World) -> Vec<RosterId> {
    let mut ids: Vec<RosterId> = world.records(Entity::User).await.iter().map(|one| one.id).collect();
    ids.sort();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_list_again_however_it_is_ordered_makes_nobody_twice() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put("pupils.csv", pupil_list(30));
    office.read(&world).await;
    let before = ids(&world).await;
    let (head, rows) = pupil_list(30).split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let turned: Vec<&str> = rows.lines().rev().collect();
    let again = [
        ("the same", pupil_list(30)),
        ("turned round", format!("{head}\n{}\n", turned.join("\n"))),
        ("with every row twice", format!("{head}\n{rows}{rows}")),
        ("with other line ends", pupil_list(30).replace('\n', "\r\n")),
    ];
    for (what, text) in again {
        office.put("pupils.csv", text);
        let run = office.read(&world).await.row.run;
        assert_eq!((run.state, run.applied), (RunState::Done, 0), "{what}: {}", run.note);
        assert_eq!(ids(&world).await, before, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_and_added_again_is_the_same_person_in_the_roster_and_at_the_cloud() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put("pupils.csv", pupil_list(30));
    office.read(&world).await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let (before, person) = (ids(&world).await, world.person("530").await);
    let row = world.row("people", "530").unwrap();
    for round in 0..2 {
        office.put("pupils.csv", pupil_list(29));
        office.read(&world).await;
        world.bring_up_to_date(world.te_kete_ako).await;
        assert!(!world.person("530").await.active, "{round}");
        assert!(!world.row("people", "530").unwrap()["ended_at"].is_null(), "{round}");
        office.put("pupils.csv", pupil_list(30));
        office.read(&world).await;
        world.bring_up_to_date(world.te_kete_ako).await;
        let (after, again) = (world.person("530").await, world.row("people", "530").unwrap());
        assert_eq!((after.id, after.active, &again["id"]), (person.id, true, &row["id"]), "{round}");
        assert!(again["ended_at"].is_null(), "{round}");
        assert_eq!(ids(&world).await, before, "{round}");
    }
}

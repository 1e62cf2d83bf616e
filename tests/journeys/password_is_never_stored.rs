//! KAMAR sends a password when it is changed. It is not read, not mapped, not sent on, and stands nowhere in the clear.

use crosswalk_model::Entity;
use crosswalk_sandbox::kamar::messages;
use crosswalk_tests::World;

/// What the model town sends as an encrypted password.
const PASSWORD: &str = "FYQTR6B8ZYqEmoUbdwZbOw==";

#[tokio::test(flavor = "multi_thread")]
async fn it_is_in_no_record_no_plan_no_file_and_no_cloud() {
    let world = World::new().await;
    world.push_full().await;
    let pupil = world.pupils(1)[0];
    let at = world.town.kamar.stamp(&world.town.school);
    let message = messages::password(&world.town.school, pupil, &world.town.kamar.quirks(), at);
    let body = message.bytes();
    assert!(
        String::from_utf8_lossy(&body).contains("FYQTR6B8ZYqEmoUbdwZbOw"),
        "the test would find nothing otherwise"
    );
    assert_eq!(world.post(body, message.content_type()).await.status, 200);
    assert_eq!(world.last_run(world.inbound).await.row.run.applied, 0, "a password changes nothing");
    for sync in [world.te_kete_ako, world.edpsych] {
        world.bring_up_to_date(sync).await;
    }

    for record in world.records(Entity::User).await {
        let text = serde_json::to_string(&record).unwrap();
        assert!(!text.contains("FYQTR6B8") && !text.to_lowercase().contains("password"), "{}", record.id);
    }
    assert_eq!(world.files_with(&[PASSWORD, "passwordencrypted"]), [""; 0]);
    let clouds = [world.town.supabase.log().requests(), world.town.edpsych.log().requests()].concat();
    assert!(clouds.iter().all(|request| !request.body.contains("FYQTR6B8")));
}

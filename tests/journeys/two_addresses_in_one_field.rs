//! Pain 17: "one e-mail per field; two addresses separated by a semicolon fail". The first is taken and it is said; no
//! address that nobody can write to goes anywhere.

use crosswalk_model::Value;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{Package, World, pupil_list};

const PAIRS: [(&str, &str); 5] = [
    ("a@rimu.example;b@rimu.example", "a@rimu.example"),
    ("a@rimu.example; b@rimu.example", "a@rimu.example"),
    ("a@rimu.example b@rimu.example", "a@rimu.example"),
    ("a@rimu.example ", "a@rimu.example"),
    ("A@Rimu.Example", "a@rimu.example"),
];

async fn address(world: &World, number: &str) -> Option<String> {
    world.person(number).await.fields.get("email").and_then(Value::as_text).map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_list() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    for (said, expect) in PAIRS {
        office.put("pupils.csv", pupil_list(3).replace("p1@rimu.example", said));
        office.read(&world).await;
        assert_eq!(address(&world, "501").await.as_deref(), Some(expect), "{said}");
        let told = office.codes(&world).await.iter().any(|code| code == "several_addresses");
        assert_eq!(told, said.matches('@').count() > 1, "{said}");
    }
    world.bring_up_to_date(world.te_kete_ako).await;
    assert_eq!(world.row("people", "501").unwrap()["email"], "a@rimu.example");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_package() {
    let world = World::new().await;
    let district = world.district("district", &[]).await;
    for (said, expect) in PAIRS {
        let mut package = Package::of("a", 3);
        package.members[0].email = said.into();
        district.put_package(&package);
        district.read(&world).await;
        assert_eq!(address(&world, "a0001").await.as_deref(), Some(expect), "{said}");
        let told = district.codes(&world).await.iter().any(|code| code == "several_addresses");
        assert_eq!(told, said.matches('@').count() > 1, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_push_of_kamar() {
    let mut world = World::new().await;
    world.push_full().await;
    let pupil = world.pupils(1)[0];
    let number = world.number(pupil);
    for (said, expect) in PAIRS {
        world.town.school.pupils[pupil].email = Some(said.into());
        world.push_part(&[Person::Pupil(pupil)]).await;
        assert_eq!(address(&world, &number).await.as_deref(), Some(expect), "{said}");
        if said.matches('@').count() > 1 {
            let found = world.last_run(world.inbound).await.findings;
            assert!(found.iter().any(|finding| finding.code == "several_addresses"), "{said}: {found:?}");
        }
    }
}

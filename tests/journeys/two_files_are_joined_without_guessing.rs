//! Pain 14: "roster and e-mail addresses in separate exports need joining without guessing". By identifier alone; who
//! has no counterpart is listed.

use crosswalk_tests::{World, pupil_list};

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_joined_by_identifier_and_the_unmatched_are_listed() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    // The list without its addresses, which come in a file of their own.
    let without =
        pupil_list(4).lines().map(|line| line.rsplit_once(',').unwrap().0.to_owned()).collect::<Vec<_>>();
    office.put("pupils.csv", without.join("\n"));
    // 501 is there; 0502 is not 502; 999 is nobody; two of the pupils are not named.
    office.put(
        "emails.csv",
        "Student Number,School Email\n501,h@rimu.example\n0502,m@rimu.example\n999,x@rimu.example\n",
    );
    let run = office.read(&world).await;
    let address = |fields: &crosswalk_model::Fields| fields.get("email").map(|value| value.display());
    assert_eq!(address(&world.person("501").await.fields).as_deref(), Some("h@rimu.example"));
    for number in ["502", "503", "504"] {
        assert_eq!(address(&world.person(number).await.fields), None, "{number} is not guessed");
    }
    assert_eq!(world.roster().await["pupils"], 4, "nobody is made of an address");
    let told = |code: &str| {
        let found = run.findings.iter().filter(|finding| finding.code == code);
        found.map(|finding| finding.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told("matches_nobody"), ["0502", "999"]);
    assert_eq!(told("without_a_row").len(), 1);
    let left = run.findings.iter().find(|finding| finding.code == "without_a_row").unwrap();
    assert!(left.message.starts_with("3 people"), "{}", left.message);
}

//! Pain 13: "semicolons or a localised header silently imported as a student". What separates the columns is found out;
//! headings in another language are refused, and are never somebody.

use crosswalk_model::{Entity, RunState};
use crosswalk_tests::{World, pupil_list};

#[tokio::test(flavor = "multi_thread")]
async fn any_separator_is_told_from_a_name() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    office.put("pupils.csv", pupil_list(20));
    office.read(&world).await;
    for separator in [";", "\t", "|"] {
        office.put("pupils.csv", pupil_list(20).replace(',', separator));
        let run = office.read(&world).await.row.run;
        assert_eq!((run.state, run.applied), (RunState::Done, 0), "{separator:?}: {}", run.note);
    }
    assert_eq!(world.records(Entity::User).await.len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn headings_in_another_language_are_refused_with_a_sentence() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    let foreign = [
        "Schülernummer;Nachname;Vorname;Stufe\n1;Tūroa;Hōne;9\n",
        "Numéro;Nom;Prénom;Niveau\n1;Tūroa;Hōne;9\n",
        "Tartibi;Familiya;Ism;Sinf\n1;Tūroa;Hōne;9\n",
        "学号,姓,名,年级\n1,Tūroa,Hōne,9\n",
    ];
    for text in foreign {
        office.put("pupils.csv", text);
        let told = office.fail(&world).await;
        assert!(told.happened.contains("pupils.csv") && told.happened.contains("heading"), "{told:?}");
        assert_eq!(world.records(Entity::User).await.len(), 0, "{text}");
    }
}

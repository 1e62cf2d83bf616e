//! Pain 2: "unreadable header, all rows removed". A heading with signs that nobody sees is read as it was meant; one that
//! cannot be understood is an error; either way nobody is removed.

use crosswalk_model::RunState;
use crosswalk_tests::{World, pupil_list};

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let bytes = if big { u16::to_be_bytes } else { u16::to_le_bytes };
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_that_nobody_sees_are_no_other_heading() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    let good = pupil_list(30);
    office.put("pupils.csv", &good);
    office.read(&world).await;
    let roster = world.roster().await;
    assert_eq!(roster["pupils"], 30);
    let hidden: [(&str, Vec<u8>); 7] = [
        ("BOM", format!("\u{feff}{good}").into()),
        ("two BOMs", format!("\u{feff}\u{feff}{good}").into()),
        ("no-break space", good.replacen("Student ID", "Student\u{a0}ID", 1).into()),
        ("zero-width space", good.replacen("Student ID", "\u{200b}Student ID\u{200b}", 1).into()),
        ("zero-width joiner", good.replacen("Last Name", "Last\u{200d} Name", 1).into()),
        ("UTF-16, little-endian", utf16(&good, false)),
        ("UTF-16, big-endian", utf16(&good, true)),
    ];
    for (what, bytes) in hidden {
        office.put("pupils.csv", bytes);
        let run = office.read(&world).await.row.run;
        assert_eq!((run.state, run.applied), (RunState::Done, 0), "{what}: {}", run.note);
        assert_eq!(world.roster().await, roster, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heading_that_cannot_be_understood_is_an_error_and_no_departure() {
    let world = World::new().await;
    let office = world.office("0099", &[("people_are", "pupils")]).await;
    let good = pupil_list(30);
    office.put("pupils.csv", &good);
    office.read(&world).await;
    let roster = world.roster().await;
    let broken: [(&str, Vec<u8>); 5] = [
        ("a typing mistake", good.replacen("Student ID", "Studnet DI", 1).into()),
        ("another language", good.replacen("Student ID,Last Name", "Schülernummer,Nachname", 1).into()),
        ("no headings at all", good.split_once('\n').unwrap().1.into()),
        ("the wrong encoding", good.replacen("Student ID", "S\u{fffd}t\u{fffd}dent", 1).into()),
        ("UTF-16 without its mark, cut in half", utf16(&good, false)[3..].to_vec()),
    ];
    for (what, bytes) in broken {
        office.put("pupils.csv", bytes);
        let told = office.fail(&world).await;
        assert!(told.happened.contains("pupils.csv"), "{what}: {told:?}");
        let run = world.last_run(office.sync).await.row.run;
        assert_eq!(run.state, RunState::Failed, "{what}: {}", run.note);
        assert_eq!(world.roster().await, roster, "{what}");
    }
    office.put("pupils.csv", good);
    assert_eq!(office.read(&world).await.row.run.state, RunState::Done);
    assert_eq!(world.roster().await, roster);
}

//! Pain 2. A file that is empty, cut, of another kind or hostile: a sentence that names it, a failed run, and a roster
//! in which nobody is missing. The next good file is taken in.

use std::path::PathBuf;

use crosswalk_contract::ReadConnection;
use crosswalk_model::{ConnectionId, RunState, SyncId};
use crosswalk_tests::World;

const GOOD: &str = "Student ID,Last Name,First Name,Level,Tutor\n\
                    501,Tūroa,Hōne,9,9KBR\n502,O'Leary,Māia,9,9KBR\n503,Ngata,Wiremu,10,10JHO\n";

async fn list(world: &World) -> (ConnectionId, SyncId, PathBuf) {
    let file = world.folder.path().join("list.csv");
    std::fs::write(&file, GOOD).unwrap();
    let settings = [
        ("place", "files"),
        ("file", file.to_str().unwrap()),
        ("school_name", "Rimu College"),
        ("school_code", "0099"),
        ("people_are", "pupils"),
        ("complete", "true"),
    ];
    let (connection, sync) = world.save("csv_files", "Office list", &settings, &[]).await;
    world.ask(ReadConnection { id: connection }).await;
    (connection, sync, file)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_cannot_be_read_removes_nobody() {
    let world = World::new().await;
    let (connection, sync, file) = list(&world).await;
    let roster = world.roster().await;
    assert_eq!(roster["pupils"], 3);
    let bad: [(&str, Vec<u8>, &str); 5] = [
        ("empty", Vec::new(), "is empty"),
        ("headings alone", GOOD.lines().next().unwrap().into(), "no rows"),
        ("another table", b"a;b;c\n1;2;3\n".to_vec(), "No heading line was recognised"),
        ("a workbook", b"PK\x03\x04\x14\x00\x06\x00workbook.xml".to_vec(), "not a text file"),
        ("an open quotation", GOOD.replace("Ngata", "\"Ngata").into(), "quotation mark"),
    ];
    for (what, bytes, says) in bad {
        std::fs::write(&file, bytes).unwrap();
        let told = world.problem(ReadConnection { id: connection }).await;
        assert!(told.happened.contains(says) && told.happened.contains("list.csv"), "{what}: {told:?}");
        assert!(told.title.ends_with('.') && told.remedy.ends_with('.'), "{told:?}");
        let run = world.last_run(sync).await.row.run;
        assert_eq!(run.state, RunState::Failed, "{what}");
        assert!(run.note.contains(says), "{what}: {}", run.note);
        assert_eq!(world.roster().await, roster, "{what}");
    }
    // What can be read is read, whatever it was written in.
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(GOOD.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, utf16).unwrap();
    world.ask(ReadConnection { id: connection }).await;
    let run = world.last_run(sync).await.row.run;
    assert_eq!((run.state, run.note.starts_with("Nothing to do")), (RunState::Done, true), "{}", run.note);
    assert_eq!(world.roster().await, roster);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_that_is_a_bomb_is_refused_with_its_reason() {
    let world = World::new().await;
    world.push_full().await;
    let roster = world.roster().await;
    let file = world.folder.path().join("package.zip");
    std::fs::write(&file, bomb()).unwrap();
    let settings = [("place", "zip"), ("file", file.to_str().unwrap())];
    let (connection, sync) = world.save("oneroster_csv", "Package", &settings, &[]).await;
    let told = world.problem(ReadConnection { id: connection }).await;
    assert!(
        told.happened.contains("as in a zip bomb") && told.happened.contains("nobody is removed"),
        "{told:?}"
    );
    assert_eq!(world.last_run(sync).await.row.run.state, RunState::Failed);
    assert_eq!(world.roster().await, roster);
    world.push_full().await;
    assert_eq!(world.roster().await, roster, "KAMAR goes on");
}

/// An archive whose only file says that it grows to 3 GB.
fn bomb() -> Vec<u8> {
    let name = b"users.csv";
    let content = b"sourcedId\n";
    let [packed, grown] = [u32::try_from(content.len()).unwrap(), 3_000_000_000].map(u32::to_le_bytes);
    // Flags, method (deflated), time, checksum; sizes; lengths of the name and of what follows it.
    let facts = [&[0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0], packed.as_slice(), &grown, &[9, 0, 0, 0]].concat();
    let local = [b"PK\x03\x04\x14\x00".as_slice(), &facts, name, content].concat();
    let central = [b"PK\x01\x02\x14\x00\x14\x00".as_slice(), &facts, &[0; 14], name].concat();
    let [start, size] =
        [local.len(), central.len()].map(|length| u32::try_from(length).unwrap().to_le_bytes());
    let end = [b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &size, &start, &[0, 0]].concat();
    [local, central, end].concat()
}

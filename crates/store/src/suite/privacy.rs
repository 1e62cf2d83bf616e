//! What is encrypted, and that nothing personal is left in clear.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use crosswalk_model::{Approval, Fields, Finding, Outcome, Secret, Selected};
use serde_json::json;

use super::samples::{
    administrator, at, change, conflict, delivery, document, ledger_entry, plan, plan_id, pupil,
    put_configuration, roster_id, run, run_id, sync_id,
};
use super::suite;
use super::world::World;
use crate::privacy::{HASHES, IDS};
use crate::seal::{bytes, seal};
use crate::{AuditEntry, ENCRYPTED_COLUMNS, Origin};

suite!(canaries_are_nowhere_in_clear);

/// Values that must not stand anywhere in clear.
const CANARIES: [&str; 6] = [
    "canary-born-2011-05-04",
    "canary-phone-5550000",
    "canary-nsn-0000000011",
    "canary-body",
    "canary-secret",
    "canary-note",
];

/// Writes all canaries wherever they could get to.
async fn plant(world: &World) {
    let [birth, phone, nsn, body, secret, note] = CANARIES;
    let mut work = world.begin().await;
    put_configuration(&mut work).await;
    work.put_secret("connection/password", &Secret::new(secret)).await.unwrap();
    let mut document = document("k1", 1);
    document.origin = Some(Origin::default());
    work.put_documents(&[document]).await.unwrap();
    let mut pupil = pupil(1, "Rata");
    let private = Fields::from([
        ("phone".into(), phone.into()),
        ("nationalNumber".into(), nsn.into()),
        ("birthDate".into(), birth.into()),
        ("unheardOf".into(), note.into()),
    ]);
    pupil.record.fields.extend(private.clone());
    pupil.record.asserted[0].fields = Some(private.clone());
    work.put_roster(&[pupil]).await.unwrap();
    let identifiers = [("nationalNumber".into(), nsn.to_owned())];
    work.put_identifiers(crosswalk_model::Entity::User, roster_id(1), &identifiers).await.unwrap();
    work.put_run(&run(1)).await.unwrap();
    work.put_findings(run_id(1), &[Finding::warning("odd", "students", nsn, note)]).await.unwrap();
    let sealed = seal(&[crosswalk_model::Change { result: private.clone(), ..change(1) }]).unwrap();
    work.put_plan(&plan(1, &sealed), bytes(&sealed)).await.unwrap();
    let (by, reason) = (administrator(), Some(note.to_owned()));
    let approval = Approval { root: sealed.2, selected: Selected::All, by, at: at(1), reason };
    work.put_approval(plan_id(1), &approval).await.unwrap();
    work.put_outcomes(plan_id(1), &[(0, Outcome::applied(Some(nsn.into())))]).await.unwrap();
    work.put_conflict(&crosswalk_model::Conflict { label: note.into(), ..conflict(1) }).await.unwrap();
    let entry = crate::LedgerEntry { agreed: private, ..ledger_entry(1) };
    work.put_ledger(sync_id(), "people", &[entry]).await.unwrap();
    work.put_outbox("roster.changed", &json!({ "note": note })).await.unwrap();
    let (actor, action, subject) = (administrator(), "roster.viewed".to_owned(), Some(roster_id(1)));
    work.append(&AuditEntry { at: at(1), actor, action, subject, details: json!({ "note": note }) })
        .await
        .unwrap();
    work.commit().await.unwrap();
    for (number, size) in [(1, 1), (2, 9_000)] {
        let spooled = world.tenant.blobs().spooled(body.repeat(size).as_bytes()).unwrap();
        world.tenant.accept(delivery(number, 0), spooled).await.unwrap();
    }
    world.tenant.blobs().writer().unwrap().write_all(body.as_bytes()).unwrap();
}

/// Everything that PostgreSQL holds in clear, as one text; bytes as they are.
async fn dump(world: &World) -> Vec<u8> {
    let tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()";
    let mut dump = Vec::new();
    for table in world.peek(tables).await {
        let name = table.text(0).unwrap();
        for row in world.peek(&format!("SELECT t.*::text FROM {name} t")).await {
            let text = row.text(0).unwrap();
            dump.extend_from_slice(text.as_bytes());
            dump.extend(text.split("\\\\x").flat_map(from_hex));
        }
    }
    dump
}

fn from_hex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map_while(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn scan(folder: &Path, found: &mut Vec<String>) -> u64 {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            bytes += scan(&entry.path(), found);
            continue;
        }
        let content = std::fs::read(entry.path()).unwrap();
        bytes += content.len() as u64;
        look(&entry.path().display().to_string(), &content, found);
    }
    bytes
}

fn look(place: &str, content: &[u8], found: &mut Vec<String>) {
    for canary in CANARIES {
        if content.windows(canary.len()).any(|window| window == canary.as_bytes()) {
            found.push(format!("{canary} in {place}"));
        }
    }
}

async fn canaries_are_nowhere_in_clear(world: World) {
    plant(&world).await;
    let mut found = Vec::new();
    let scanned = scan(world.folder(), &mut found);
    if world.is_sqlite() {
        assert!(world.folder().join("crosswalk.db-wal").exists(), "the write-ahead log is scanned too");
        assert!(scanned > 200_000);
        let known = world.peek("SELECT label_fold FROM roster").await[0].text(0).unwrap();
        let content = std::fs::read(world.folder().join("crosswalk.db-wal")).unwrap();
        assert!(
            content.windows(known.len()).any(|window| window == known.as_bytes()),
            "the scan finds what is there"
        );
    } else {
        let dump = dump(&world).await;
        let hash = world.peek("SELECT hash FROM roster").await[0].bytes(0).unwrap().to_vec();
        for known in [b"aroha rata".as_slice(), &hash] {
            assert!(dump.windows(known.len()).any(|window| window == known), "the dump holds what is there");
        }
        look("the database", &dump, &mut found);
    }
    assert!(found.is_empty(), "{found:?}");
    let read = world.tenant.roster_search("aroha", 1).await.unwrap();
    assert_eq!(read[0].fields["birthDate"].as_text(), Some(CANARIES[0]), "what was planted is there");
}

/// The table that a line of a migration takes away.
fn dropped(line: &str) -> Option<&str> {
    line.trim().strip_prefix("DROP TABLE ")?.strip_suffix(';')
}

/// Every column of bytes is either encrypted and listed, or a keyed hash or an id and listed: so a new one cannot be forgotten.
#[test]
fn every_column_of_bytes_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let (mut seen, mut gone) = (BTreeSet::new(), BTreeSet::new());
    for folder in [folder.clone(), folder.join("inbox")] {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().extension().is_some_and(|ending| ending == "sql") {
                let text = std::fs::read_to_string(entry.path()).unwrap();
                seen.extend(columns_of_bytes(&text));
                gone.extend(text.lines().filter_map(dropped).map(str::to_owned));
            }
        }
    }
    seen.retain(|(table, _)| !gone.contains(table));
    let encrypted = ENCRYPTED_COLUMNS.iter().map(|column| (column.table, column.column));
    let listed: BTreeSet<(String, String)> = encrypted
        .filter(|(table, _)| *table != "blobs")
        .chain(HASHES.iter().chain(IDS).copied())
        .map(|(table, column)| (table.to_owned(), column.to_owned()))
        .collect();
    assert_eq!(seen, listed);
}

fn columns_of_bytes(sql: &str) -> Vec<(String, String)> {
    let mut table = String::new();
    let mut columns = Vec::new();
    for line in sql.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["CREATE", "TABLE", name, ..] => table = (*name).to_owned(),
            [column, kind, ..] if kind.trim_end_matches(',') == "BYTEA" => {
                columns.push((table.clone(), (*column).to_owned()));
            }
            _ => {}
        }
    }
    columns
}

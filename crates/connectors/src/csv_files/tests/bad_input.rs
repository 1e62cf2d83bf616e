//! Files in other encodings, with other delimiters, damaged ones: read rightly, or refused with nothing taken over.

use super::*;

const PUPILS: &str = "Student ID,Last Name,First Name,Level\r\n1,Tūroa,Hōne,9\r\n2,O'Leary,Māia,13\r\n";

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

async fn check_alike(name: &str, bytes: &[u8]) {
    let plain = School::new().file("p.csv", PUPILS).read().await;
    let read = School::new().file("p.csv", bytes).read().await;
    assert!(read.collected.documents == plain.collected.documents, "{name}");
}

#[tokio::test]
async fn the_same_people_however_the_file_is_written() {
    check_alike("bare CR", PUPILS.replace("\r\n", "\r").as_bytes()).await;
    check_alike("LF", PUPILS.replace("\r\n", "\n").as_bytes()).await;
    check_alike("no end", PUPILS.trim_end().as_bytes()).await;
    check_alike("byte order mark", format!("\u{feff}{PUPILS}").as_bytes()).await;
    check_alike("semicolons", PUPILS.replace(',', ";").as_bytes()).await;
    check_alike("tabs", PUPILS.replace(',', "\t").as_bytes()).await;
    check_alike("bars", PUPILS.replace(',', "|").as_bytes()).await;
    check_alike("declared", format!("sep=;\r\n{}", PUPILS.replace(',', ";")).as_bytes()).await;
    check_alike("UTF-16 LE", &utf16(PUPILS, false, true)).await;
    check_alike("UTF-16 BE", &utf16(PUPILS, true, true)).await;
    check_alike("UTF-16 without mark", &utf16(PUPILS, false, false)).await;
    check_alike("titles", format!("Rimu Bay College\r\nPupils\r\n{PUPILS}").as_bytes()).await;
    check_alike("trailing columns", PUPILS.replace("\r\n", ",,\r\n").as_bytes()).await;
    check_alike("other headings", PUPILS.replace("Last Name", " LAST_name\u{a0}").as_bytes()).await;
    check_alike("blank rows", PUPILS.replace("\r\n1", "\r\n,,,\r\n\r\n1").as_bytes()).await;
}

#[tokio::test]
async fn windows_1252_is_recognised_and_doubted() {
    let bytes = b"Student ID,Last Name,First Name\r\n1,M\xFCller,Zo\xEB\r\n";
    let read = School::new().file("p.csv", bytes).read().await;
    assert_eq!(text(read.person("1"), "lastname"), "Müller");
    assert_eq!(read.codes(), ["encoding_guessed"]);
    let read = School::new().file("p.csv", bytes).with("encoding", "windows-1252").read().await;
    assert!(read.codes().is_empty(), "asked for, so not doubted");
}

#[tokio::test]
async fn the_settings_can_name_the_delimiter() {
    let school = School::new().file("p.csv", PUPILS.replace(',', "|")).with("delimiter", "comma");
    assert!(school.fail().await.to_string().contains("heading"));
}

#[tokio::test]
async fn repeated_headings_are_not_guessed_at() {
    let list = "Student ID,Last Name,First Name,Email,Email\n1,Tūroa,Hōne,a@rimu.example,b@rimu.example\n";
    let read = School::new().file("p.csv", list).read().await;
    assert!(!read.person("1").contains_key("email"));
    assert!(read.codes().contains(&"columns_compete"));
    let list = "Student ID,Student ID,Last Name,First Name\n1,2,Tūroa,Hōne\n";
    let error = School::new().file("p.csv", list).fail().await;
    assert!(error.to_string().contains("could all mean the same"), "{error}");
}

async fn check_refused(name: &str, bytes: &[u8], words: &str) {
    let school = School::new().file("p.csv", bytes).with("complete", "true");
    let error = school.fail().await;
    assert!(error.to_string().contains(words), "{name}: {error}");
    assert!(error.to_string().contains("p.csv"), "{name}: {error}");
    let checks = school.open().check(&Default::default()).await;
    assert!(checks.iter().any(|check| check.message.contains(words)), "{name}");
}

#[tokio::test]
async fn what_cannot_be_understood_is_an_error_and_removes_nobody() {
    check_refused("empty", b"", "The file is empty").await;
    check_refused("blank", b"\r\n \r\n", "The file is empty").await;
    check_refused("headings only", b"Student ID,Last Name,First Name\n", "no rows").await;
    check_refused("no headings", b"1,Turoa,Hone\n2,OLeary,Maia\n", "No heading line was recognised").await;
    check_refused("another table", b"colour,size,price\nred,3,4\n", "No heading line was recognised").await;
    check_refused(
        "spoilt heading",
        b"Student\xC3\x28 IDD,Last Namee\n1,T\n",
        "No heading line was recognised",
    )
    .await;
    check_refused("missing heading", b"Last Name,First Name,Level,Tutor\nT,H,9,9K\n", "is missing").await;
    check_refused("an archive", b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "not a text file").await;
    check_refused("open quote", b"Student ID,Last Name,First Name\n1,\"T,H\n2,O,M\n", "never closed").await;
    check_refused("only an identifier", b"ID,Nothing\n1,2\n", "Only a column with identifiers").await;
    check_refused("no identifiers", b"Student ID,Last Name\n,T\n", "No row could be used").await;
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let school = School::new().file("p.csv", PUPILS);
    std::fs::remove_file(&school.files[0]).unwrap();
    let error = school.fail().await;
    assert_eq!(error.to_string(), "This computer has no file p.csv. Check the address and the name.");
    assert!(!format!("{error:?}").contains(&school.folder.path().to_string_lossy().into_owned()));
}

#[tokio::test]
async fn a_folder_in_place_of_a_file_is_named() {
    let mut school = School::new();
    school.files.push(school.folder.path().to_owned());
    assert!(school.fail().await.to_string().contains("This is a folder"));
}

#[tokio::test]
async fn a_short_row_says_nothing_of_what_it_lacks() {
    let list = "Student ID,Last Name,First Name,Level,Tutor\n1,Tūroa,Hōne\n2,O'Leary,Māia,13,13J\n";
    let read = School::new().file("p.csv", list).read().await;
    assert!(!read.person("1").contains_key("tutor"));
    assert!(!read.document("people", "1").silent.is_empty());
    assert!(read.document("people", "2").silent.is_empty());
    assert_eq!(read.codes(), ["short_row"]);
}

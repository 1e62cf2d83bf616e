//! Packages that are hostile, damaged or empty: a clear sentence, and nothing concluded.

use super::*;

async fn check_refused(name: &str, bytes: Vec<u8>, reason: &str) {
    let placed = Placed::archive(&bytes, &Settings::default());
    let error = placed.fail().await;
    assert!(matches!(error, KitError::Refused { .. }) && !error.retry_can_help(), "{name}: {error:?}");
    let told = error.to_string();
    assert!(told.starts_with("Crosswalk refused: the package export.zip, because "), "{name}: {told}");
    assert!(
        told.contains(reason) && told.ends_with("Nothing was read, so nobody is removed."),
        "{name}: {told}"
    );
    let checks = placed.open().check(&Default::default()).await;
    assert!(checks[0].message.contains(reason), "{name}");
}

#[tokio::test]
async fn hostile_archives_are_refused_with_their_reason() {
    let whole = Package::whole().zip();
    check_refused("truncated", whole[..whole.len() / 2].to_vec(), "damaged").await;
    check_refused("no archive", b"sourcedId,name\n".to_vec(), "not a zip archive").await;
    check_refused("nothing", Vec::new(), "not a zip archive").await;
    let users: &[u8] = &Package::whole().files["users.csv"];
    let bomb =
        zips::inflated(zips::archive(&[("users.csv", users), ("orgs.csv", b"sourcedId\n")]), 3_000_000_000);
    check_refused("bomb", bomb, "zip bomb").await;
    check_refused("climbing", zips::archive(&[("../users.csv", users)]), "leads out of the archive").await;
    check_refused("absolute", zips::archive(&[("/users.csv", users)]), "leads out of the archive").await;
    check_refused("twice", zips::archive(&[("users.csv", users), ("Users.csv", users)]), "more than once")
        .await;
    let many: Vec<String> = (0..201).map(|number| format!("f{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    check_refused("many", zips::archive(&many), "201 entries").await;
}

#[tokio::test]
async fn an_entry_whose_bytes_were_altered_is_refused() {
    let mut bytes = Package::whole().zip();
    let at = bytes.windows(6).position(|window| window == b"Kiri,B").unwrap();
    bytes[at] = b'X';
    let error = Placed::archive(&bytes, &Settings::default()).fail().await;
    assert!(matches!(error, KitError::Refused { .. }), "{error:?}");
}

async fn check_error(name: &str, package: Package, words: &str) {
    let error = package.fail().await;
    assert!(error.to_string().contains(words), "{name}: {error}");
}

#[tokio::test]
async fn what_cannot_be_understood_is_an_error_and_removes_nobody() {
    let whole = Package::whole;
    check_error("empty file", whole().put("users.csv", ""), "The file is empty").await;
    check_error("empty roles", whole().put("roles.csv", ""), "roles.csv: The file is empty").await;
    check_error("no headings", whole().put("orgs.csv", "s1,,,Rimu,school,,\n"), "No heading line").await;
    check_error("other headings", whole().put("classes.csv", "id,title\nk1,x\n"), "classes.csv").await;
    check_error("no text", whole().put("users.csv", b"PK\x03\x04xxxx"), "not a text file").await;
    check_error("no roles", whole().without("roles.csv"), "no roles.csv").await;
    check_error("open quote", whole().add("enrollments.csv", "e4,,,\"k1,s1,u1,student,,,\n"), "never closed")
        .await;
    let nothing = Package { files: BTreeMap::new(), settings: Settings::default() };
    check_error("nothing", nothing.clone(), "No OneRoster file was found").await;
    check_error("manifest alone", nothing.put("manifest.csv", "propertyName,value\n"), "No OneRoster file")
        .await;
    let only = Package {
        files: BTreeMap::from([("orgs.csv".into(), b"sourcedId,name\n".to_vec())]),
        settings: Settings::default(),
    };
    check_error("no rows at all", only, "no rows that could be used").await;
}

#[tokio::test]
async fn a_file_that_is_not_whole_is_complete_for_nothing() {
    let cases = [
        ("cut off", Package::whole().add("enrollments.csv", "e4,,,k1,s1"), "cut_off"),
        ("without identifier", Package::whole().add("enrollments.csv", ",,,k1,s1,u1,student,,,\n"), "no_key"),
        (
            "no rows",
            Package::whole().put("enrollments.csv", "sourcedId,classSourcedId,userSourcedId,role\n"),
            "no_rows",
        ),
        ("promised", Package::whole().without("enrollments.csv"), "file_missing"),
    ];
    for (name, package, code) in cases {
        let read = package.read().await;
        assert!(read.codes().contains(&code), "{name}: {:?}", read.codes());
        let complete = read.complete();
        assert!(!complete.contains(&"enrollments".to_owned()), "{name}");
        assert!(complete.contains(&"users".to_owned()), "{name}: the others are");
    }
}

#[tokio::test]
async fn odd_text_is_read_all_the_same() {
    let plain = Package::whole().read().await;
    let users = String::from_utf8(Package::whole().files["users.csv"].clone()).unwrap();
    for (name, bytes) in [
        ("mark", format!("\u{feff}{users}")),
        ("CRLF", users.replace('\n', "\r\n")),
        ("bare CR", users.replace('\n', "\r")),
    ] {
        let read = Package::whole().put("users.csv", bytes).read().await;
        assert!(read.collected.documents == plain.collected.documents, "{name}");
    }
    let orgs = String::from_utf8(Package::whole().files["orgs.csv"].clone()).unwrap();
    let read = Package::whole().put("orgs.csv", orgs.replace(',', ";")).read().await;
    assert!(read.collected.documents == plain.collected.documents);
    assert!(read.codes().contains(&"odd_text"));
}

#[tokio::test]
async fn a_package_that_is_not_there_is_named() {
    let settings = Settings::default().with("file", "nowhere/export.zip");
    let opened = OneRosterCsv.open(&settings, &Secrets::default()).unwrap();
    let error = opened.read(&ReadRequest::default(), &mut Collected::default()).await.unwrap_err();
    assert_eq!(error.to_string(), "This computer has no package export.zip. Check the address and the name.");
}

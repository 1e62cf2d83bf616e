//! Values of cells.

use jiff::civil::date;

use super::super::{
    DataFile, EndDates, Status, Version, boolean, civil_date, columns, instant, list, user_ids,
};

#[test]
fn booleans() {
    for text in ["true", "TRUE", "1", "yes", "Y", " t "] {
        assert_eq!(boolean(text), Some(true), "{text}");
    }
    for text in ["false", "False", "0", "no", "n"] {
        assert_eq!(boolean(text), Some(false), "{text}");
    }
    for text in ["", "maybe", "2", "-1"] {
        assert_eq!(boolean(text), None, "{text}");
    }
}

#[test]
fn dates_are_civil_and_never_guessed() {
    let day = Some(date(2026, 2, 1));
    let cases = [
        ("2026-02-01", day),
        ("20260201", day),
        ("2026/02/01", day),
        (" 2026-02-01 ", day),
        ("2026-02-01T23:30:00.000Z", day),
        ("2026-02-01T00:30:00+13:00", day),
        ("2026-02-01 00:00", day),
        ("2024-02-29", Some(date(2024, 2, 29))),
        ("2026-02-29", None),
        ("2026-2-1", None),
        ("01/02/2026", None),
        ("00000000", None),
        ("0000-00-00", None),
        ("2026-02/01", None),
        ("+026-02-01", None),
        ("2026-02-01x", None),
        ("2026-02-01Tx", None),
        ("ngā rā", None),
        ("", None),
    ];
    for (text, expect) in cases {
        assert_eq!(civil_date(text), expect, "{text:?}");
    }
}

#[test]
fn inclusive_ends_become_exclusive() {
    let cases = [
        (date(2026, 4, 2), Some(date(2026, 4, 3))),
        (date(2026, 12, 31), Some(date(2027, 1, 1))),
        (date(2024, 2, 28), Some(date(2024, 2, 29))),
        // The day on which clocks change in New Zealand is a day like any other.
        (date(2026, 4, 5), Some(date(2026, 4, 6))),
        (date(9999, 12, 31), None),
    ];
    for (end, expect) in cases {
        assert_eq!(EndDates::Inclusive.to_exclusive(end), expect);
        assert_eq!(EndDates::Exclusive.to_exclusive(end), Some(end));
    }
}

#[test]
fn instants_with_any_fraction() {
    let cases = [
        ("2026-02-01T00:00:00.000Z", Some("2026-02-01T00:00:00Z")),
        ("2026-02-01T00:00:00Z", Some("2026-02-01T00:00:00Z")),
        ("2026-02-01T00:00:00.123456789Z", Some("2026-02-01T00:00:00.123456789Z")),
        ("2026-02-01T13:00:00+13:00", Some("2026-02-01T00:00:00Z")),
        ("2026-02-01T00:00:00", Some("2026-02-01T00:00:00Z")),
        ("2026-02-01 00:00:00", Some("2026-02-01T00:00:00Z")),
        ("2026-02-01", Some("2026-02-01T00:00:00Z")),
        ("yesterday", None),
        ("", None),
    ];
    for (text, expect) in cases {
        assert_eq!(instant(text).map(|instant| instant.to_string()).as_deref(), expect, "{text:?}");
    }
}

#[test]
fn lists_and_user_ids() {
    assert_eq!(list("9, 10,,11 "), ["9", "10", "11"]);
    assert_eq!(list(""), Vec::<String>::new());
    let read = |text: &str| {
        user_ids(text).map(|ids| ids.into_iter().map(|id| (id.kind, id.identifier)).collect::<Vec<_>>())
    };
    let pairs = |pairs: &[(&str, &str)]| {
        Some(pairs.iter().map(|(kind, id)| ((*kind).to_owned(), (*id).to_owned())).collect::<Vec<_>>())
    };
    assert_eq!(read("{nsn:0000000001}"), pairs(&[("nsn", "0000000001")]));
    assert_eq!(read("{nsn:1},{ad: s+1|x }"), pairs(&[("nsn", "1"), ("ad", "s+1|x")]));
    assert_eq!(
        read("{dn:CN=a,OU=b},{url:https://x.example}"),
        pairs(&[("dn", "CN=a,OU=b"), ("url", "https://x.example")])
    );
    assert_eq!(read("{odd:a}b},{x:1},"), pairs(&[("odd", "a}b"), ("x", "1")]));
    assert_eq!(read(""), pairs(&[]));
    for text in ["nsn:1", "{nsn}", "{nsn:1", "{nsn:1}x", "1234"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn statuses_and_versions() {
    assert_eq!(Status::parse("Active"), Some(Status::Active));
    assert_eq!(Status::parse("tobedeleted"), Some(Status::ToBeDeleted));
    assert_eq!(Status::parse("inactive"), Some(Status::ToBeDeleted));
    assert_eq!(Status::parse(""), None);
    assert_eq!(Version::parse("1.1"), Some(Version::V1_1));
    assert_eq!(Version::parse(" 1.2.1 "), Some(Version::V1_2));
    assert_eq!(Version::parse("2.0"), None);
    assert_eq!(Version::parse(""), None);
}

#[test]
fn every_file_has_its_header_row() {
    let row = |file: DataFile, version| {
        columns(file, version)
            .map(|columns| columns.iter().map(|column| column.name).collect::<Vec<_>>().join(","))
    };
    assert_eq!(row(DataFile::Users, Version::V1_2).as_deref(), Some(super::USERS_1_2));
    assert_eq!(row(DataFile::Users, Version::V1_1).as_deref(), Some(super::USERS_1_1));
    assert_eq!(
        row(DataFile::UserResources, Version::V1_2).as_deref(),
        Some("sourcedId,status,dateLastModified,userSourcedId,orgSourcedId,classSourcedId,resourceSourcedId")
    );
    let count = |version| DataFile::ALL.iter().filter(|file| columns(**file, version).is_some()).count();
    assert_eq!((count(Version::V1_1), count(Version::V1_2)), (13, 21));
    let required = |file| {
        let columns = columns(file, Version::V1_2).unwrap();
        columns.into_iter().filter(|column| column.required).map(|column| column.name).collect::<Vec<_>>()
    };
    assert_eq!(required(DataFile::Roles), ["sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId"]);
    assert_eq!(required(DataFile::Demographics), ["sourcedId"]);
}

//! Whatever the bytes: no panic; whatever the damage: never taken for the whole.

use std::io::Cursor;

use proptest::prelude::*;

use super::super::{DataFile, Limits, Package, Reading, check, civil_date, instant, user_ids};
use super::{Files, rimu};

fn read_everything(bytes: Vec<u8>) {
    let Ok(mut package) = Package::open_zip(Cursor::new(bytes), &Limits::default()) else { return };
    let _ = check(&mut package, &Reading::default());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_everything(bytes);
    }

    #[test]
    fn damaged_archives_do_no_harm(at in 0_usize..4000, value in any::<u8>(), cut in 0_usize..200) {
        let mut bytes = rimu().zip();
        let at = at % bytes.len();
        bytes[at] = value;
        bytes.truncate(bytes.len() - cut.min(bytes.len()) / 20);
        read_everything(bytes);
    }

    #[test]
    fn any_cells_are_read(cells in prop::collection::vec("[a-z0-9{}:,;\"\r\n /.-]{0,12}", 0..40)) {
        let text = cells.join(",");
        let files = rimu()
            .with("users.csv", &[super::USERS_1_2, &text])
            .with("enrollments.csv", &["sourcedId,role,beginDate,endDate,userSourcedId", &text]);
        let report = files.report();
        prop_assert!(report.files[&DataFile::Classes].complete());
    }

    #[test]
    fn a_file_that_is_cut_off_within_quotes_is_never_complete(keep in 60_usize..300) {
        let whole = rimu().0["enrollments.csv"].clone();
        let quoted = whole.replace("student", "\"student");
        let keep = keep.min(quoted.len() - 1).max(quoted.find('"').unwrap());
        let files = Files(rimu().0.into_iter().map(|(name, text)| {
            let text = if name == "enrollments.csv" { quoted[..keep].to_owned() } else { text };
            (name, text)
        }).collect());
        let report = files.report();
        prop_assert_eq!(report.files[&DataFile::Enrollments].complete(), false);
    }

    #[test]
    fn any_value_is_read(text in any::<String>()) {
        let _ = (civil_date(&text), instant(&text), user_ids(&text));
    }

    #[test]
    fn dates_come_back(year in 1900_i16..2200, month in 1_i8..=12, day in 1_i8..=28) {
        let date = jiff::civil::date(year, month, day);
        prop_assert_eq!(civil_date(&date.to_string()), Some(date));
        prop_assert_eq!(civil_date(&date.strftime("%Y%m%d").to_string()), Some(date));
    }
}

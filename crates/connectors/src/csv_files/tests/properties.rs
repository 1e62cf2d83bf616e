//! What holds whatever a file says.

use proptest::prelude::*;

use super::*;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z0-9 āē'/|#;@.-]{0,12}", Just(String::new())]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn keys_are_unique_and_reading_twice_gives_the_same(rows in prop::collection::vec((0_u8..20, cell(), cell(), cell()), 1..30)) {
        let lines: String = rows.iter().map(|(id, last, tutor, lesson)| format!("{id},\"{last}\",{tutor},\"{lesson}\"\n")).collect();
        let list = format!("ID Number,Student Name,Form Class,Mon P1\n{lines}");
        let school = School::new().file("t.csv", list).with("complete", "true");
        runtime().block_on(async {
            let (one, end) = school.try_read().await;
            let (two, again) = school.try_read().await;
            assert_eq!(end, again);
            assert!(one.documents == two.documents && one.findings == two.findings && one.scopes == two.scopes);
            let mut keys: Vec<(String, String)> =
                one.documents.iter().map(|document| (document.head.stream.to_string(), document.head.key.clone())).collect();
            let all = keys.len();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), all);
        });
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let school = School::new().file("x.csv", bytes);
        runtime().block_on(async {
            let (read, end) = school.try_read().await;
            assert!(end.is_ok() || (read.documents.is_empty() && read.scopes.is_empty()));
        });
    }
}

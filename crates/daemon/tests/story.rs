//! The story of the demo, at a small school.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

use crosswalk_daemon::story::{Wishes, tell};

#[tokio::test(flavor = "multi_thread")]
async fn the_story_comes_true() {
    let folder = tempfile::tempdir().unwrap();
    let wishes = Wishes { pupils: 150, seed: 7, folder: folder.path().to_owned() };
    let mut told = Vec::new();
    let summary = tell(&wishes, &mut |sentence: &str| told.push(sentence.to_owned())).await;
    println!("{}", told.join("\n"));
    let summary = summary.unwrap();
    println!("{}", serde_json::to_string_pretty(&summary).unwrap());
    assert_eq!(summary.faults(), Vec::<String>::new(), "{:#?}", summary.differences);
    assert!(told.len() > 8);
}

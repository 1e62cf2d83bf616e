//! The stamp of a package: the same while nothing that is read differs, another one as soon as anything does.

use crosswalk_connector_kit::CancellationToken;

use super::{Package, Placed};

async fn stamp(placed: &Placed) -> Option<crosswalk_model::Hash> {
    placed.open().stamp(&CancellationToken::new()).await.unwrap()
}

#[tokio::test]
async fn the_stamp_tells_every_byte_name_and_setting() {
    let placed = Package::whole().in_a_folder();
    let first = stamp(&placed).await;
    assert!(first.is_some());
    assert_eq!(stamp(&placed).await, first);
    let folder = placed._folder.path();
    let users = std::fs::read(folder.join("users.csv")).unwrap();
    let mut altered = users.clone();
    *altered.last_mut().unwrap() ^= 1;
    std::fs::write(folder.join("users.csv"), altered).unwrap();
    let second = stamp(&placed).await;
    assert_ne!(second, first);
    std::fs::write(folder.join("users.csv"), &users).unwrap();
    assert_eq!(stamp(&placed).await, first);
    std::fs::write(folder.join("more.csv"), "sourcedId\n").unwrap();
    assert_ne!(stamp(&placed).await, first);
    std::fs::remove_file(folder.join("more.csv")).unwrap();
    let other = Placed { settings: placed.settings.clone().with("phones", "true"), ..placed };
    assert_ne!(stamp(&other).await, first);
}

#[tokio::test]
async fn what_cannot_be_read_has_no_stamp() {
    let placed = Package::whole().in_a_folder();
    let gone = placed._folder.path().join("gone.zip");
    let settings = placed.settings.clone().with("place", "zip").with("file", gone.to_string_lossy());
    assert_eq!(stamp(&Placed { settings, ..placed }).await, None);
}

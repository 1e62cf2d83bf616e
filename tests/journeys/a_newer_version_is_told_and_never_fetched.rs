//! Whoever looks after the school's computers learns that there is a newer version, quietly; Crosswalk fetches nothing,
//! and whatever stands on the page that announces it, the house goes on.

use std::time::Duration;

use crosswalk_contract::{GetOverview, GetUpdates, ListAudit, LookForUpdates, SetUpdates, UpdatesView};
use crosswalk_engine::Tuning;
use crosswalk_sandbox::announcer::{Announced, Announcer};
use crosswalk_tests::{World, WorldSpec};
use jiff::SignedDuration;

async fn world() -> World {
    let tuning = Tuning { version: "1.2.0".into(), ..Tuning::default() };
    World::with(WorldSpec { tuning, ..WorldSpec::default() }).await
}

fn set(address: &str, daily: bool) -> SetUpdates {
    SetUpdates { address: address.into(), own_servers: "127.0.0.1".into(), daily }
}

async fn asking(announced: Announced) -> (World, Announcer) {
    let (world, page) = (world().await, Announcer::start(announced).await.unwrap());
    world.ask(set(&page.url, false)).await;
    (world, page)
}

fn newer(view: &UpdatesView) -> Option<&str> {
    view.newer.as_ref().map(|release| release.version.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_unless_an_address_is_set() {
    let world = world().await;
    let view = world.ask(GetUpdates {}).await;
    assert_eq!((view.version.as_str(), view.address.as_deref(), view.daily), ("1.2.0", None, false));
    let looked = world.ask(LookForUpdates {}).await;
    assert_eq!((looked.looked_at, looked.failed, looked.newer), (None, None, None));
    assert!(!world.ask(set(" ", true)).await.daily, "nothing is looked at daily where nobody is asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_is_told_with_what_it_mends() {
    let mends = Announced::Version {
        version: "v1.3.0".into(),
        notes: "Mends a fault in the listener.\n\u{202E}<b>Not marked up.</b>".into(),
        url: "https://downloads.example/crosswalk-1.3.0.zip".into(),
        security: true,
    };
    let (world, page) = asking(mends).await;
    assert_eq!(world.ask(GetOverview {}).await.newer, None);
    let view = world.ask(LookForUpdates {}).await;
    let release = view.newer.unwrap();
    assert_eq!((release.version.as_str(), release.security), ("1.3.0", true));
    assert_eq!(release.notes, "Mends a fault in the listener.\n<b>Not marked up.</b>");
    assert_eq!(release.published, Some("2026-11-20T02:00:00Z".parse().unwrap()));
    let link = release.link.unwrap();
    assert_eq!((link.host.as_str(), link.elsewhere), ("downloads.example", true));
    let overview = world.ask(GetOverview {}).await;
    assert_eq!(overview.newer.map(|one| (one.version, one.security)), Some(("1.3.0".into(), true)));
    assert!(overview.waiting.iter().all(|item| !item.title.contains("1.3.0")), "it is no task of the day");

    // What went out: one question, about nobody.
    let asked = page.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].query.as_str(), asked[0].body.as_str()), ("", ""));
    let sent: Vec<&str> = asked[0].headers.iter().map(|(name, _)| name.as_str()).collect();
    let usual = ["accept", "accept-encoding", "host", "user-agent"];
    assert!(sent.iter().all(|name| usual.contains(name)), "{sent:?}");
    assert!(asked[0].header("user-agent").unwrap().starts_with("Crosswalk/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_older_and_unfinished_versions_are_no_news() {
    let (world, page) = asking(Announced::version("1.2.0")).await;
    for version in ["1.2.0", "1.2.0+build.9", "1.1.99", "0.9.0", "1.3.0-rc.1"] {
        page.announce(Announced::version(version));
        let view = world.ask(LookForUpdates {}).await;
        assert!(view.looked_at.is_some() && view.failed.is_none(), "{version}");
        assert_eq!(newer(&view), None, "{version}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_fails_says_so_and_keeps_what_was_known() {
    let (world, page) = asking(Announced::version("1.3.0")).await;
    let known = world.ask(LookForUpdates {}).await;
    assert_eq!(newer(&known), Some("1.3.0"));
    let inside = "http://169.254.169.254/latest/meta-data".to_owned();
    for (announced, words) in [
        (Announced::Text("<html>Sign in</html>".into()), "announces no version"),
        (Announced::Text(r#"{"version": "newest"}"#.into()), "announces no version"),
        (Announced::Status(500), "It answered with the status 500."),
        (Announced::Status(404), "has no page"),
        (Announced::Large(10 << 20), "the answer is larger than 1 MB."),
        (Announced::Redirect(inside), "sends us to another address, which Crosswalk does not follow."),
        (Announced::Slow(Duration::from_secs(60)), "It did not answer within 10 seconds."),
    ] {
        page.announce(announced.clone());
        let view = world.ask(LookForUpdates {}).await;
        let told = view.failed.clone().unwrap_or_else(|| panic!("{announced:?} was no failure")).words;
        assert!(told.contains(words), "{announced:?}: {told}");
        assert_eq!((newer(&view), view.looked_at), (Some("1.3.0"), known.looked_at), "{announced:?}");
    }
    page.announce(Announced::version("1.4.0"));
    let view = world.ask(LookForUpdates {}).await;
    assert_eq!((newer(&view), view.failed.clone()), (Some("1.4.0"), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_may_not_look_is_said_beside_the_field() {
    let world = world().await;
    let refused = |address: &str, own: &str| SetUpdates {
        address: address.into(),
        own_servers: own.into(),
        daily: true,
    };
    for (address, own, field) in [
        ("updates", "", "address"),
        ("http://updates.example/latest.json", "", "address"),
        ("https://10.0.0.5/latest.json", "", "address"),
        ("https://me:pw@updates.example/latest.json", "", "address"),
        ("https://169.254.169.254/latest.json", "169.254.169.254", "address"),
        ("https://updates.example/latest.json", "0.0.0.0/0", "own_servers"),
    ] {
        let problem = world.problem(refused(address, own)).await;
        assert_eq!(problem.field.as_deref(), Some(field), "{address} {own}");
    }
    assert_eq!(world.ask(GetUpdates {}).await.address, None, "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_is_audited_and_forgets_what_the_former_told() {
    let (world, page) = asking(Announced::version("1.3.0")).await;
    world.ask(LookForUpdates {}).await;
    world.ask(set(&page.url, true)).await;
    assert_eq!(newer(&world.ask(GetUpdates {}).await), Some("1.3.0"), "it is still the same address");
    let view = world.ask(set("https://updates.example/latest.json", false)).await;
    assert_eq!((newer(&view), view.looked_at), (None, None));
    world.ask(set("https://updates.example/latest.json", false)).await;
    let told = world.ask(ListAudit { about: Some("updates".into()), since: None, cursor: None }).await.rows;
    assert_eq!(told.len(), 3, "what changes nothing is no entry");
    assert_eq!(told[0].action, "updates.set");
    assert!(told[0].detail.contains("updates.example"), "{}", told[0].detail);
}

#[tokio::test(flavor = "multi_thread")]
async fn once_a_day_it_is_looked_by_the_clock() {
    let (world, page) = asking(Announced::version("1.2.0")).await;
    let hours = async |count| {
        world.clock.pass(SignedDuration::from_hours(count));
        world.house.look_at_the_clock().await;
        page.asked().len()
    };
    assert_eq!(hours(48).await, 0, "nobody wished it");
    world.ask(set(&page.url, true)).await;
    assert_eq!(hours(0).await, 1);
    assert_eq!(hours(12).await, 1);
    assert_eq!(hours(12).await, 2);
    page.announce(Announced::Status(500));
    assert_eq!(hours(24).await, 3);
    assert_eq!(hours(1).await, 3);
    page.announce(Announced::version("1.3.0"));
    assert_eq!(hours(4).await, 4, "what failed is tried again the same day");
    assert_eq!(newer(&world.ask(GetUpdates {}).await), Some("1.3.0"));
    world.ask(set(&page.url, false)).await;
    assert_eq!(hours(48).await, 4);
}

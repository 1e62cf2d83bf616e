//! Everybody can use every page: in light, dark and high contrast, in a narrow window, magnified, without motion.

use crosswalk_tests::screens::{Screen, Served, in_browser};

use super::pages::{self, open_plan, plans_wait, run_now};

/// The pages that the navigation leads to.
const PAGES: [&str; 15] = [
    "/overview",
    "/connections",
    "/mapping",
    "/plan",
    "/conflicts",
    "/holds",
    "/quarantine",
    "/runs",
    "/deliveries",
    "/schedules",
    "/health",
    "/alerts",
    "/privacy",
    "/audit",
    "/settings",
];

/// Pages behind a link: from which page, how the link begins, and their name.
const BELOW: [(&str, &str, &str); 4] = [
    ("/schedules", "/schedules/holidays", "holidays"),
    ("/schedules", "/timing/", "timing"),
    ("/schedules", "/guard/", "guard"),
    ("/settings", "/settings/backups", "backups"),
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_keeps_anybody_out() {
    in_browser("access", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        screen.see_word("first_title").await;
        let mut barriers = screen.barriers("first-run").await;
        pages::open_demo(&screen).await;
        house.settle().await;
        run_now(&screen).await;
        plans_wait(&screen, 2).await;
        house.settle().await;
        for path in PAGES {
            screen.open(path).await;
            ready(&screen).await;
            barriers.extend(screen.barriers(path.trim_start_matches('/')).await);
        }
        barriers.extend(below(&screen).await);
        house.close().await;
        assert!(barriers.is_empty(), "{} barriers:\n{}", barriers.len(), barriers.join("\n"));
    })
    .await;
}

/// The page has left its loading face.
async fn ready(screen: &Screen) {
    let is_ready = async || screen.count("main h1").await == 1 && screen.count(".face.loading").await == 0;
    screen.until("the page itself", is_ready).await;
}

/// Pages that other pages lead to.
async fn below(screen: &Screen) -> Vec<String> {
    let mut barriers = Vec::new();
    open_plan(screen, "Te Kete Ako").await;
    screen.until("changes", async || screen.count(".change .opens").await > 2).await;
    barriers.extend(screen.barriers("one-plan").await);
    for (path, link) in [
        ("/mapping", "Roster → Te Kete Ako"),
        ("/connections", "Te Kete Ako"),
        ("/runs", "Roster → Te Kete Ako"),
    ] {
        screen.open(path).await;
        screen.press(link).await;
        screen.at(&format!("{path}/")).await;
        ready(screen).await;
        barriers.extend(screen.barriers(&format!("one-of-{}", path.trim_start_matches('/'))).await);
    }
    for (from, way, name) in BELOW {
        screen.open(from).await;
        screen.act(&format!("//main//a[starts-with(@href, '{way}')]"), async |link| link.click().await).await;
        screen.at(way).await;
        ready(screen).await;
        barriers.extend(screen.barriers(name).await);
    }
    screen.open("/connections").await;
    screen.press("Te Kete Ako").await;
    screen.act("//main//a[starts-with(@href, '/versions/')]", async |link| link.click().await).await;
    screen.at("/versions/").await;
    ready(screen).await;
    barriers.extend(screen.barriers("versions").await);
    barriers
}

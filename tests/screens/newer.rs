//! A newer version: nobody is asked at first; an address is set, what is announced there is shown as the plain text that it
//! is, and a look that fails keeps it.

use crosswalk_sandbox::announcer::{Announced, Announcer};
use crosswalk_tests::screens::words::told;
use crosswalk_tests::screens::{Screen, Served, in_browser, word};

use super::pages;

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_is_told_quietly() {
    in_browser("newer", async |screen| {
        let house = Served::open(60).await;
        screen.goto(&house.address()).await;
        pages::create_school(&screen, "Kōwhai Bay College").await;
        let page = Announcer::start(mended()).await.unwrap();
        an_address_is_set(&screen, &page).await;
        what_is_new_is_read(&screen).await;
        a_failed_look_keeps_it(&screen, &page).await;
        assert_eq!(page.asked().len(), 2, "nobody asks unless a person does");
        house.close().await;
    })
    .await;
}

fn mended() -> Announced {
    Announced::Version {
        version: "77.1.0".into(),
        notes: "Mends the listener. <b id='strange'>Not bold.</b>".into(),
        url: "https://downloads.example/crosswalk-77.1.0.zip".into(),
        security: true,
    }
}

/// What cannot be asked is said beside the field; what was typed survives a reload.
async fn an_address_is_set(screen: &Screen, page: &Announcer) {
    screen.open("/settings").await;
    screen.see_word("updates_nobody").await;
    screen.see_word("updates_daily_none").await;
    screen.fill(&word("updates_address"), "http://updates.example/latest.json").await;
    press_save(screen).await;
    screen.see("It must begin with https://").await;
    screen.look("updates-refused").await;
    screen.fill(&word("updates_address"), &page.url).await;
    screen.client.refresh().await.expect("the page can be loaded anew");
    screen.see_word("updates_address").await;
    let typed = "return [...document.querySelectorAll('main input')].some(field => field.value.endsWith('/latest.json'))";
    screen.until("what was typed", async || screen.run(typed).await == true).await;
    screen.fill(&word("updates_own_servers"), "127.0.0.1").await;
    press_save(screen).await;
    screen.see_word("updates_never").await;
}

/// Several buttons of the page may be called so: this is the one of this form.
async fn press_save(screen: &Screen) {
    let save = format!(
        "//form[.//label[contains(., '{}')]]//button[contains(., '{}')]",
        word("updates_address"),
        word("updates_save")
    );
    screen.act(&save, async |button| button.click().await).await;
}

async fn what_is_new_is_read(screen: &Screen) {
    screen.press_word("updates_look").await;
    screen.see(&told("updates_newer_security", &[("version", "77.1.0")])).await;
    screen.see("<b id='strange'>Not bold.</b>").await;
    assert_eq!(screen.count("#strange").await, 0, "it is shown as it is, and marks nothing up");
    screen.see("https://downloads.example/crosswalk-77.1.0.zip").await;
    screen.see(&told("updates_elsewhere", &[("host", "downloads.example")])).await;
    assert_eq!(screen.count("main a[target=_blank][rel~=noopener]").await, 1);
    screen.close_toasts().await;
    screen.look("updates-newer").await;
    screen.open("/overview").await;
    screen.see(&told("updates_overview_security", &[("version", "77.1.0")])).await;
    screen.press_word("updates_overview_more").await;
    screen.at("/settings").await;
}

async fn a_failed_look_keeps_it(screen: &Screen, page: &Announcer) {
    page.announce(Announced::Status(500));
    screen.press_word("updates_look").await;
    screen.see("It answered with the status 500.").await;
    screen.see(&told("updates_newer_security", &[("version", "77.1.0")])).await;
    screen.look("updates-failed").await;
}

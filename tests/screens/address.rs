//! The browser's address is never open.

use crosswalk_tests::screens::{Served, in_browser};

/// The code that the host prints opens the screens once; without it there is one sentence and nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn the_address_opens_the_screens_once() {
    in_browser("address", async |screen| {
        let house = Served::open(100).await;
        let sentence = "Open the address that crosswalkd printed.";
        screen.goto(house.origin()).await;
        screen.see(sentence).await;
        assert_eq!(screen.count("script, link, img").await, 0, "nothing of the screens is there");

        let address = house.address();
        screen.goto(&address).await;
        screen.see_word("first_title").await;
        screen.look("first-run").await;

        // The session lasts in this browser; the code does not open another one.
        screen.goto(house.origin()).await;
        screen.see_word("first_title").await;
        screen.client.delete_all_cookies().await.unwrap();
        screen.goto(&address).await;
        screen.see(sentence).await;

        for (path, headers) in [
            ("/", vec![]),
            ("/app/health", vec![("Origin", "http://elsewhere.example")]),
            ("/", vec![("Host", "elsewhere.example")]),
        ] {
            let answer = house.fetch(path, &headers).await;
            assert!(
                answer.status >= 400 && !answer.text().contains("<script"),
                "{path} {headers:?}: {}",
                answer.status
            );
        }
        house.close().await;
    })
    .await;
}

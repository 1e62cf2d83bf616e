//! What is kept when a story fails: a picture of the page and its text.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use super::{Screen, surroundings};

static FAILURES: AtomicU32 = AtomicU32::new(0);
/// A browser that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// Tells the story; where it fails, the evidence is kept and named.
pub async fn watch(screen: &Screen, story: impl Future<Output = ()>) {
    let Some(failed) = failure_of(story).await else { return screen.assert_no_faults().await };
    let kept = tokio::time::timeout(PATIENCE, keep(screen)).await;
    let place = kept.map_or_else(|_| "the browser does not answer".to_owned(), |at| at.display().to_string());
    panic!("{failed}\nWhat the screen showed: {place}");
}

/// Why a story failed, if it did.
async fn failure_of(story: impl Future<Output = ()>) -> Option<String> {
    let mut story = pin!(story);
    let caught = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| story.as_mut().poll(context))) {
        Ok(polled) => polled.map(|()| None),
        Err(panicked) => Poll::Ready(Some(panicked)),
    });
    let why = caught.await?;
    let said = why.downcast_ref::<String>().cloned();
    said.or_else(|| why.downcast_ref::<&str>().map(|text| (*text).to_owned())).or(Some(String::new()))
}

async fn keep(screen: &Screen) -> PathBuf {
    let number = FAILURES.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join("crosswalk-screens").join(format!(
        "{}-{}-{number}",
        screen.story,
        std::process::id()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    if let Ok(picture) = screen.client.screenshot().await {
        std::fs::write(folder.join("page.png"), picture).unwrap();
    }
    let address = screen.client.current_url().await.map_or_else(|e| e.to_string(), |url| url.to_string());
    let said = screen.faults().await.join("\n");
    let text = format!("{address}\n\n{}\n\n{said}\n", screen.text().await);
    std::fs::write(folder.join("page.txt"), text).unwrap();
    folder
}

/// Keeps a picture of the page where pictures are wanted.
pub async fn shoot(screen: &Screen, name: &str) {
    let Some(folder) = surroundings::shots() else { return };
    std::fs::create_dir_all(&folder).unwrap();
    // Fonts and transitions come to rest.
    tokio::time::sleep(Duration::from_millis(400)).await;
    let picture = screen.client.screenshot().await.unwrap();
    std::fs::write(folder.join(format!("{}-{name}.png", screen.story)), picture).unwrap();
}

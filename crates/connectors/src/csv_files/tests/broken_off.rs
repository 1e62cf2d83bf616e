//! Stopping in the middle.

use std::time::{Duration, Instant};

use crosswalk_connector_kit::{CancellationToken, DocumentSink};

use super::*;

fn big() -> School {
    let rows: String = (0..60_000).map(|number| format!("{number},Name{number},Given,9K\n")).collect();
    School::new().file("p.csv", format!("Student ID,Last Name,First Name,Tutor\n{rows}"))
}

#[tokio::test]
async fn a_read_is_cancelled_within_a_second() {
    let school = big();
    let request = ReadRequest::default();
    let (cancel, mut sink) = (request.cancel.clone(), Collected::default());
    let connection = school.open();
    let began = Instant::now();
    let stop = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        cancel.cancel();
    };
    let (end, ()) = tokio::join!(connection.read(&request, &mut sink), stop);
    assert_eq!(end, Err(KitError::Cancelled));
    assert!(began.elapsed() < Duration::from_secs(1));
    assert!(sink.scopes.is_empty());
}

#[tokio::test]
async fn nothing_is_done_for_whom_has_gone_already() {
    let school = big();
    let cancel = CancellationToken::new();
    cancel.cancel();
    assert!(matches!(school.open().discover(&cancel).await, Err(KitError::Cancelled)));
    let checks = school.open().check(&cancel).await;
    assert_eq!(checks[0].message, "It was stopped before it was finished.");
}

/// Wants three documents and no more.
#[derive(Default)]
struct Full(usize);

impl DocumentSink for Full {
    fn document(&mut self, _: Document) -> Result<(), KitError> {
        self.0 += 1;
        if self.0 > 3 { Err(KitError::Cancelled) } else { Ok(()) }
    }

    fn finding(&mut self, _: Finding) {}

    fn scope(&mut self, _: Scope) {}
}

#[tokio::test]
async fn a_sink_that_wants_no_more_ends_the_read() {
    let mut sink = Full::default();
    let end = big().open().read(&ReadRequest::default(), &mut sink).await;
    assert_eq!(end, Err(KitError::Cancelled));
    assert_eq!(sink.0, 4);
}

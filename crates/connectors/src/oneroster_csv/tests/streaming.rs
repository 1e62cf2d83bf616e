//! Memory that does not grow with the file, and stopping in the middle.

use std::fmt::Write;
use std::time::{Duration, Instant};

use crosswalk_connector_kit::DocumentSink;

use super::*;

/// The whole package with many more enrolments.
fn big(rows: usize, last: &str) -> Placed {
    let mut text = String::with_capacity(rows * 32);
    for number in 0..rows {
        writeln!(text, "x{number},,,k1,s1,u1,student,,,").unwrap();
    }
    Package::whole().add("enrollments.csv", &format!("{text}{last}")).in_a_folder()
}

/// Counts documents and keeps none; wants no more after a number of them.
#[derive(Default)]
struct Counting {
    seen: usize,
    wanted: Option<usize>,
}

impl DocumentSink for Counting {
    fn document(&mut self, _: Document) -> Result<(), KitError> {
        self.seen += 1;
        if self.wanted.is_some_and(|wanted| self.seen >= wanted) { Err(KitError::Cancelled) } else { Ok(()) }
    }

    fn finding(&mut self, _: Finding) {}

    fn scope(&mut self, _: Scope) {}
}

#[tokio::test]
async fn documents_come_before_the_file_has_ended() {
    let placed = big(20_000, "x,,,\"never closed");
    let mut sink = Counting::default();
    let end = placed.open().read(&ReadRequest::default(), &mut sink).await;
    assert!(end.unwrap_err().to_string().contains("never closed"));
    assert!(sink.seen > 19_000, "{}", sink.seen);
}

#[tokio::test]
async fn a_sink_that_wants_no_more_ends_the_read() {
    let placed = big(20_000, "");
    let mut sink = Counting { wanted: Some(30), ..Counting::default() };
    let end = placed.open().read(&ReadRequest::default(), &mut sink).await;
    assert_eq!((end, sink.seen), (Err(KitError::Cancelled), 30));
}

#[tokio::test]
async fn a_read_is_cancelled_within_a_second() {
    let placed = big(200_000, "");
    let request = ReadRequest::default();
    let (cancel, mut sink) = (request.cancel.clone(), Counting::default());
    let connection = placed.open();
    let began = Instant::now();
    let stop = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        cancel.cancel();
    };
    let (end, ()) = tokio::join!(connection.read(&request, &mut sink), stop);
    assert_eq!(end, Err(KitError::Cancelled));
    assert!(began.elapsed() < Duration::from_secs(1) && sink.seen < 200_000);
}

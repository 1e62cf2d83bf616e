use std::sync::{Arc, Mutex};

use futures::stream;

use super::*;

/// A spool that remembers whether it was ended, and may be full.
#[derive(Clone, Default)]
struct Spool {
    kept: Arc<Mutex<Vec<u8>>>,
    ended: Arc<Mutex<bool>>,
    room: Option<usize>,
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self.kept.lock().unwrap();
        if self.room.is_some_and(|room| kept.len() + bytes.len() > room) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn limits(bytes: u64, whole: u64, stretch: u64, least: u64) -> Limits {
    let millis = Duration::from_millis;
    Limits { bytes, whole: millis(whole), stretch: millis(stretch), least, small: 0 }
}

fn body(pieces: Vec<Result<&'static str, io::ErrorKind>>) -> Body {
    Body::from_stream(stream::iter(
        pieces.into_iter().map(|piece| piece.map(Bytes::from).map_err(io::Error::from)),
    ))
}

/// So many pieces of so many bytes, with a pause before each.
fn slowly(pieces: usize, bytes: usize, pause: Duration) -> Body {
    Body::from_stream(stream::unfold(pieces, move |left| async move {
        tokio::time::sleep(pause).await;
        (left > 0).then(|| (Ok::<_, io::Error>(Bytes::from(vec![b'x'; bytes])), left - 1))
    }))
}

async fn run(body: Body, limits: Limits, spool: &Spool) -> Result<usize, PumpError> {
    let (own, ended) = (spool.clone(), spool.ended.clone());
    let finish = move |spool: Spool| {
        *ended.lock().unwrap() = true;
        Ok(spool.kept.lock().unwrap().len())
    };
    pump(body, &limits, move || Ok(own), finish).await
}

#[tokio::test]
async fn a_whole_body_is_ended_once() {
    let spool = Spool::default();
    let size = run(body(vec![Ok("ab"), Ok(""), Ok("cd")]), Limits::default(), &spool).await.unwrap();
    assert_eq!((size, &**spool.kept.lock().unwrap()), (4, &b"abcd"[..]));
    assert!(*spool.ended.lock().unwrap());
}

#[tokio::test]
async fn only_what_outgrows_a_small_body_is_written_by_another_thread() {
    let here = std::thread::current().id();
    for (size, is_small) in [(0, true), (4, true), (5, false), (4000, false)] {
        let limits = Limits { small: 4, ..Limits::default() };
        let pieces = vec![Ok("x"); size];
        let (spool, written) = (Spool::default(), Arc::new(Mutex::new(None)));
        let (own, by) = (spool.clone(), written.clone());
        let finish = move |_: Spool| {
            *by.lock().unwrap() = Some(std::thread::current().id());
            Ok(())
        };
        pump(body(pieces), &limits, move || Ok(own), finish).await.unwrap();
        assert_eq!(spool.kept.lock().unwrap().len(), size);
        assert_eq!(written.lock().unwrap().unwrap() == here, is_small, "{size}");
    }
}

#[tokio::test]
async fn an_empty_body_is_whole_too() {
    let spool = Spool::default();
    assert_eq!(run(Body::empty(), Limits::default(), &spool).await.unwrap(), 0);
}

#[tokio::test]
async fn the_limit_is_the_last_byte_that_fits() {
    let spool = Spool::default();
    assert_eq!(run(body(vec![Ok("ab"), Ok("cd")]), limits(4, 1000, 1000, 0), &spool).await.unwrap(), 4);
    let spool = Spool::default();
    let error = run(body(vec![Ok("ab"), Ok("cde")]), limits(4, 1000, 1000, 0), &spool).await.unwrap_err();
    assert!(matches!(error, PumpError::TooLarge));
    assert!(!*spool.ended.lock().unwrap());
}

#[tokio::test]
async fn what_was_cut_off_is_never_ended() {
    for small in [0, 100] {
        let spool = Spool::default();
        let cut = body(vec![Ok("ab"), Err(io::ErrorKind::UnexpectedEof)]);
        let limits = Limits { small, ..Limits::default() };
        assert!(matches!(run(cut, limits, &spool).await.unwrap_err(), PumpError::CutOff));
        assert!(!*spool.ended.lock().unwrap());
    }
}

#[tokio::test]
async fn a_request_that_is_dropped_is_never_ended() {
    for small in [0, 1000] {
        let spool = Spool::default();
        let limits = Limits { small, ..Limits::default() };
        let running = run(slowly(1000, 1, Duration::from_millis(5)), limits, &spool);
        assert!(tokio::time::timeout(Duration::from_millis(60), running).await.is_err());
        while Arc::strong_count(&spool.kept) > 1 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(!*spool.ended.lock().unwrap());
    }
}

#[tokio::test]
async fn a_full_disk_is_told() {
    let spool = Spool { room: Some(3), ..Spool::default() };
    let many = body(vec![Ok("ab"); 100]);
    let error = run(many, Limits::default(), &spool).await.unwrap_err();
    assert!(
        matches!(&error, PumpError::Spool(error) if error.kind() == io::ErrorKind::StorageFull),
        "{error}"
    );
    let limits = Limits::default();
    let opened = pump(Body::empty(), &limits, || Err::<Spool, _>(io::ErrorKind::NotFound.into()), |_| Ok(()));
    assert!(matches!(opened.await.unwrap_err(), PumpError::Spool(_)));
}

#[tokio::test]
async fn a_dawdler_is_let_go_and_a_slow_but_steady_sender_is_not() {
    let spool = Spool::default();
    let dawdles = slowly(100, 1, Duration::from_millis(10));
    let error = run(dawdles, limits(1000, 10_000, 60, 50), &spool).await.unwrap_err();
    assert!(matches!(error, PumpError::TooSlow));
    let steady = slowly(20, 100, Duration::from_millis(10));
    assert_eq!(run(steady, limits(9000, 10_000, 60, 50), &Spool::default()).await.unwrap(), 2000);
}

#[tokio::test]
async fn the_whole_has_its_end_too() {
    let endless = slowly(usize::MAX, 100, Duration::from_millis(5));
    let error = run(endless, limits(u64::MAX, 120, 40, 1), &Spool::default()).await.unwrap_err();
    assert!(matches!(error, PumpError::TooSlow));
}

#[tokio::test]
async fn draining_ends_by_itself() {
    drain(body(vec![Ok("ab"), Ok("cd")]), 100, Duration::from_secs(5)).await;
    drain(slowly(usize::MAX, 100, Duration::from_millis(1)), 300, Duration::from_secs(5)).await;
    drain(slowly(usize::MAX, 1, Duration::from_millis(1)), u64::MAX, Duration::from_millis(50)).await;
}

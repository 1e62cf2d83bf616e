//! The script is one for the whole process, so that what needs it stands in one test.

use crate::*;

#[test]
fn a_release_has_no_faults() {
    assert_eq!(PRESENT, cfg!(debug_assertions));
    if !PRESENT {
        arm("fault=EIO".parse().unwrap());
        assert_eq!((at(Point::DbRead), disarm(), size_of::<Within>()), (Ok(()), Report::default(), 0));
    }
}

#[test]
fn names_are_one_for_one() {
    for fault in Fault::ALL {
        assert_eq!(Fault::named(fault.name()), Some(fault));
    }
    let names: std::collections::BTreeSet<&str> = Point::ALL.iter().map(|point| point.name()).collect();
    assert_eq!(names.len(), Point::ALL.len());
    for point in Point::ALL {
        assert!(["db", "file", "net"].contains(&point.kind()) && point.faults().contains(&Fault::Kill));
    }
}

#[test]
fn lines_are_read_as_they_are_written() {
    for line in ["n=7,times=1,fault=EIO", "stage=send,at=net.,n=1,times=3,fault=429", ""] {
        assert_eq!(line.parse::<Script>().unwrap().to_string(), line);
    }
    assert_eq!("fault=kill".parse(), Ok(Rule::nth(1, Fault::Kill)));
    for line in ["n=1", "fault=boredom", "n=x,fault=EIO", "stage=nowhere,fault=EIO", "what=1,fault=EIO"] {
        assert_eq!(line.parse::<Rule>(), Err(BadRule(line.to_owned())));
    }
}

#[test]
fn errors_are_those_of_the_system() {
    use std::io::ErrorKind;
    assert_eq!(Fault::NoSpace.io().kind(), ErrorKind::StorageFull);
    assert_eq!(Fault::Denied.io().kind(), ErrorKind::PermissionDenied);
    assert_eq!((Fault::Busy.sqlite(), Fault::Full.sqlite(), Fault::Io.sqlite()), (5, 13, 10));
}

#[cfg(debug_assertions)]
#[test]
fn the_nth_operation_fails_and_no_other() {
    assert_eq!(at(Point::DbWrite), Ok(()), "nothing is armed");
    arm("at=db,n=2,times=2,fault=SQLITE_BUSY; stage=send,at=net,n=2,fault=reset; at=file,fault=clock-"
        .parse()
        .unwrap());
    let table = [
        (Point::DbRead, Ok(())),
        (Point::NetSend, Ok(())),
        (Point::DbWrite, Err(Fault::Busy)),
        (Point::DbCommit, Err(Fault::Busy)),
        (Point::DbCommit, Ok(())),
        (Point::FileOpen, Ok(())),
    ];
    for (point, expect) in table {
        assert_eq!(at(point), expect, "{point}");
    }
    let sending = enter(Stage::Send);
    assert_eq!(at(Point::NetSend), Ok(()));
    {
        let _audit = enter(Stage::Audit);
        assert_eq!(at(Point::NetSend), Ok(()), "another stage does not count");
    }
    assert_eq!(at(Point::NetSend), Err(Fault::Reset));
    drop(sending);
    assert_eq!(clock_is_off_by(), -600);
    let report = disarm();
    assert_eq!((report.seen.len(), report.raised.len()), (9, 4));
    assert_eq!(report.raised[0], (Stage::Other, Point::DbWrite, Fault::Busy));
    assert_eq!(at(Point::DbWrite), Ok(()));
}

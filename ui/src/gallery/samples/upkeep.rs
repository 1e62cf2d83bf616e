//! Invented backups, limits of the guard, and versions.

use super::{ago, id};
use crosswalk_contract::{
    BackupFailed, BackupRow, BackupsView, BundleMade, GuardView, Nightly, TrendDay, TrendsView,
    VersionChange, VersionRow,
};
use crosswalk_model::{Date, GuardLimits, StartOfYear, Time};

/// Every night, the last one good.
pub fn backups() -> BackupsView {
    let row = BackupRow {
        made_at: ago(400),
        file: "/mnt/office/backups/crosswalk-4a1b22c0-20251120-133000.cwbackup".into(),
        bytes: 48_233_111,
        verified_at: ago(399),
        sentence: "21,403 records of the roster, 412 deliveries and 380 stored messages".into(),
    };
    let nightly = Nightly { folder: "/mnt/office/backups".into(), at: Time::constant(2, 30, 0, 0), keep: 7 };
    BackupsView {
        sentence: format!("The last backup was made and checked. It holds {}.", row.sentence),
        possible: true,
        last: Some(row),
        failed: None,
        late: false,
        nightly: Some(nightly),
        next: Some(ago(-600)),
        has_passphrase: true,
    }
}

/// The last try failed.
pub fn backups_failed() -> BackupsView {
    let words = "There is no room on /mnt/office: 48 MB are needed. Make room, or choose another folder.";
    BackupsView {
        sentence: format!("The last backup was not made. {words}"),
        failed: Some(BackupFailed { at: ago(20), words: words.into() }),
        late: true,
        ..backups()
    }
}

/// A fresh house.
pub fn no_backups() -> BackupsView {
    let sentence = "No backup has been made yet.".into();
    BackupsView { sentence, last: None, nightly: None, next: None, has_passphrase: false, ..backups() }
}

/// A bundle that was made.
pub fn bundle() -> BundleMade {
    let holds = ["README.txt", "about.json", "store.json", "runs.json", "health.json", "log.txt"];
    BundleMade {
        file: "/backups/crosswalk-bundle.zip".into(),
        bytes: 31_204,
        holds: holds.map(str::to_owned).into(),
        sentence: "The bundle was made. Open it and read its README before you send it.".into(),
    }
}

/// Usual limits, with a start of the year.
pub fn guard() -> GuardView {
    let limits = GuardLimits::default();
    let days = StartOfYear { from: Date::constant(2027, 1, 25), until: Date::constant(2027, 2, 20) };
    GuardView {
        sync: id(103),
        title: "Roster → Moodle".into(),
        today: limits.clone(),
        limits,
        start_of_year: Some(days),
    }
}

/// Four versions of a sync.
pub fn versions() -> Vec<VersionRow> {
    let change = |what: &str, before: Option<&str>, after: Option<&str>| VersionChange {
        what: what.into(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    let row = |version, minutes, by: &str, changes| VersionRow {
        version,
        at: ago(minutes),
        by: by.into(),
        changed: Vec::new(),
        changes,
        present: version == 4,
    };
    let limits = vec![change("hold above so many departures", Some("20"), Some("40"))];
    let mapping = vec![
        change(
            "user to people.display_name",
            Some("preferredGivenName, familyName → join"),
            Some("template “{{ preferredGivenName }} {{ familyName }}”; ask"),
        ),
        change("user to people.email", Some("email → trim → lower"), None),
        change("condition “only pupils”", None, Some("user: role == 'student'")),
    ];
    vec![
        row(4, 40, "local administrator", limits),
        row(3, 1500, "M. Ngata", mapping),
        row(2, 4000, "local administrator", Vec::new()),
        row(1, 9000, "local administrator", Vec::new()),
    ]
}

/// Thirty days: quiet weekends, one day with a failure, one with many changes.
pub fn trends() -> TrendsView {
    let day = |date: Date, back: u64| {
        let is_weekend = date.weekday().to_monday_zero_offset() > 4;
        let runs = if is_weekend { 0 } else { 3 + back % 2 };
        let applied = if back == 12 { 412 } else { runs * (7 + back * 5 % 11) };
        TrendDay {
            date,
            runs,
            failed: u64::from(back == 9 && runs > 0),
            read: runs * 2_040,
            applied,
            not_applied: u64::from(back == 12) * 9,
            findings: runs * (back % 3),
            took: (runs > 0).then_some(3_800 + back * 137 % 1_900),
        }
    };
    let last = Date::constant(2025, 11, 20);
    let dates = std::iter::successors(Some(last), |date| date.yesterday().ok());
    let mut days: Vec<TrendDay> = dates.take(30).zip(0..).map(|(date, back)| day(date, back)).collect();
    days.reverse();
    TrendsView { days }
}

/// A fresh house.
pub fn no_trends() -> TrendsView {
    let quiet = |day: TrendDay| TrendDay { runs: 0, failed: 0, ..day };
    TrendsView { days: trends().days.into_iter().map(quiet).collect() }
}

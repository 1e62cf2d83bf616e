//! How the backups stand: the sentence, and the facts behind it.

use crate::format::size;
use crate::texts;
use crate::widgets::{chip, moment};
use crosswalk_contract::{BackupRow, BackupsView, Mood};
use leptos::prelude::*;

/// The answer to "could I come back?"
pub fn sentence(view: &BackupsView) -> &'static str {
    match (view.possible, &view.failed, &view.last) {
        (false, ..) => texts::backups_elsewhere(),
        (_, Some(_), _) => texts::backups_failed(),
        (_, None, None) => texts::backups_none(),
        (_, None, Some(_)) if view.late => texts::backups_late(),
        (_, None, Some(_)) => texts::backups_good(),
    }
}

/// The last one, the one that failed, the next one.
pub fn standing(view: &BackupsView) -> AnyView {
    let last = view.last.as_ref().map(|row| made(row, view.late));
    let failed = view.failed.as_ref().map(|failed| {
        view! { <dt>{texts::backups_last_try()}</dt><dd>{chip(Mood::Bad, texts::backups_not_made())} " " {moment(failed.at)}</dd> }
    });
    let next = view.next.map_or_else(
        || view! { {texts::backups_no_next()} }.into_any(),
        |at| view! { {moment(at)} }.into_any(),
    );
    view! {
        <dl class="facts">
            {failed} {last}
            <dt>{texts::backups_next()}</dt><dd>{next}</dd>
        </dl>
    }
    .into_any()
}

fn made(row: &BackupRow, is_late: bool) -> AnyView {
    let mood = if is_late { Mood::Waiting } else { Mood::Good };
    view! {
        <dt>{texts::backups_last()}</dt><dd>{chip(mood, texts::backups_checked())} " " {moment(row.made_at)}</dd>
        <dt>{texts::backups_holds()}</dt><dd>{row.sentence.clone()}</dd>
        <dt>{texts::backups_file()}</dt><dd class="mono">{row.file.clone()}</dd>
        <dt>{texts::column_size()}</dt><dd>{size(row.bytes)}</dd>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_contract::BackupFailed;

    #[test]
    fn a_failed_try_counts_more_than_an_older_good_one() {
        let at = "2026-03-02T00:00:00Z".parse().unwrap();
        let row = BackupRow {
            made_at: at,
            file: String::new(),
            bytes: 0,
            verified_at: at,
            sentence: String::new(),
        };
        let good = BackupsView {
            sentence: String::new(),
            possible: true,
            last: Some(row),
            failed: None,
            late: false,
            nightly: None,
            next: None,
            has_passphrase: false,
        };
        assert_eq!(sentence(&good), texts::backups_good());
        assert_eq!(sentence(&BackupsView { late: true, ..good.clone() }), texts::backups_late());
        let failed = Some(BackupFailed { at, words: String::new() });
        assert_eq!(sentence(&BackupsView { failed, late: true, ..good.clone() }), texts::backups_failed());
        assert_eq!(sentence(&BackupsView { last: None, ..good.clone() }), texts::backups_none());
        assert_eq!(sentence(&BackupsView { possible: false, ..good }), texts::backups_elsewhere());
    }
}

//! Asks for the audit trail, as the address sifts it; has its chain checked, and saves it as a file.

use super::export::asking;
use super::view::{Deeds, view};
use super::words::subjects;
use crate::state::{Query, Topic, crumbs, deed, paged, query, saving};
use crate::texts;
use crate::widgets::{Sieve, Sifted, faces, since_choice};
use crosswalk_contract::{ListAudit, TableFormat, VerifyAudit};
use leptos::prelude::*;

const ABOUT: &str = "about";

/// The audit trail.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_audit());
    let query = query();
    let ask = move |cursor| ListAudit { about: query.get(ABOUT), since: query.since(), cursor };
    let trail = paged(ask, &[Topic::Plans, Topic::Connections, Topic::Conflicts]);
    let (check, verdict) = (deed(), RwSignal::new(None));
    let verify = Callback::new(move |()| {
        check.run(VerifyAudit {}, move |found| {
            verdict.try_set(Some(found));
        });
    });
    if query.get("verify").is_some() {
        verify.run(());
    }
    let (export, exporting) = exporting(ask);
    let deeds = Deeds { verify, verifying: check.busy.into(), export, exporting };
    let first = trail.first.clone();
    faces(&first, move |first| view(first, trail.clone(), verdict.into(), deeds, sifted(query)))
}

fn sifted(query: Query) -> Sieve {
    let choices = Signal::derive(|| {
        let about = subjects().map(|(word, label)| (word.to_owned(), label.to_owned())).to_vec();
        vec![
            Sifted {
                name: ABOUT,
                label: texts::audit_about(),
                all: texts::sieve_everything(),
                values: about,
            },
            since_choice(),
        ]
    });
    Sieve { query, choices }
}

/// Saves what is shown, older entries too.
fn exporting(
    ask: impl Fn(Option<String>) -> ListAudit + Copy + Send + Sync + 'static,
) -> (Callback<TableFormat>, Signal<bool>) {
    let (save, busy) = saving();
    let export = Callback::new(move |format| save.run(asking(untrack(|| ask(None)), format)));
    (export, busy)
}

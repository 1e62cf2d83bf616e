//! Asks for the audit trail, as the address sifts it; has its chain checked, and saves it as a file.

use super::export::{gather, table};
use super::view::{Deeds, view};
use super::words::subjects;
use crate::state::{Query, Toast, Topic, crumbs, deed, paged, query, save_file, toasts};
use crate::texts;
use crate::widgets::{Sieve, Sifted, faces, since_choice};
use crosswalk_contract::{ListAudit, VerifyAudit};
use leptos::prelude::*;
use leptos::task::spawn_local;

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
) -> (Callback<()>, Signal<bool>) {
    let (busy, toasts) = (RwSignal::new(false), toasts());
    let export = Callback::new(move |()| {
        let question = untrack(|| ask(None));
        busy.set(true);
        spawn_local(async move {
            match gather(question).await {
                Ok(rows) => {
                    save_file("audit.csv", "text/csv", &table(&rows));
                    toasts.show(Toast::done(texts::file_saved("audit.csv")));
                }
                Err(problem) => toasts.show(Toast::problem(&problem)),
            }
            busy.try_set(false);
        });
    });
    (export, busy.into())
}

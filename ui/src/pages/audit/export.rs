//! The audit trail as a file: every entry that the sieve lets through, however long the trail is. The engine writes it,
//! in the words of this screen.

use super::words::{ACTIONS, action};
use crate::texts;
use crosswalk_contract::{ExportAudit, ListAudit, TableFormat, TableWords};

/// Asks for everything that the sieve lets through.
pub fn asking(ask: ListAudit, format: TableFormat) -> ExportAudit {
    ExportAudit { about: ask.about, since: ask.since, format, words: words() }
}

fn words() -> TableWords {
    let heads = [
        texts::column_number(),
        texts::column_when(),
        texts::column_actor(),
        texts::column_action(),
        texts::column_detail(),
        "code",
        "details",
    ];
    let actions = ACTIONS.iter().map(|code| ((*code).to_owned(), action(code)));
    TableWords {
        title: texts::nav_audit().to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        words: actions.chain(of_details()).collect(),
    }
}

/// What the details are called; the engine puts figures and seals into their places.
fn of_details() -> impl Iterator<Item = (String, String)> {
    let (count, seal) = (|| "{count}".to_owned(), "{seal}".to_owned());
    [
        ("run", texts::audit_its_run().to_owned()),
        ("plan", texts::audit_its_plan().to_owned()),
        ("root", texts::audit_seal(seal)),
        ("applied", texts::audit_applied(count())),
        ("not_applied", texts::audit_not_applied(count())),
    ]
    .into_iter()
    .map(|(name, word)| (name.to_owned(), word))
}

//! What an undo leaves as it is, in words, and the sentence of its plan.

use crosswalk_model::{Finding, Name};
use crosswalk_reconcile::sentence::number;
use crosswalk_reconcile::tally::Tally;
use crosswalk_reconcile::undo::{Left, Why};

/// The code of findings that name what is not undone.
pub(crate) const NOT_UNDONE: &str = "not_undone";

/// Something that stays as it is.
pub(crate) struct Stays {
    pub target: Name,
    pub key: String,
    pub left: Left,
    /// Who has changed it since, where somebody has.
    pub by: String,
}

impl Stays {
    /// As it is told beside the plan.
    pub fn finding(&self) -> Finding {
        let what = self.left.field.as_ref().map_or("It".to_owned(), |field| format!("“{field}”"));
        let message = words(&what, self.left.why, &self.by);
        let finding = Finding::warning(NOT_UNDONE, self.target.clone(), &self.key, message);
        match &self.left.field {
            Some(field) => finding.on(field.clone()),
            None => finding,
        }
    }
}

fn words(what: &str, why: Why, by: &str) -> String {
    match why {
        Why::ChangedSince => format!("{what} was changed since by {by}, and stays as it is."),
        Why::EndedSince => format!("{what} was ended since by {by}, and stays so."),
        Why::BackSince => format!("{what} is in use again already."),
        Why::Gone => format!("{what} is not there any more."),
        Why::NotKnown => format!("Nobody knows what stood in {what} before, so that it stays."),
        Why::KeyTaken => format!("{what} keeps its new key: somebody else has the former one by now."),
        Why::Deleted => format!("{what} was removed for good, and does not come back."),
        Why::Erased => format!("{what} was erased for privacy; nothing is known of it any more."),
        Why::NotOffered => format!("{what} stays: the destination does not offer what that would take."),
    }
}

/// The sentence of a plan that undoes a run.
pub(crate) fn sentence(tally: &Tally, plain: &str, left: u64) -> String {
    let mut letters = plain.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    let does = if tally.is_empty() {
        "Undo: there is nothing that can be undone.".to_owned()
    } else {
        format!("Undo: {first}{}", letters.as_str())
    };
    match left {
        0 => does,
        1 => format!("{does} 1 thing stays as it is."),
        more => format!("{does} {} things stay as they are.", number(more)),
    }
}

//! What the driver and the house that it torments say to each other: a line of JSON each.

use crosswalk_contract::{Envelope, Problem};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the driver says.
#[derive(Serialize, Deserialize)]
pub enum Say {
    /// A question, as the screens ask it.
    Ask(Box<Envelope>),
    /// Waits until nothing is under way.
    Settle,
    /// From now on operations count, and fail as the script wants.
    Arm(String),
    /// All is well again; tells what happened.
    Disarm,
    /// Lets so many seconds pass on the clock and looks at it.
    Pass(i64),
    /// Looks at the databases' files.
    Examine,
    /// The roster, a line a record.
    Roster,
    /// Ends as the menu does.
    Close,
}

/// What the house answers.
#[derive(Debug, Serialize, Deserialize)]
pub enum Heard {
    /// It is open, and pushes go to this port.
    Ready(u16),
    /// It cannot be opened, and says why.
    Unopened(String),
    /// The answer to a question.
    Answer(Value),
    /// The problem that the screen shows.
    Problem(Problem),
    /// What the script saw and did: stage and point; stage, point and fault.
    Report(Vec<(String, String)>, Vec<(String, String, String)>),
    /// Lines.
    Lines(Vec<String>),
    /// It is done.
    Done,
}

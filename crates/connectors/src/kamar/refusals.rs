//! Every kind of bad request: its status, its words, and whether its body is kept. `bad-requests.md` beside this file
//! is this table in print; a test keeps the two the same.

use crosswalk_connector_kit::Refusal;

use super::answer::Answers;

/// The kinds of bad request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// A path below ours that means nothing.
    Path,
    /// Anything but POST.
    Method,
    /// No credentials, in the header or (where configured) in the body.
    NoCredentials,
    /// Wrong credentials.
    Credentials,
    /// Neither JSON nor XML by its content type.
    ContentType,
    /// Nothing, or white space, in the body.
    Empty,
    /// Complete, but neither JSON nor XML, or beyond a limit of size or depth, before it said what it is.
    Unreadable,
    /// Readable, but not a KAMAR message: no envelope or no `sync`.
    NotAMessage,
    /// Our own disk failed.
    Spool,
}

/// One row of the table.
pub struct Row {
    /// A stable code.
    pub code: &'static str,
    /// KAMAR's `error`, which is the HTTP status too; 0 goes with status 200.
    pub error: u16,
    /// What KAMAR is told: its `result`, or the `note` beside an `OK`. Where it is empty so is the answer: a scanner
    /// that tries paths learns nothing.
    pub words: &'static str,
    /// What the deliveries page says.
    pub sentence: &'static str,
    /// Whether the body is kept.
    pub stored: bool,
}

const fn refused(code: &'static str, error: u16, words: &'static str, sentence: &'static str) -> Row {
    Row { code, error, words, sentence, stored: false }
}

const fn kept(code: &'static str, words: &'static str, sentence: &'static str) -> Row {
    Row { code, error: 0, words, sentence, stored: true }
}

impl Bad {
    /// All kinds, in the order in which they are looked for.
    #[cfg(test)]
    pub const ALL: [Self; 9] = [
        Self::Path,
        Self::Method,
        Self::NoCredentials,
        Self::Credentials,
        Self::ContentType,
        Self::Empty,
        Self::Unreadable,
        Self::NotAMessage,
        Self::Spool,
    ];

    /// Its row of the table.
    pub fn row(self) -> Row {
        match self {
            Self::Path => refused(
                "unknown_path",
                404,
                "",
                "Somebody asked for a path below this connection's that does not exist. Check the address in KAMAR.",
            ),
            Self::Method => refused(
                "wrong_method",
                405,
                "Method Not Allowed. KAMAR pushes with POST.",
                "Somebody asked without POST, such as a browser. KAMAR always uses POST; nothing needs to be done.",
            ),
            Self::NoCredentials => refused(
                "no_credentials",
                401,
                "No credentials",
                "The request came without a username and password. Enter both in KAMAR's Directory Services, then press Check & Enable.",
            ),
            Self::Credentials => refused(
                "wrong_password",
                403,
                "Authentication Failed",
                "The username or password is not the one of this connection. Enter both again in KAMAR's Directory Services, then press Check & Enable.",
            ),
            Self::ContentType => refused(
                "wrong_content_type",
                415,
                "Unsupported Media Type. Send JSON or XML.",
                "The request was neither JSON nor XML. Choose JSON for this service in KAMAR's Directory Services.",
            ),
            Self::Empty => refused(
                "empty_body",
                400,
                "Bad Request. The message is empty.",
                "The request had an empty body. If it came from KAMAR, press Check & Enable there to try again.",
            ),
            Self::Unreadable => kept(
                "unreadable",
                "Stored, but it could not be read.",
                "The message is complete but cannot be read as JSON or XML. It is kept for a look and changed nothing. Choose JSON for this service in KAMAR and run it again.",
            ),
            Self::NotAMessage => kept(
                "not_a_message",
                "Stored, but it is not a KAMAR message.",
                "The message can be read but is not one of KAMAR's: it does not say what it is. It is kept for a look and changed nothing.",
            ),
            Self::Spool => refused(
                "not_stored",
                503,
                "Service Unavailable. The message could not be stored; send it again.",
                "This computer could not keep the message on its disk. Check that the disk is not full, then run the service again in KAMAR.",
            ),
        }
    }

    /// The refusal, worded for one request.
    pub fn refuse(self, answers: &Answers<'_>) -> Refusal {
        let row = self.row();
        let answer = match row.error {
            error if row.words.is_empty() => answers.silent(error),
            0 => answers.stored_with_note(row.words),
            error => answers.refused(error, row.words),
        };
        Refusal { code: row.code, message: row.sentence.to_owned(), answer, keep_body: row.stored }
    }
}

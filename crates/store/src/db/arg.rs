//! Arguments of statements.

use crosswalk_model::{
    ConflictId, ConnectionId, DeliveryId, Entity, Hash, PlanId, RosterId, RunId, SyncId, TenantId, Timestamp,
};

/// The arguments of one statement, in order.
pub(crate) type Args = Vec<Arg>;

/// One argument. What is missing says of which type it would be, because PostgreSQL asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
    Bytes(Option<Vec<u8>>),
    /// Many values of one kind as one argument; PostgreSQL only.
    List(List),
}

/// Values of one kind.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum List {
    Text(Vec<Option<String>>),
    Int(Vec<Option<i64>>),
    Bytes(Vec<Option<Vec<u8>>>),
}

impl List {
    /// An empty list of the kind of this argument.
    pub(crate) fn like(arg: &Arg) -> Self {
        match arg {
            Arg::Text(_) | Arg::List(_) => Self::Text(Vec::new()),
            Arg::Int(_) => Self::Int(Vec::new()),
            Arg::Bytes(_) => Self::Bytes(Vec::new()),
        }
    }

    /// Adds a value; one of another kind is a mistake of this crate, and counts as missing.
    pub(crate) fn push(&mut self, arg: Arg) {
        match (self, arg) {
            (Self::Text(list), Arg::Text(text)) => list.push(text),
            (Self::Int(list), Arg::Int(number)) => list.push(number),
            (Self::Bytes(list), Arg::Bytes(bytes)) => list.push(bytes),
            (Self::Text(list), _) => list.push(None),
            (Self::Int(list), _) => list.push(None),
            (Self::Bytes(list), _) => list.push(None),
        }
    }

    /// What PostgreSQL calls it.
    pub(crate) fn cast(&self) -> &'static str {
        match self {
            Self::Text(_) => "::text[]",
            Self::Int(_) => "::bigint[]",
            Self::Bytes(_) => "::bytea[]",
        }
    }
}

impl FromIterator<Arg> for List {
    fn from_iter<I: IntoIterator<Item = Arg>>(args: I) -> Self {
        let mut args = args.into_iter().peekable();
        let mut list = args.peek().map_or(Self::Text(Vec::new()), Self::like);
        args.for_each(|arg| list.push(arg));
        list
    }
}

/// Lists arguments of any kind.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Arg::from($value)),*] };
}
pub(crate) use args;

/// NUL cannot be stored as text by PostgreSQL and ends text for many readers of SQLite: it is dropped on both.
pub(crate) fn clean(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(Some(clean(text)))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::Text(text.map(clean))
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Int(Some(number.into()))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Int(Some(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl From<bool> for Arg {
    fn from(truth: bool) -> Self {
        Self::Int(Some(truth.into()))
    }
}

impl From<Vec<u8>> for Arg {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Some(bytes))
    }
}

impl From<Option<Vec<u8>>> for Arg {
    fn from(bytes: Option<Vec<u8>>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Hash> for Arg {
    fn from(hash: Hash) -> Self {
        Self::Bytes(Some(hash.0.to_vec()))
    }
}

impl From<Option<Hash>> for Arg {
    fn from(hash: Option<Hash>) -> Self {
        Self::Bytes(hash.map(|hash| hash.0.to_vec()))
    }
}

impl From<Entity> for Arg {
    fn from(entity: Entity) -> Self {
        Self::Text(Some(entity.as_str().to_owned()))
    }
}

/// Instants are whole microseconds since 1970.
impl From<Timestamp> for Arg {
    fn from(at: Timestamp) -> Self {
        Self::Int(Some(at.as_microsecond()))
    }
}

impl From<Option<Timestamp>> for Arg {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(Timestamp::as_microsecond))
    }
}

macro_rules! ids {
    ($($id:ident),*) => {$(
        impl From<$id> for Arg {
            fn from(id: $id) -> Self {
                Self::Text(Some(id.to_string()))
            }
        }

        impl From<Option<$id>> for Arg {
            fn from(id: Option<$id>) -> Self {
                Self::Text(id.map(|id| id.to_string()))
            }
        }
    )*};
}

/// An id as its sixteen bytes, as tables with a row for each record have it.
pub(crate) fn id_bytes(id: RosterId) -> Arg {
    Arg::Bytes(Some(id.0.as_bytes().to_vec()))
}

ids!(TenantId, ConnectionId, SyncId, RunId, PlanId, DeliveryId, ConflictId, RosterId);

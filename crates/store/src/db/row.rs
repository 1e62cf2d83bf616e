//! Rows, read by the place of the column.

use std::str::FromStr;

use crosswalk_model::{Hash, RosterId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::{Result, StoreError};

/// One row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! get {
    ($row:expr, $at:expr) => {
        match $row {
            Row::Sqlite(row) => Ok(row.try_get($at)?),
            Row::Postgres(row) => Ok(row.try_get($at)?),
        }
    };
}

impl Row {
    pub(crate) fn text(&self, at: usize) -> Result<String> {
        get!(self, at)
    }

    pub(crate) fn text_ref(&self, at: usize) -> Result<&str> {
        get!(self, at)
    }

    pub(crate) fn maybe_text(&self, at: usize) -> Result<Option<String>> {
        get!(self, at)
    }

    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        get!(self, at)
    }

    pub(crate) fn maybe_int(&self, at: usize) -> Result<Option<i64>> {
        get!(self, at)
    }

    pub(crate) fn bytes(&self, at: usize) -> Result<&[u8]> {
        get!(self, at)
    }

    pub(crate) fn maybe_bytes(&self, at: usize) -> Result<Option<&[u8]>> {
        get!(self, at)
    }

    pub(crate) fn truth(&self, at: usize) -> Result<bool> {
        Ok(self.int(at)? != 0)
    }

    pub(crate) fn number<T: TryFrom<i64>>(&self, at: usize) -> Result<T> {
        self.int(at)?.try_into().map_err(|_| StoreError::corrupt("a number"))
    }

    /// An id or another word of ours.
    pub(crate) fn word<T: FromStr>(&self, at: usize) -> Result<T> {
        self.text_ref(at)?.parse().map_err(|_| StoreError::corrupt("an identifier"))
    }

    /// The id of a record, from its sixteen bytes.
    pub(crate) fn id(&self, at: usize) -> Result<RosterId> {
        to_id(self.bytes(at)?)
    }

    pub(crate) fn maybe_id(&self, at: usize) -> Result<Option<RosterId>> {
        self.maybe_bytes(at)?.map(to_id).transpose()
    }

    pub(crate) fn maybe_word<T: FromStr>(&self, at: usize) -> Result<Option<T>> {
        let text: Option<String> = self.maybe_text(at)?;
        text.map(|text| text.parse().map_err(|_| StoreError::corrupt("an identifier"))).transpose()
    }

    /// One of the words of an enum of the model.
    pub(crate) fn tag<T: DeserializeOwned>(&self, at: usize) -> Result<T> {
        Ok(serde_json::from_value(serde_json::Value::String(self.text(at)?))?)
    }

    pub(crate) fn instant(&self, at: usize) -> Result<Timestamp> {
        to_instant(self.int(at)?)
    }

    pub(crate) fn maybe_instant(&self, at: usize) -> Result<Option<Timestamp>> {
        self.maybe_int(at)?.map(to_instant).transpose()
    }

    pub(crate) fn hash(&self, at: usize) -> Result<Hash> {
        to_hash(self.bytes(at)?)
    }

    pub(crate) fn maybe_hash(&self, at: usize) -> Result<Option<Hash>> {
        self.maybe_bytes(at)?.map(to_hash).transpose()
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, at: usize) -> Result<T> {
        Ok(serde_json::from_str(self.text_ref(at)?)?)
    }
}

/// The word of an enum of the model, as it stands in JSON too.
pub(crate) fn tag<T: Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        _ => Err(StoreError::corrupt("a word")),
    }
}

fn to_instant(microseconds: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(microseconds).map_err(|_| StoreError::corrupt("an instant"))
}

fn to_id(bytes: &[u8]) -> Result<RosterId> {
    Uuid::from_slice(bytes).map(RosterId).map_err(|_| StoreError::corrupt("an identifier"))
}

fn to_hash(bytes: &[u8]) -> Result<Hash> {
    bytes.try_into().map(Hash).map_err(|_| StoreError::corrupt("a hash"))
}

//! References: which roster records a document asserts, and which of the source's streams says so.

use crosswalk_model::{Entity, Name, RosterId};
use crosswalk_store::DocumentRow;
use serde::{Deserialize, Serialize};

/// A roster record that a document asserts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Ref {
    pub entity: Entity,
    pub id: RosterId,
    /// The source's stream: a list that is switched off or was not sent speaks for none of its records.
    pub stream: Name,
}

impl Ref {
    /// The record alone.
    pub fn at(&self) -> (Entity, RosterId) {
        (self.entity, self.id)
    }

    /// As it is stored beside its document.
    pub fn stored(&self) -> (Entity, String) {
        (self.entity, format!("{} {}", self.id, self.stream))
    }

    fn read((entity, text): &(Entity, String)) -> Option<Self> {
        let (id, stream) = text.split_once(' ')?;
        Some(Self { entity: *entity, id: id.parse().ok()?, stream: stream.to_owned().into() })
    }
}

/// A record that a document points at and that nobody has brought yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Awaited {
    pub entity: Entity,
    /// The source's key of it.
    pub key: String,
}

impl Awaited {
    /// As it is stored beside its document, among the references.
    pub fn stored(&self) -> (Entity, String) {
        (self.entity, format!("? {}", self.key))
    }

    fn read((entity, text): &(Entity, String)) -> Option<Self> {
        Some(Self { entity: *entity, key: text.strip_prefix("? ")?.to_owned() })
    }
}

/// What a stored document waits for.
pub(crate) fn awaited_of(row: &DocumentRow) -> impl Iterator<Item = Awaited> + '_ {
    row.refs.iter().filter_map(Awaited::read)
}

/// The references of a stored document.
pub(crate) fn refs_of(row: &DocumentRow) -> impl Iterator<Item = Ref> + '_ {
    row.refs.iter().filter_map(Ref::read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_reference_reads_as_it_was_stored() {
        let id = RosterId(Uuid::from_u128(7));
        let one = Ref { entity: Entity::Enrollment, id, stream: "group enrollments".into() };
        assert_eq!(Ref::read(&one.stored()), Some(one));
        assert_eq!(Ref::read(&(Entity::User, "no id".into())), None);
    }

    #[test]
    fn what_is_awaited_is_no_reference() {
        let one = Awaited { entity: Entity::Class, key: "9SCI B ? 2".into() };
        assert_eq!(Awaited::read(&one.stored()), Some(one.clone()));
        assert_eq!(Ref::read(&one.stored()), None);
        let known = Ref { entity: Entity::User, id: RosterId(Uuid::from_u128(7)), stream: "s".into() };
        assert_eq!(Awaited::read(&known.stored()), None);
    }
}

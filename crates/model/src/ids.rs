//! Identifiers of our own: UUIDs, each of its own type, made by the engine's clock port and passed in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

id! {
    /// A data controller: a school, a trust, a district.
    TenantId;
    /// A configured connector.
    ConnectionId;
    /// The standing definition of a synchronisation.
    SyncId;
    /// One execution of a sync.
    RunId;
    /// What one run would change, sealed.
    PlanId;
    /// One inbound push.
    DeliveryId;
    /// A question that waits for a person.
    ConflictId;
    /// A record of the roster; never changes, whatever its source calls it.
    RosterId;
}

impl RosterId {
    /// The identity that a record gets when its first source asserts it: derived from who says it and under
    /// which key, so that a replay after a crash finds the same record instead of making a second one.
    pub fn derived(tenant: TenantId, connection: ConnectionId, entity: crate::Entity, key: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [
            tenant.0.as_bytes().as_slice(),
            connection.0.as_bytes(),
            entity.as_str().as_bytes(),
            key.as_bytes(),
        ] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Entity;

    #[test]
    fn derived_ids_differ_by_each_part_and_repeat() {
        let (t, c) = (TenantId(Uuid::from_u128(1)), ConnectionId(Uuid::from_u128(2)));
        let id = RosterId::derived(t, c, Entity::User, "24117");
        assert_eq!(id, RosterId::derived(t, c, Entity::User, "24117"));
        assert_ne!(id, RosterId::derived(t, c, Entity::Class, "24117"));
        assert_ne!(id, RosterId::derived(t, c, Entity::User, "24118"));
        assert_ne!(id, RosterId::derived(t, ConnectionId(Uuid::from_u128(3)), Entity::User, "24117"));
    }
}

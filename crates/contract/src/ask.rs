//! How a list of questions becomes types: one for each, and one for any of them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::Call;

/// A question of one type, with the type of its reply.
pub trait Ask: Serialize + DeserializeOwned + Into<Call> {
    /// What comes back.
    type Reply: Serialize + DeserializeOwned;
}

/// Makes a type for each question, and [`Call`] for any of them.
macro_rules! calls {
    ($($(#[$doc:meta])* $variant:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? }
        -> $reply:ty, $name:literal, $needs:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $variant { $($(#[$field_doc])* pub $field: $kind),* }

            impl From<$variant> for Call {
                fn from(ask: $variant) -> Self {
                    Self::$variant(ask)
                }
            }

            impl Ask for $variant {
                type Reply = $reply;
            }
        )*

        /// Any question, as it travels: `{"call": "overview.get", "args": {}}`.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "call", content = "args")]
        pub enum Call {
            $($(#[$doc])* #[serde(rename = $name)] $variant($variant),)*
        }

        impl Call {
            /// The names of all calls.
            pub const NAMES: &[&str] = &[$($name),*];

            /// Its name on the wire.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            /// What its actor must hold.
            pub fn needs(&self) -> Permission {
                match self { $(Self::$variant(_) => Permission::$needs,)* }
            }
        }
    };
}

pub(crate) use calls;

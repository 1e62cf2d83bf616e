//! KAMAR pushes; nothing is called.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crosswalk_connector_kit::conformance::{Access, Harness, Message};
use crosswalk_connector_kit::{Secrets, Settings, async_trait};

const FULL: &[u8] = include_bytes!("../../src/kamar/fixtures/full.json");
const PASSWORD: &str = "a-canary-password";

/// A KAMAR that pushes a full, and somebody who tries the same without the password.
pub struct Pushes;

fn message(password: &str) -> Message {
    Message {
        method: "POST".into(),
        path: String::new(),
        content_type: "application/json".into(),
        authorization: Some(format!("Basic {}", STANDARD.encode(format!("kamar:{password}")))),
        body: FULL.to_vec(),
    }
}

#[async_trait]
impl Harness for Pushes {
    async fn good(&self) -> Access {
        Access {
            settings: Settings::default().with("username", "kamar"),
            secrets: Secrets::default().with("password", PASSWORD),
        }
    }

    fn pushes(&self) -> Option<(Message, Message)> {
        Some((message(PASSWORD), message("another-password")))
    }
}

//! What is configured: the form's fields and their reading.

use crosswalk_connector_kit::http::OwnServers;
use crosswalk_connector_kit::{ConfigField, ConfigKind, KitError, Secrets, Settings};
use crosswalk_model::Secret;

const BASE_URL: &str = "base_url";
const CLIENT_ID: &str = "client_id";
const CLIENT_SECRET: &str = "client_secret";
const SCOPES: &str = "scopes";

const ALL_SCOPES: &str = "roster.read roster.write";

/// One school's access, as configured.
pub(super) struct Config {
    pub base_url: String,
    pub url_field: &'static str,
    pub client_id: String,
    pub client_secret: Secret,
    /// Separated by spaces.
    pub scopes: String,
    pub own_servers: OwnServers,
}

impl Config {
    /// Reads settings and secrets.
    pub(super) fn read(settings: &Settings, secrets: &Secrets) -> Result<Self, KitError> {
        Ok(Self {
            base_url: settings.required(BASE_URL)?.to_owned(),
            url_field: BASE_URL,
            client_id: settings.required(CLIENT_ID)?.to_owned(),
            client_secret: secrets.required(CLIENT_SECRET)?.clone(),
            scopes: settings.optional(SCOPES).unwrap_or(ALL_SCOPES).to_owned(),
            own_servers: OwnServers::read(settings)?,
        })
    }
}

/// The form.
pub(super) fn fields() -> Vec<ConfigField> {
    vec![
        ConfigField::new(
            BASE_URL,
            "Address",
            ConfigKind::Url,
            "The address of the roster API that EdPsych Connect gave to the school.",
        )
        .rule("^https?://[^ ]+$", "It should look like https://name.example."),
        ConfigField::new(
            CLIENT_ID,
            "Client id",
            ConfigKind::Text,
            "Issued by EdPsych Connect for Crosswalk.",
        ),
        ConfigField::new(
            CLIENT_SECRET,
            "Client secret",
            ConfigKind::Secret,
            "Issued together with the client id; it is shown once.",
        ),
        ConfigField::new(
            SCOPES,
            "Permissions",
            ConfigKind::Text,
            "What Crosswalk asks for; leave it as it is unless EdPsych Connect says otherwise.",
        )
        .default(ALL_SCOPES)
        .optional(),
        OwnServers::field(),
    ]
}

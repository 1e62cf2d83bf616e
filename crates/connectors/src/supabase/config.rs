//! What is configured: the form's fields and their reading.

use crosswalk_connector_kit::http::OwnServers;
use crosswalk_connector_kit::{ConfigField, ConfigKind, KitError, Secrets, Settings};
use crosswalk_model::Secret;

const PROJECT_URL: &str = "project_url";
const API_KEY: &str = "api_key";
const USER_JWT: &str = "user_jwt";
const SCHEMA: &str = "schema";
const TABLES: &str = "tables";
const KEY_COLUMN: &str = "key_column";
const SOFT_END_COLUMN: &str = "soft_end_column";

const TE_KETE_AKO: &str = "te_kete_ako";
const DISCOVER: &str = "discover";

const NAME_NEEDED: &str = "A name of letters, digits and underscores is needed, such as source_key.";

/// One project, as configured.
pub(super) struct Config {
    /// The address of its REST interface.
    pub rest_url: String,
    pub url_field: &'static str,
    pub api_key: Secret,
    pub user_jwt: Option<Secret>,
    pub schema: String,
    pub own_servers: OwnServers,
    /// The columns to look for in a project whose tables are discovered; `None` for Te Kete Ako.
    pub discovered: Option<Columns>,
}

/// What the columns of a discovered project are called.
pub(super) struct Columns {
    pub key: String,
    pub soft_end: String,
}

impl Config {
    /// Reads settings and secrets.
    pub(super) fn read(settings: &Settings, secrets: &Secrets) -> Result<Self, KitError> {
        let column = |key: &str, default: &str| identifier(key, settings.optional(key).unwrap_or(default));
        let discovered = if is_te_kete_ako(settings) {
            None
        } else {
            let (key, soft_end) = (column(KEY_COLUMN, "source_key")?, column(SOFT_END_COLUMN, "ended_at")?);
            Some(Columns { key, soft_end })
        };
        Ok(Self {
            rest_url: rest_url(settings.required(PROJECT_URL)?),
            url_field: PROJECT_URL,
            api_key: secrets.required(API_KEY)?.clone(),
            user_jwt: secrets.optional(USER_JWT).cloned(),
            schema: column(SCHEMA, "public")?,
            own_servers: OwnServers::read(settings)?,
            discovered,
        })
    }
}

/// Whether the tables are those of Te Kete Ako, which is so unless something else is chosen.
pub(super) fn is_te_kete_ako(settings: &Settings) -> bool {
    settings.optional(TABLES) != Some(DISCOVER)
}

/// The address of the REST interface, also when somebody pasted it instead of the project's.
fn rest_url(project: &str) -> String {
    let project = project.trim_end_matches('/');
    if project.ends_with("/rest/v1") { project.to_owned() } else { format!("{project}/rest/v1") }
}

fn identifier(field: &str, text: &str) -> Result<String, KitError> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if text.chars().all(fits) && !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    Err(KitError::BadSetting { field: field.to_owned(), remedy: NAME_NEEDED.into() })
}

/// The form.
pub(super) fn fields() -> Vec<ConfigField> {
    [project(), tables(), vec![OwnServers::field()]].concat()
}

fn project() -> Vec<ConfigField> {
    vec![
        ConfigField::new(
            PROJECT_URL,
            "Project address",
            ConfigKind::Url,
            "In Supabase under Project settings, Data API: the project URL.",
        )
        .rule("^https?://[^ ]+$", "It should look like https://name.supabase.co."),
        ConfigField::new(
            API_KEY,
            "API key",
            ConfigKind::Secret,
            "In Supabase under Project settings, API keys: a secret key (or the older service_role key).",
        ),
        ConfigField::new(
            USER_JWT,
            "User token",
            ConfigKind::Secret,
            "Only where the school wants Crosswalk to act as one user under the project's policies.",
        )
        .optional(),
    ]
}

fn tables() -> Vec<ConfigField> {
    let choices = vec![
        (TE_KETE_AKO.into(), "Te Kete Ako".into()),
        (DISCOVER.into(), "Another project: find its tables".into()),
    ];
    vec![
        ConfigField::new(TABLES, "Tables", ConfigKind::Choice(choices), "Which tables the project has.")
            .default(TE_KETE_AKO),
        name(SCHEMA, "Schema", "The database schema that holds the tables.", "public"),
        name(
            KEY_COLUMN,
            "Key column",
            "The column that holds the key of the source; tables without it are only read.",
            "source_key",
        )
        .shown_when(TABLES, DISCOVER),
        name(
            SOFT_END_COLUMN,
            "Soft end column",
            "The column that holds the instant when a row was taken out of use.",
            "ended_at",
        )
        .shown_when(TABLES, DISCOVER),
    ]
}

/// An optional field for a name in the database.
fn name(key: &str, label: &str, help: &str, default: &str) -> ConfigField {
    ConfigField::new(key, label, ConfigKind::Text, help)
        .default(default)
        .optional()
        .rule("^[A-Za-z_][A-Za-z0-9_]*$", NAME_NEEDED)
}

//! Who asks: the gateway's key, and a signed-in user's token.

use std::collections::HashMap;

use axum::http::HeaderMap;
use jiff::{Timestamp, ToSpan};

use super::errors::PgError;
use super::query::pairs;
use crate::clock;
use crate::random::Random;

/// Which PostgREST answers; codes differ between versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// 12: unknown tables are 42P01, an expired token is PGRST301.
    #[default]
    V12,
    /// 13: unknown tables are PGRST205, an expired token is PGRST303.
    V13,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The secret key: row-level security does not bind it.
    Service,
    /// The publishable key alone: sees and writes nothing.
    Anonymous,
    /// A signed-in user, whom this school's policies let read and write.
    User,
}

/// Keys and tokens of the project.
pub struct Keys {
    /// Secret key.
    pub service: String,
    /// Publishable key.
    pub anonymous: String,
    tokens: HashMap<String, Timestamp>,
    random: Random,
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

impl Keys {
    /// New invented keys.
    pub fn new() -> Self {
        let mut random = Random::new(0x5EC_12E7);
        let service = format!("sb_secret_{}", random.text(LETTERS, 31));
        let anonymous = format!("sb_publishable_{}", random.text(LETTERS, 31));
        Self { service, anonymous, tokens: HashMap::new(), random }
    }

    /// A token for a signed-in user; negative seconds make one that has expired.
    pub fn issue(&mut self, seconds: i64) -> String {
        let token = format!("eyJ{}.eyJ{}.{}", self.text(20), self.text(60), self.text(43));
        self.tokens
            .insert(token.clone(), clock::now().saturating_add(seconds.seconds()).unwrap_or(Timestamp::MAX));
        token
    }

    fn text(&mut self, length: usize) -> String {
        self.random.text(LETTERS, length)
    }

    /// Who asks with these headers.
    ///
    /// # Errors
    /// 401 with the gateway's or PostgREST's words.
    pub fn role(&self, headers: &HeaderMap, query: &str, dialect: Dialect) -> Result<Role, PgError> {
        let in_header = headers.get("apikey").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let key =
            in_header.or_else(|| pairs(query).find(|(name, _)| name == "apikey").map(|(_, value)| value));
        let role = match key {
            None => {
                let hint = "No `apikey` request header or url param was found.";
                return Err(PgError::gateway(401, "No API key found in request", Some(hint)));
            }
            Some(key) if key == self.service => Role::Service,
            Some(key) if key == self.anonymous => Role::Anonymous,
            Some(_) => {
                let hint = "Double check your Supabase `anon` or `service_role` API key.";
                return Err(PgError::gateway(401, "Invalid API key", Some(hint)));
            }
        };
        let bearer = headers.get("authorization").and_then(|value| value.to_str().ok());
        match bearer.and_then(|value| value.strip_prefix("Bearer ")) {
            None => Ok(role),
            Some(token) if token == self.service || token == self.anonymous => Ok(role),
            Some(token) => self.user(token, dialect),
        }
    }

    fn user(&self, token: &str, dialect: Dialect) -> Result<Role, PgError> {
        match self.tokens.get(token) {
            None => Err(PgError::new(401, "PGRST301", "No suitable key or wrong key type")),
            Some(expires) if *expires <= clock::now() => {
                let code = if dialect == Dialect::V12 { "PGRST301" } else { "PGRST303" };
                Err(PgError::new(401, code, "JWT expired"))
            }
            Some(_) => Ok(Role::User),
        }
    }
}

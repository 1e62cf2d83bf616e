//! The only HTTP client of the house: limits, address checks, retries and redaction belong in one place.
//!
//! Start with [`HttpClient::new`] from [`HttpSettings`], then send an [`HttpRequest`]. Bearer tokens of OAuth come
//! from [`oauth::ClientCredentials`]. What a service says in an error is shortened and freed of people's data by
//! [`scrub`] before anybody sees it. [`witnessed`] lets somebody see what was asked and answered, without secrets and
//! without people.

mod address;
mod budget;
mod client;
mod exchange;
mod failure;
mod fetch;
mod header;
pub mod oauth;
mod own_servers;
mod raised;
mod request;
mod response;
mod retry;
mod secret;
mod settings;
mod signed;
mod tls;
mod whole;
mod words;

#[cfg(test)]
mod tests;

pub use client::HttpClient;
pub use exchange::{Witness, witnessed};
pub use fetch::SmallPage;
pub use own_servers::OwnServers;
pub use request::HttpRequest;
pub use response::HttpResponse;
pub use secret::{jwt_claim, starts_with};
pub use settings::{HttpSettings, Limits};
pub use signed::Receiver;
pub use whole::secure_link;
pub use words::scrub;

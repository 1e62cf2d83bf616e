//! Something small that is fetched now and then from an address that an administrator has typed: not a service with
//! which a connection is kept, but a page.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::whole::Whole;
use super::{HttpClient, HttpRequest, HttpResponse, HttpSettings, Limits, OwnServers};
use crate::KitError;

/// A small page is there at once or another time; nobody waits for it.
const SMALL: Limits = Limits {
    connect: Duration::from_secs(5),
    request: Duration::from_secs(10),
    body_bytes: 1 << 20,
    rate: None,
    retries: 0,
    longest_wait: Duration::ZERO,
    first_wait: Duration::from_millis(250),
};

const SUCH_AS: &str = "https://updates.example/latest.json";

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct SmallPage<'a> {
    /// What it is called in messages.
    pub title: &'a str,
    /// The field that holds its address.
    pub field: &'a str,
    /// Its address.
    pub url: &'a str,
    /// Which addresses of private networks it may be.
    pub own_servers: &'a str,
}

impl SmallPage<'_> {
    /// Whether it may be asked, as far as that can be told without the network.
    ///
    /// # Errors
    /// [`KitError::BadSetting`] that points at the field.
    pub fn check(&self) -> Result<(), KitError> {
        self.client().map(drop)
    }

    /// Fetches it: once, within ten seconds, at most a megabyte, and nowhere else than where it was typed to be. What
    /// is sent says the version of Crosswalk and nothing more.
    ///
    /// # Errors
    /// Why it could not be fetched, or what its status says.
    pub async fn fetch(&self, cancel: &CancellationToken) -> Result<HttpResponse, KitError> {
        let (client, whole) = self.client()?;
        let request = whole.asked(HttpRequest::get(whole.route()));
        client.send(&request, cancel).await?.success()
    }

    /// The computer that its address names.
    pub fn host(&self) -> Option<String> {
        Whole::read(self.url, self.field, SUCH_AS).ok()?.host().map(str::to_owned)
    }

    fn client(&self) -> Result<(HttpClient, Whole), KitError> {
        let whole = Whole::read(self.url, self.field, SUCH_AS)?;
        let settings = HttpSettings::new(self.title, self.field, &whole.origin)
            .own_servers(OwnServers::parse(self.own_servers)?)
            .limits(SMALL);
        Ok((HttpClient::new(settings)?, whole))
    }
}

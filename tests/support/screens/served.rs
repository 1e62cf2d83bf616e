//! A house that serves its screens over HTTP, as `crosswalkd serve` does.

use std::sync::Arc;

use crosswalk_daemon::{Belongings, DemoSchool, HostError, House, HouseSettings, keys};
use crosswalk_engine::{Clock, DemoTown};
use crosswalk_sandbox::http::{self, Answer, Request, Target};
use crosswalk_server::{AppSettings, WebhooksSettings};
use crosswalk_store::{Keys, Lock};

use super::{MorningClock, surroundings};

/// A running house with open doors, in a folder of its own.
pub struct Served {
    house: House,
    _folder: tempfile::TempDir,
}

impl Served {
    /// An empty house. The demo school that it offers has so many pupils.
    pub async fn open(pupils: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = Arc::new(MorningClock::default());
        let town = DemoSchool::new(pupils, false, clock.clone());
        let belongings = Belongings {
            keys: |lock: &Lock| -> Result<Keys, HostError> { keys::of_folder(lock, [7; 32]) },
            vault: None,
            town: Some(Arc::new(town) as Arc<dyn DemoTown>),
            clock: Some(clock),
        };
        let webhooks =
            WebhooksSettings { address: ([127, 0, 0, 1], 0).into(), ..WebhooksSettings::default() };
        let app = AppSettings { port: 0, screens: Some(surroundings::built_screens()) };
        let at = folder.path().join("data");
        let settings = HouseSettings { folder: at, webhooks, app, ..HouseSettings::default() };
        Self { house: House::open(settings, belongings).await.unwrap(), _folder: folder }
    }

    /// An address that opens the screens once.
    pub fn address(&self) -> String {
        self.house.door.address()
    }

    /// Where the screens are, without a code.
    pub fn origin(&self) -> &str {
        self.house.door.origin()
    }

    /// The port at which sources push.
    pub fn listener(&self) -> u16 {
        self.house.listening.port
    }

    /// Fetches something from the door of the screens, without a browser.
    pub async fn fetch(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let port = self.origin().rsplit(':').next().and_then(|port| port.parse().ok()).unwrap();
        let request = headers
            .iter()
            .fold(Request::new("GET", path, ""), |request, (name, value)| request.header(name, *value));
        http::send(&Target { host: "127.0.0.1".into(), port, tls: false }, &request).await.unwrap()
    }

    /// Waits until nothing runs any more.
    pub async fn settle(&self) {
        self.house.engine.settle().await;
    }

    /// Closes it as its menu does.
    pub async fn close(self) {
        self.house.close().await;
    }
}

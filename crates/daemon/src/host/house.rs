//! Opening a house and closing it.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::sync::Arc;

use crosswalk_engine::{Clock, DemoTown, Engine, Listening, SecretVault, ServiceComputer, Tuning};
use crosswalk_server::{App, AppSettings, Door, ServerError, Webhooks, WebhooksSettings};
use crosswalk_store::{DataFolder, Keys, Lock, Place};

use super::{Assembly, Encryption, HostError, assemble, attach, make_private_folder};
use crate::Messengers;

/// How a house is opened.
#[derive(Clone, Default)]
pub struct HouseSettings {
    /// The data folder.
    pub folder: PathBuf,
    /// The tables in PostgreSQL instead of the folder. May hold a password.
    pub postgres: Option<String>,
    /// How the listener listens; its certificate is that of `encryption`.
    pub webhooks: WebhooksSettings,
    /// How the listener is encrypted.
    pub encryption: Encryption,
    /// Whether another port will do for the listener when its own is taken: then nothing can push to it as agreed,
    /// but the demo and all else goes on.
    pub any_port: bool,
    /// How the screens are served to a browser.
    pub app: AppSettings,
    /// How the engine is tuned.
    pub tuning: Tuning,
}

/// What the two hosts bring along, each in its own way.
pub struct Belongings<K> {
    /// Gives the data key for a folder that is ours by now.
    pub keys: K,
    /// Where secrets are kept; without one, encrypted in the database.
    pub vault: Option<Arc<dyn SecretVault>>,
    /// The demo school.
    pub town: Option<Arc<dyn DemoTown>>,
    /// Another clock than the computer's.
    pub clock: Option<Arc<dyn Clock>>,
}

/// A running house.
pub struct House {
    /// The engine.
    pub engine: Engine,
    /// The door of the screens: gives addresses that open them once.
    pub door: Door,
    /// Where the listener answers.
    pub listening: Listening,
    folder: PathBuf,
}

impl House {
    /// Takes the data folder, starts the engine and opens both doors.
    ///
    /// # Errors
    /// [`HostError::Owned`] when another process has the folder: it is asked by [`super::let_in`].
    pub async fn open<K>(settings: HouseSettings, belongings: Belongings<K>) -> Result<Self, HostError>
    where
        K: FnOnce(&Lock) -> Result<Keys, HostError>,
    {
        let folder = settings.folder.clone();
        let owned = |owned: crosswalk_store::Owned| HostError::Owned {
            folder: folder.clone(),
            origin: owned.address,
        };
        // What a restore could not finish comes first: an empty folder must not take its place.
        crosswalk_store::finish_restore(&folder)?;
        make_private_folder(&folder)?;
        let lock = DataFolder::lock(&folder).map_err(owned)?;
        let engine = engine(&settings, belongings, lock).await?;
        match open_doors(&settings, &engine).await {
            Ok((door, listening)) => Ok(Self { engine, door, listening, folder }),
            Err(error) => {
                // Whoever tries again must find the folder free.
                engine.shutdown().await;
                engine.store().close().await;
                Err(error)
            }
        }
    }

    /// Ends everything in order: the doors first, then what runs, then the databases.
    pub async fn close(&self) {
        attach::withdraw(&self.folder);
        self.engine.shutdown().await;
        self.engine.store().close().await;
    }
}

async fn engine<K>(
    settings: &HouseSettings,
    belongings: Belongings<K>,
    lock: Lock,
) -> Result<Engine, HostError>
where
    K: FnOnce(&Lock) -> Result<Keys, HostError>,
{
    let folder = settings.folder.clone();
    let place = match &settings.postgres {
        Some(url) => Place::Postgres { url: url.clone(), folder },
        None => Place::Folder(folder),
    };
    let keys = (belongings.keys)(&lock)?;
    let Belongings { vault, town, clock, .. } = belongings;
    let tuning = settings.tuning.clone();
    let assembly = Assembly { lock: Some(lock), vault, town, clock, tuning, ..Assembly::at(place, keys) };
    let engine = assemble(assembly).await?;
    engine.set_log(crate::log::tail());
    // The window puts others in their places that know the desktop.
    engine.set_notify(Arc::new(Messengers::without_desktop()));
    engine.set_computer(Arc::new(ServiceComputer(settings.folder.clone())));
    Ok(engine)
}

async fn open_doors(settings: &HouseSettings, engine: &Engine) -> Result<(Door, Listening), HostError> {
    let listening = open_listener(settings, engine).await?;
    let app = App::bind(settings.app.clone()).await?;
    let door = Door::new(app.origin(), engine.clone());
    let keeper = engine.supervisor();
    keeper.start("screens", app.serve(engine.clone(), door.clone(), keeper.token()));
    attach::announce(engine.store().lock(), &door)?;
    Ok((door, listening))
}

async fn open_listener(settings: &HouseSettings, engine: &Engine) -> Result<Listening, HostError> {
    let names = &settings.webhooks.names;
    let ip = settings.webhooks.address.ip();
    let mut certified = names.clone();
    certified.extend([ip.to_string(), "localhost".into()].into_iter().filter(|_| !ip.is_unspecified()));
    let tls = settings.encryption.load(&settings.folder, &certified, engine.today().year().into())?;
    let fingerprint = tls.as_ref().map(|tls| tls.fingerprint().to_owned());
    let wanted = WebhooksSettings { tls, ..settings.webhooks.clone() };
    let webhooks = bind(wanted, settings.any_port).await?;
    let listening = Listening {
        address: names.first().cloned().unwrap_or_else(|| reachable(ip)),
        port: webhooks.address().port(),
        tls: fingerprint.is_some(),
        fingerprint,
    };
    engine.set_listening(Some(listening.clone()));
    let keeper = engine.supervisor();
    keeper.start("listener", webhooks.serve(engine.clone(), keeper.token()));
    Ok(listening)
}

async fn bind(wanted: WebhooksSettings, any_port: bool) -> Result<Webhooks, HostError> {
    match Webhooks::bind(wanted.clone()).await {
        Err(ServerError::Bind { address, reason }) if any_port => {
            tracing::warn!(%address, error = %reason, "The listener's port is taken; another one is used");
            let address = SocketAddr::new(address.ip(), 0);
            Ok(Webhooks::bind(WebhooksSettings { address, ..wanted }).await?)
        }
        bound => Ok(bound?),
    }
}

/// The address to type into a source's form. Where the listener takes everything, it is the one through which this
/// computer would speak to others; asking for it sends nothing.
fn reachable(ip: IpAddr) -> String {
    let outward = || {
        let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
        socket.connect(("192.0.2.1", 9)).ok()?;
        socket.local_addr().ok().map(|address| address.ip())
    };
    let ip = if ip.is_unspecified() { outward().unwrap_or(ip) } else { ip };
    ip.to_string()
}

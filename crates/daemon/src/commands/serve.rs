//! `crosswalkd serve`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use crosswalk_daemon::host::{let_in, screens_folder, stopped};
use crosswalk_daemon::{
    Belongings, DemoSchool, Encryption, HostError, House, HouseSettings, demo, keys, story,
};
use crosswalk_engine::{Clock, DemoTown, SystemClock, Tuning};
use crosswalk_server::{AppSettings, WebhooksSettings};
use crosswalk_store::Lock;

use crate::cli::{Serve, TlsChoice};
use crate::say;

/// Serves until it is stopped.
pub async fn serve(command: Serve) -> Result<ExitCode> {
    let folder = folder(&command)?;
    let settings = settings(&command, folder.clone())?;
    let house = match House::open(settings, belongings(&command)).await {
        Ok(house) => house,
        Err(HostError::Owned { origin: Some(origin), .. }) => return another(&folder, &origin).await,
        Err(error) => return Err(error.into()),
    };
    demo::go_on(&house.engine, command.demo).await;
    greet(&house, &folder);
    stopped().await;
    say::error("Crosswalk ends what is under way.");
    house.close().await;
    Ok(ExitCode::SUCCESS)
}

fn folder(command: &Serve) -> Result<PathBuf> {
    let folder = command.data.folder();
    if !command.demo {
        return Ok(folder);
    }
    // The real data stays out of it.
    let folder = if command.data.data.is_some() { folder } else { folder.join("demo") };
    demo::begin_anew(&folder)?;
    Ok(folder)
}

fn settings(command: &Serve, folder: PathBuf) -> Result<HouseSettings> {
    let encryption = match (command.tls, &command.certificate, &command.key) {
        (TlsChoice::Off, None, None) => Encryption::Off,
        (TlsChoice::Generated, None, None) => Encryption::Generated,
        (TlsChoice::Own, Some(certificate), Some(key)) => {
            Encryption::Own { certificate: certificate.clone(), key: key.clone() }
        }
        _ => bail!("--tls own goes with --certificate and --key; the others go without."),
    };
    let program = std::env::current_exe().ok();
    let screens = command.ui.clone().or_else(|| screens_folder(program.as_deref()));
    let webhooks = WebhooksSettings {
        address: command.listen,
        names: command.hosts.clone(),
        behind_proxy: command.behind_proxy,
        ..WebhooksSettings::default()
    };
    Ok(HouseSettings {
        folder,
        postgres: command.data.postgres(),
        webhooks,
        encryption,
        any_port: false,
        app: AppSettings { port: command.app_port, screens },
        tuning: Tuning::unattended(),
    })
}

fn belongings(
    command: &Serve,
) -> Belongings<impl FnOnce(&Lock) -> Result<crosswalk_store::Keys, HostError> + use<>> {
    let town = DemoSchool::new(story::PUPILS, command.tls != TlsChoice::Off, Arc::new(SystemClock));
    // The demo begins in a new folder each time, with a key of its own.
    let named = command.data.named_key_file().filter(|_| !command.demo);
    Belongings {
        keys: move |lock: &Lock| {
            let path = named.unwrap_or_else(|| keys::key_file(lock.folder()));
            keys::of_file(lock, &path, SystemClock.random())
        },
        vault: None,
        town: Some(Arc::new(town) as Arc<dyn DemoTown>),
        clock: None,
    }
}

/// The first lines are what a person needs; they hold a code that works once, so they are printed and never logged.
fn greet(house: &House, folder: &Path) {
    say::line("Crosswalk shows its screens to a browser on this computer at");
    say::line(&format!("  {}", house.door.address()));
    say::line("The address works once, within 15 minutes. `crosswalkd open` prints another one.");
    let at = &house.listening;
    let how = if at.tls { "with TLS" } else { "in the clear, from this computer or a proxy only" };
    say::line(&format!("Sources push to {}:{}, {how}.", at.address, at.port));
    if let Some(fingerprint) = &at.fingerprint {
        say::line(&format!("The certificate's SHA-256 fingerprint: {fingerprint}"));
    }
    say::line(&format!("The data is in {}.", folder.display()));
    if !folder.join("recovery-shown").exists() {
        say::line(
            "Its recovery key has not been written down yet: `crosswalkd key recovery` prints it once.",
        );
    }
}

/// Another process has the folder: its screens are the ones to open.
async fn another(folder: &Path, origin: &str) -> Result<ExitCode> {
    let address = let_in(folder, Some(origin)).await?;
    say::line("Crosswalk runs on this data folder already. Its screens are at");
    say::line(&format!("  {address}"));
    Ok(ExitCode::SUCCESS)
}

//! The shell: the only code that knows Tauri. A window around the same house that `crosswalkd` runs without one.
//!
//! Start with [`run`]. `bridge` carries calls and events between the screens and the engine, `host` opens the house or
//! becomes a guest of whoever has it open, `keychain` keeps secrets, `desktop` holds window and tray, `links` and
//! `notices` lead to pages from outside of the window, `computer` knows what starts with it, `paths` says what the
//! person asked for.
//!
//! What it is *not*: no rule of the business lives here, and the screens are not trusted: they reach the engine by
//! one command, and by another they only say that they hear links.

mod bridge;
mod computer;
mod desktop;
mod host;
mod keychain;
mod links;
mod notices;
mod paths;

use std::process::ExitCode;

use tauri::{App, Manager, RunEvent, Wry};
use tracing_subscriber::EnvFilter;

use paths::Wishes;

/// Opens Crosswalk and stays until it is quit; closing the window is not quitting.
pub fn run() -> ExitCode {
    let filter = EnvFilter::try_from_env("CROSSWALK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(crosswalk_daemon::log::writer)
        .init();
    let wishes = Wishes::of(std::env::args_os().skip(1));
    match build(wishes) {
        Ok(app) => {
            app.run(|app, event| match event {
                RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
                RunEvent::Exit => bridge::close(app),
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(error = %error, "The window could not be opened");
            ExitCode::FAILURE
        }
    }
}

fn build(wishes: Wishes) -> tauri::Result<App<Wry>> {
    let mut builder = tauri::Builder::default()
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(desktop::remembered_size())
        .plugin(computer::autostart())
        .manage(links::Doorstep::default())
        .invoke_handler(tauri::generate_handler![bridge::call, links::hearing]);
    // A folder of its own is a Crosswalk of its own; the folder's lock sees to the rest.
    if wishes.folder.is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            desktop::called_again(app, &arguments);
        }));
    }
    builder.setup(move |app| Ok(set_up(app, &wishes)?)).build(tauri::generate_context!())
}

fn set_up(app: &App, wishes: &Wishes) -> tauri::Result<()> {
    if wishes.quit {
        tracing::info!("No Crosswalk runs that could be quit");
        app.handle().exit(0);
        return Ok(());
    }
    match tauri::async_runtime::block_on(host::open(wishes)) {
        Ok(seat) => {
            notices::tell_alerts(app.handle(), &seat);
            computer::settle(app.handle(), wishes, &seat);
            app.manage(seat);
            bridge::tell_events(app.handle().clone());
            desktop::tray(app.handle());
            desktop::quit_when_told(app.handle().clone());
            links::hear(app.handle());
            match &wishes.page {
                Some(page) => desktop::open_at(app.handle(), page),
                None if wishes.hidden => Ok(()),
                None => desktop::open(app.handle()),
            }
        }
        Err(error) => {
            desktop::sorry(app.handle(), &error.to_string());
            Ok(())
        }
    }
}

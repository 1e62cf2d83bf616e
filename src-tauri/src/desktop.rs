//! The window and the tray. Closing the window leaves the listener answering; quitting is another word.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crosswalk_daemon::host::Seat;
use tauri::menu::{Menu, MenuItem};
use tauri::plugin::TauriPlugin;
use tauri::tray::TrayIconBuilder;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent, Wry};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_notification::NotificationExt;
use tauri_plugin_window_state::StateFlags;

use crate::links;
use crate::paths::QUIT;

const GOES_ON: &str = "What is under way is finished, pushes are answered, and schedules run. Start Crosswalk again to \
                       see it; Quit in its menu ends it.";
/// The name of the one window.
pub const WINDOW: &str = "main";
/// What it shows at first.
const FIRST: &str = "index.html";

/// The window's place and size are remembered; that it was hidden is not.
pub fn remembered_size() -> TauriPlugin<Wry> {
    let flags = StateFlags::all() & !StateFlags::VISIBLE & !StateFlags::DECORATIONS;
    tauri_plugin_window_state::Builder::new().with_state_flags(flags).build()
}

/// Opens the window, or brings it to the front.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    open_at(app, FIRST)
}

/// The same; a new window shows a page at once.
pub fn open_at(app: &AppHandle, page: &str) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(WINDOW) {
        window.show()?;
        window.unminimize()?;
        return window.set_focus();
    }
    let window = WebviewWindowBuilder::new(app, WINDOW, WebviewUrl::App(page.trim_start_matches('/').into()))
        .title("Crosswalk")
        .inner_size(1280.0, 860.0)
        .min_inner_size(900.0, 600.0)
        .on_navigation(is_ours)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Started {
                links::loading(window.app_handle());
            }
        })
        .build()?;
    let kept = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            api.prevent_close();
            tracing::info!("The window is closed; the listener goes on answering");
            let _ = kept.hide();
            say_that_it_goes_on(kept.app_handle());
        }
    });
    Ok(())
}

/// Says once, ever, that a closed window is not the end. Where it was said is remembered beside the window's place.
fn say_that_it_goes_on(app: &AppHandle) {
    let Ok(folder) = app.path().app_config_dir() else { return };
    let said = folder.join("said-that-it-goes-on");
    if said.exists() {
        return;
    }
    let told = app.notification().builder().title("Crosswalk goes on").body(GOES_ON).show();
    let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&said, ""));
    if told.is_err() || kept.is_err() {
        tracing::warn!(
            "It could not be said, or not be remembered, that Crosswalk goes on without its window"
        );
    }
}

/// Only our own screens are shown, whatever a page may ask for.
fn is_ours(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// Somebody started Crosswalk again: the one that runs shows itself, or the page that was linked to, or
/// ends if that was meant.
pub fn called_again(app: &AppHandle, arguments: &[String]) {
    if arguments.iter().any(|argument| argument == QUIT) {
        return app.exit(0);
    }
    if app.try_state::<Seat>().is_none() {
        return;
    }
    match links::page_in(arguments.iter().map(String::as_str)) {
        Some(page) => links::show(app, &page),
        None => show(app),
    }
}

fn show(app: &AppHandle) {
    if let Err(error) = open(app) {
        tracing::warn!(error = %error, "The window could not be shown");
    }
}

/// Puts an icon into the tray, where there is one. On Linux the library that draws it may be missing, and panics.
pub fn tray(app: &AppHandle) {
    let built = catch_unwind(AssertUnwindSafe(|| try_tray(app)));
    if !matches!(built, Ok(Ok(()))) {
        tracing::warn!("There is no tray; starting Crosswalk again shows its window, and --quit ends it");
    }
}

fn try_tray(app: &AppHandle) -> tauri::Result<()> {
    let show = MenuItem::with_id(app, "show", "Open Crosswalk", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit (pushes are not answered then)", true, None::<&str>)?;
    TrayIconBuilder::with_id(WINDOW)
        .icon(tauri::include_image!("icons/tray.png"))
        .tooltip("Crosswalk")
        .menu(&Menu::with_items(app, &[&show, &quit])?)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "quit" => app.exit(0),
            _ => called_again(app, &[]),
        })
        .build(app)?;
    Ok(())
}

/// Ends in order when the system or a terminal says so.
pub fn quit_when_told(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        crosswalk_daemon::host::stopped().await;
        app.exit(0);
    });
}

/// Says why Crosswalk cannot open, and ends.
pub fn sorry(app: &AppHandle, why: &str) {
    tracing::error!(error = why, "Crosswalk could not be opened");
    let ended = app.clone();
    let dialog = app.dialog().message(why).title("Crosswalk cannot open").kind(MessageDialogKind::Error);
    dialog.show(move |_| ended.exit(1));
}

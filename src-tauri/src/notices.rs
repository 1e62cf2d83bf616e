//! Notifications of the desktop. Where the desktop draws buttons they are there; everywhere a click on the notification
//! itself opens the page at which it is settled.

use std::sync::Arc;

use crosswalk_daemon::Messengers;
use crosswalk_daemon::host::Seat;
use crosswalk_engine::{Notice, NoticeKind};
use serde_json::{Value, json};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::{Action, ActionPerformed, ActionType, NotificationExt};

use crate::links;

/// Buttons for something that somebody looks at.
const LOOK: &str = "look";
/// Buttons for a run that failed.
const FAILED: &str = "failed";
const AGAIN: &str = "again";
const LATER: &str = "later";
/// Under these names a notification remembers what it is about.
const PAGE: &str = "page";
const SYNC: &str = "sync";

/// Lets the engine's alerts appear as notifications of the desktop. A guest leaves telling to whoever owns the house.
pub fn tell_alerts(app: &AppHandle, seat: &Seat) {
    let Seat::Own(house) = seat else { return };
    if let Err(error) = listen(app) {
        tracing::warn!(error = %error, "Notifications have no buttons here");
    }
    let app = app.clone();
    let show = move |notice: &Notice| show(&app, notice);
    house.engine.set_notify(Arc::new(Messengers::with_desktop(Box::new(show))));
}

fn listen(app: &AppHandle) -> tauri_plugin_notification::Result<()> {
    let kind = |id: &str, actions: [(&str, &str); 2]| {
        let actions = actions.map(|(id, title)| Action::builder(id, title).build());
        ActionType::builder(id).actions(actions.to_vec()).build()
    };
    let look = kind(LOOK, [(PAGE, "Review"), (LATER, "Later")]);
    let failed = kind(FAILED, [(PAGE, "See why"), (AGAIN, "Run again")]);
    app.notification().register_action_types(vec![look, failed])?;
    let heard = app.clone();
    app.notification().on_action(move |performed| answer(&heard, performed))
}

fn show(app: &AppHandle, notice: &Notice) -> Result<(), String> {
    let plain = app.notification().builder().title(&notice.title).body(&notice.detail);
    let mut built = plain.extra(PAGE, &notice.page);
    if notice.kind == NoticeKind::Began {
        built = built.action_type_id(if notice.again.is_some() { FAILED } else { LOOK });
    }
    if let Some(sync) = notice.again {
        built = built.extra(SYNC, sync);
    }
    built.show().map_err(|error| format!("The desktop did not show it: {error}."))
}

/// Somebody pressed the notification or one of its buttons.
fn answer(app: &AppHandle, performed: &ActionPerformed) {
    let kept = |name: &str| performed.notification()?.extra().get(name)?.as_str().map(str::to_owned);
    match performed.action_id() {
        LATER | "dismiss" => {}
        AGAIN => run_again(app, kept(SYNC)),
        _ => links::show(app, &kept(PAGE).unwrap_or_else(|| "/overview".to_owned())),
    }
}

fn run_again(app: &AppHandle, sync: Option<String>) {
    let (app, Some(sync)) = (app.clone(), sync) else { return };
    let envelope = json!({
        "request": "notification", "call": "runs.start", "args": { "sync": sync, "kind": "full" },
    });
    tauri::async_runtime::spawn(async move {
        let started = app.state::<Seat>().call(envelope).await;
        let run = started.ok().and_then(|reply| reply.get("run").and_then(Value::as_str).map(str::to_owned));
        // A sync that runs already, or whose connection rests, says so on the page of runs.
        links::show(&app, &run.map_or_else(|| "/runs".to_owned(), |run| format!("/runs/{run}")));
    });
}

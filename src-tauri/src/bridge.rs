//! The one command and the one channel of events.

use crosswalk_daemon::host::Seat;
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager, State};

const CHANNEL: &str = "crosswalk";

/// Answers a call of the screens, in the same words as over HTTP.
#[tauri::command]
pub async fn call(seat: State<'_, Seat>, envelope: Value) -> Result<Value, Value> {
    let answered = seat.call(envelope).await;
    answered.map_err(|problem| serde_json::to_value(&problem).unwrap_or_default())
}

/// Tells the screens what happens, as long as the program runs.
pub fn tell_events(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        // A window that is just being closed hears nothing.
        let tell = |event| drop(app.emit(CHANNEL, event));
        app.state::<Seat>().events(tell).await;
    });
}

/// Ends what is under way before the program ends.
pub fn close(app: &AppHandle) {
    if let Some(seat) = app.try_state::<Seat>() {
        tauri::async_runtime::block_on(seat.leave());
    }
}

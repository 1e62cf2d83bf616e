//! Events, as a stream that the browser keeps open.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use crosswalk_contract::{Event, EventKind};
use futures::StreamExt;
use futures::stream;
use tokio::sync::broadcast::error::RecvError;

use super::Desk;

/// Says now and then that the stream is alive, so that a dead one is noticed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Tells what happens from now on, until the house shuts down.
pub(super) async fn events(State(desk): State<Arc<Desk>>) -> Response {
    let heard = desk.engine.events().listen();
    let stop = desk.stop.clone().cancelled_owned();
    let told = stream::unfold((desk, heard), |(desk, mut heard)| async move {
        let event = match heard.recv().await {
            Ok(event) => event,
            // Too slow to hear everything: the screens ask anew.
            Err(RecvError::Lagged(_)) => {
                heard = desk.engine.events().listen();
                Event { number: desk.engine.events().last(), kind: EventKind::Resync }
            }
            Err(RecvError::Closed) => return None,
        };
        Some((written(&event), (desk, heard)))
    });
    Sse::new(told.take_until(stop)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

fn written(event: &Event) -> Result<sse::Event, Infallible> {
    let number = event.number.to_string();
    Ok(sse::Event::default().json_data(event).unwrap_or_default().id(number))
}

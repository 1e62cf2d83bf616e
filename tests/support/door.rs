//! The smallest door for pushes: what the listener does, without its limits; those have tests of their own.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use crosswalk_connector_kit::Answer;
use crosswalk_engine::{Engine, PushHead};
use std::io::Write;

/// Opens a door on a free loopback port and answers its number.
pub async fn open(engine: Engine) -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = Router::new().fallback(receive).with_state(engine.clone());
    engine.supervisor().start("door", async move {
        let _ = axum::serve(listener, router).await;
    });
    port
}

async fn receive(State(engine): State<Engine>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let head = PushHead {
        method: parts.method.to_string(),
        content_type: header(&parts.headers, "content-type").unwrap_or_default(),
        authorization: header(&parts.headers, "authorization"),
    };
    let Some(route) = engine.route(parts.uri.path()).await.unwrap() else {
        return respond(Answer { status: 404, content_type: "text/plain".into(), body: Vec::new() });
    };
    if let Err(answer) = route.greet(&head).await {
        return respond(answer);
    }
    let bytes = to_bytes(body, 256 << 20).await.unwrap();
    let mut spool = route.spool();
    let spooled = tokio::task::spawn_blocking(move || {
        spool.write_all(&bytes).unwrap();
        spool.finish().unwrap()
    });
    respond(route.receive(&head, spooled.await.unwrap()).await)
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn respond(answer: Answer) -> Response {
    Response::builder()
        .status(answer.status)
        .header("content-type", answer.content_type)
        .body(answer.body.into())
        .unwrap()
}

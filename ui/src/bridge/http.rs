//! The transport of a browser: `POST /app/call` and the stream of events at `/app/events`, same origin only.

use super::{Word, envelope, trouble};
use crosswalk_contract::Problem;
use gloo_timers::callback::Timeout;
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, MessageEvent, Request, RequestCredentials, RequestInit, RequestMode, Response};

const CALL: &str = "/app/call";
const EVENTS: &str = "/app/events";
/// Milliseconds between two attempts to hear the engine.
const PAUSE: u32 = 5_000;

/// Sends a call; gives the text of the reply.
pub async fn call(envelope: &str) -> Result<String, Problem> {
    let (status, body) = post(envelope).await.map_err(|_| trouble::unreachable())?;
    if status == 200 { Ok(body) } else { Err(envelope::problem(status, &body)) }
}

async fn post(envelope: &str) -> Result<(u16, String), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response =
        JsFuture::from(window.fetch_with_request(&request(envelope)?)).await?.dyn_into()?;
    let body = JsFuture::from(response.text()?).await?;
    Ok((response.status(), body.as_string().unwrap_or_default()))
}

fn request(envelope: &str) -> Result<Request, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_mode(RequestMode::SameOrigin);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_body(&JsValue::from_str(envelope));
    let request = Request::new_with_str_and_init(CALL, &init)?;
    request.headers().set("content-type", "application/json")?;
    Ok(request)
}

/// Follows the stream of events. The browser connects again by itself; the engine's numbers tell what was missed.
pub fn listen(each: impl Fn(Word) + 'static) {
    open(Rc::new(each));
}

type Each = Rc<dyn Fn(Word)>;

// The closures below stay as long as the page does; a stream that is given up costs a few bytes.

fn open(each: Each) {
    let Ok(source) = EventSource::new(EVENTS) else { return };
    source.set_onmessage(Some(&on_message(each.clone())));
    source.set_onopen(Some(&on_open(each.clone())));
    source.set_onerror(Some(&on_error(source.clone(), each)));
}

fn on_message(each: Each) -> Function {
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        if let Some(event) = message.data().as_string().and_then(|text| envelope::event(&text)) {
            each(Word::Event(event));
        }
    });
    heard.into_js_value().unchecked_into()
}

fn on_open(each: Each) -> Function {
    let opened = Closure::<dyn Fn()>::new(move || each(Word::Reachable(true)));
    opened.into_js_value().unchecked_into()
}

/// After a refusal, such as that of an engine that is only starting, the browser gives the stream up: then we begin
/// another.
fn on_error(source: EventSource, each: Each) -> Function {
    let lost = Closure::<dyn Fn()>::new(move || {
        each(Word::Reachable(false));
        if source.ready_state() == EventSource::CLOSED {
            let each = each.clone();
            Timeout::new(PAUSE, move || open(each)).forget();
        }
    });
    lost.into_js_value().unchecked_into()
}

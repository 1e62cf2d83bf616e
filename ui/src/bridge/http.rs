//! The transport of a browser: `POST /app/call` and the stream of events at `/app/events`, same origin only.

use super::{Word, envelope, trouble};
use crosswalk_contract::Problem;
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, MessageEvent, Request, RequestCredentials, RequestInit, RequestMode, Response};

const CALL: &str = "/app/call";
const EVENTS: &str = "/app/events";

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
    let Ok(source) = EventSource::new(EVENTS) else { return };
    let each = Rc::new(each);
    source.set_onmessage(Some(&on_message(each.clone())));
    source.set_onopen(Some(&on_state(each.clone(), true)));
    source.set_onerror(Some(&on_state(each, false)));
}

// The closures stay as long as the page does: nobody takes the stream away.

fn on_message(each: Rc<impl Fn(Word) + 'static>) -> Function {
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        if let Some(event) = message.data().as_string().and_then(|text| envelope::event(&text)) {
            each(Word::Event(event));
        }
    });
    heard.into_js_value().unchecked_into()
}

fn on_state(each: Rc<impl Fn(Word) + 'static>, reachable: bool) -> Function {
    let told = Closure::<dyn Fn()>::new(move || each(Word::Reachable(reachable)));
    told.into_js_value().unchecked_into()
}

//! The transport of the window: the shell's one command `call`, its event channel `crosswalk`, and
//! the channel of links.

use super::{Word, envelope, trouble};
use crosswalk_contract::Problem;
use js_sys::{Function, JSON, Object, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

const INTERNALS: &str = "__TAURI_INTERNALS__";
const COMMAND: &str = "call";
const CHANNEL: &str = "crosswalk";
const LINKS: &str = "crosswalk-link";
const HEARING: &str = "hearing";

/// Whether the screens run in the window.
pub fn is_here() -> bool {
    internals().is_some()
}

fn internals() -> Option<JsValue> {
    let window = web_sys::window()?;
    Reflect::get(&window, &INTERNALS.into()).ok().filter(JsValue::is_object)
}

fn function(name: &str) -> Option<(JsValue, Function)> {
    let internals = internals()?;
    let function = Reflect::get(&internals, &name.into()).ok()?.dyn_into().ok()?;
    Some((internals, function))
}

/// Sends a call; gives the text of the reply.
pub async fn call(envelope: &str) -> Result<String, Problem> {
    let arguments = JSON::parse(envelope).and_then(|envelope| object(&[("envelope", &envelope)]));
    let arguments = arguments.map_err(|_| trouble::not_understood())?;
    match invoke(COMMAND, &arguments).await {
        Ok(reply) => Ok(text(&reply)),
        Err(problem) => Err(envelope::problem(0, &text(&problem))),
    }
}

async fn invoke(command: &str, arguments: &JsValue) -> Result<JsValue, JsValue> {
    let (internals, invoke) = function("invoke").ok_or(JsValue::NULL)?;
    let promise: Promise = invoke.call2(&internals, &command.into(), arguments)?.dyn_into()?;
    JsFuture::from(promise).await
}

fn object(entries: &[(&str, &JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (key, value) in entries {
        Reflect::set(&object, &(*key).into(), value)?;
    }
    Ok(object.into())
}

fn text(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Subscribes to the event channel, as Tauri's own script does.
pub fn listen(each: impl Fn(Word) + 'static) {
    hear(CHANNEL, move |payload| {
        if let Some(event) = envelope::event(&text(payload)) {
            each(Word::Event(event));
        }
    });
}

/// Hears the addresses of pages that the desktop wants to be shown, first the one that came while the page was loading.
pub fn listen_to_links(go: impl Fn(String) + 'static) {
    let go = Rc::new(go);
    let later = Rc::clone(&go);
    let heard = handler(move |payload| payload.as_string().into_iter().for_each(|page| later(page)));
    wasm_bindgen_futures::spawn_local(async move {
        if subscribe(LINKS, &heard).await.is_ok() {
            let kept = invoke(HEARING, &Object::new()).await;
            kept.ok().and_then(|page| page.as_string()).into_iter().for_each(|page| go(page));
        }
    });
}

fn hear(channel: &'static str, each: impl Fn(&JsValue) + 'static) {
    let heard = handler(each);
    wasm_bindgen_futures::spawn_local(async move {
        // Without the channel the screens still answer; they only do not refresh by themselves.
        let _ = subscribe(channel, &heard).await;
    });
}

/// A handler that is given what a channel carries, as long as the page is open.
fn handler(each: impl Fn(&JsValue) + 'static) -> JsValue {
    let heard = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        each(&Reflect::get(&message, &"payload".into()).unwrap_or(JsValue::NULL));
    });
    heard.into_js_value()
}

async fn subscribe(channel: &str, heard: &JsValue) -> Result<JsValue, JsValue> {
    let (internals, transform) = function("transformCallback").ok_or(JsValue::NULL)?;
    let handler = transform.call1(&internals, heard)?;
    let target = object(&[("kind", &"Any".into())])?;
    let arguments = object(&[("event", &channel.into()), ("target", &target), ("handler", &handler)])?;
    invoke("plugin:event|listen", &arguments).await
}

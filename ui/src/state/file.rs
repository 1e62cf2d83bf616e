//! Saving something as a file, where the browser or the window keeps what is downloaded.

use super::{Toast, toasts};
use crate::{bridge, texts};
use crosswalk_contract::{Ask, TableFile};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::prelude::*;

/// Some browsers fetch what is downloaded a little later.
const KEPT: Duration = Duration::from_secs(30);

/// Asks for tables and saves them; and whether an answer is awaited.
pub fn saving<A: Ask<Reply = TableFile> + 'static>() -> (Callback<A>, Signal<bool>) {
    let (busy, toasts) = (RwSignal::new(false), toasts());
    let save = Callback::new(move |ask: A| {
        busy.set(true);
        spawn_local(async move {
            match bridge::ask(ask).await {
                Ok(file) => {
                    save_table(&file);
                    toasts.show(Toast::done(texts::file_saved(&file.name)));
                }
                Err(problem) => toasts.show(Toast::problem(&problem)),
            }
            busy.try_set(false);
        });
    });
    (save, busy.into())
}

/// Offers a table that the engine wrote.
fn save_table(file: &TableFile) {
    // Where a browser refuses there is no file; the page still shows what it would have held.
    let _ = bytes(&file.body).and_then(|bytes| offer(&file.name, &file.media, &bytes.into()));
}

/// The bytes behind base64, by the browser's own reader.
fn bytes(base64: &str) -> Result<js_sys::Uint8Array, JsValue> {
    let letters = window().atob(base64)?;
    let bytes: Vec<u8> = letters.chars().map(|letter| letter as u8).collect();
    Ok(js_sys::Uint8Array::from(bytes.as_slice()))
}

/// Offers a text as a file of this name. It never leaves the computer: the browser makes it from what the page holds.
pub fn save_file(name: &str, kind: &str, text: &str) {
    // Where a browser refuses there is no file, and the page still shows what it would have held.
    let _ = offer(name, kind, &text.into());
}

fn offer(name: &str, kind: &str, content: &JsValue) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(content);
    let blob = web_sys::Blob::new_with_blob_sequence_and_options(&parts, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlElement = document().create_element("a")?.unchecked_into();
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.click();
    set_timeout(move || _ = web_sys::Url::revoke_object_url(&address), KEPT);
    Ok(())
}

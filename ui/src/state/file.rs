//! Saving something as a file, where the browser or the window keeps what is downloaded.

use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::prelude::*;

/// Some browsers fetch what is downloaded a little later.
const KEPT: Duration = Duration::from_secs(30);

/// Offers a text as a file of this name. It never leaves the computer: the browser makes it from what the page holds.
pub fn save_file(name: &str, kind: &str, text: &str) {
    // Where a browser refuses there is no file, and the page still shows what it would have held.
    let _ = offer(name, kind, text);
}

fn offer(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlElement = document().create_element("a")?.unchecked_into();
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.click();
    set_timeout(move || _ = web_sys::Url::revoke_object_url(&address), KEPT);
    Ok(())
}

//! A list of any length: only the rows in sight are in the page. One row may be open and then takes more room.

mod window;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
pub use window::Window;

/// A long list of rows of equal height.
#[component]
pub fn Rows(
    /// What the list is called.
    #[prop(into)]
    label: String,
    /// How many rows there are.
    #[prop(into)]
    total: Signal<u64>,
    /// The height of a row in pixels.
    row: f64,
    /// The row that is open, and how many pixels its inside takes.
    #[prop(into)]
    open: Signal<Option<(u64, f64)>>,
    /// The row that the keys act on; it is kept in sight.
    here: RwSignal<u64>,
    /// Told which rows are in sight, so that they can be fetched: the first, and the one after the last.
    seen: Callback<(u64, u64)>,
    /// Draws a row.
    draw: Callback<u64, AnyView>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let (top, height) = (RwSignal::new(0.0), RwSignal::new(600.0));
    let window = Memo::new(move |_| Window::of(total.get(), row, (top.get(), height.get()), open.get()));
    let measure = move || {
        // It is called by the browser, perhaps when the page has been left already.
        if let Some(list) = list.try_get_untracked().flatten() {
            top.try_set(f64::from(list.scroll_top()));
            height.try_set(f64::from(list.client_height()).max(row));
        }
    };
    measure_with_size(list, measure);
    Effect::new(move || seen.run((window.get().first, window.get().end)));
    keep_in_sight(list, row, open, here);
    let rows = move || (window.get().first..window.get().end).collect::<Vec<_>>();
    view! {
        <div class="rows" role="rowgroup" aria-label=label node_ref=list on:scroll=move |_| measure()>
            <div style:height=move || px(window.get().above)></div>
            <For each=rows key=|index| *index let:index>{draw.run(index)}</For>
            <div style:height=move || px(window.get().below)></div>
        </div>
    }
    .into_any()
}

fn px(pixels: f64) -> String {
    format!("{pixels:.0}px")
}

/// Measures once the list is laid out, and whenever it gets more or less room: what stood above it may go away.
fn measure_with_size(list: NodeRef<html::Div>, measure: impl Fn() + Copy + 'static) {
    Effect::new(move || {
        let Some(list) = list.get() else { return };
        let changed = Closure::<dyn Fn()>::new(measure);
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&list);
        }
        // The browser drops the observer with the list that it watches.
        changed.forget();
    });
}

fn keep_in_sight(list: NodeRef<html::Div>, row: f64, open: Signal<Option<(u64, f64)>>, here: RwSignal<u64>) {
    Effect::new(move || {
        let index = here.get();
        let Some(list) = list.get_untracked() else { return };
        let (above, below) = window::edges(index, row, open.get_untracked());
        let (top, height) = (f64::from(list.scroll_top()), f64::from(list.client_height()));
        if above < top {
            list.set_scroll_top(above as i32);
        } else if below > top + height {
            list.set_scroll_top((below - height) as i32);
        }
    });
}

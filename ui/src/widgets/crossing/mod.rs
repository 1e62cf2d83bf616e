//! The crossing: flows between sources, roster and destinations as zebra crossings between real boxes. Amber and
//! moving when data passes, grey with a pause sign when held, broken with a cross when failing.

mod boxes;
mod ways;

use crosswalk_contract::{Mood, Overview};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use ways::{Box, Lane, Way};

/// Draws the crossing, live.
pub fn crossing(overview: Signal<Overview>) -> AnyView {
    let frame = NodeRef::<html::Div>::new();
    let ways = RwSignal::new(Vec::new());
    // It is called by the browser, perhaps when the page has been left already.
    let measure = move || {
        let frame = frame.try_get_untracked().flatten();
        if let (Some(frame), Some(overview)) = (frame, overview.try_get_untracked()) {
            ways.try_set(measured(&frame, &overview));
        }
    };
    Effect::new(move || {
        overview.track();
        if frame.get().is_some() {
            // The boxes are laid out after this turn.
            request_animation_frame(measure);
        }
    });
    Effect::new(move || {
        if let Some(frame) = frame.get() {
            follow_size(&frame, measure);
        }
    });
    view! {
        <div class="crossing card" node_ref=frame>
            <svg class="ways" aria-hidden="true">{move || ways.get().iter().map(drawn).collect_view()}</svg>
            {boxes::boxes(overview)}
        </div>
    }
    .into_any()
}

fn follow_size(frame: &web_sys::Element, measure: impl Fn() + 'static) {
    let changed = Closure::<dyn Fn()>::new(measure);
    if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(frame);
    }
    // The browser drops the observer with the frame that it watches.
    changed.forget();
}

fn measured(frame: &web_sys::Element, overview: &Overview) -> Vec<Way> {
    let origin = frame.get_bounding_client_rect();
    let place = |id: &str| -> Option<Box> {
        let found = document().get_element_by_id(id)?.get_bounding_client_rect();
        let (x, y) = (found.left() - origin.left(), found.top() - origin.top());
        Some(Box { x, y, width: found.width(), height: found.height() })
    };
    let Some(roster) = place(boxes::ROSTER) else { return Vec::new() };
    let lanes = |nodes: &[crosswalk_contract::Node]| {
        let found = nodes.iter().filter_map(|node| Some((place(&boxes::id(node))?, Lane::of(node))));
        found.collect::<Vec<_>>()
    };
    let mut all = ways::into_roster(&lanes(&overview.sources), roster);
    all.extend(ways::out_of_roster(&lanes(&overview.destinations), roster));
    all
}

fn drawn(way: &Way) -> AnyView {
    let Way { path, middle, lane } = way.clone();
    let class = format!("way {}{}", lane.class(), if lane.moving { " moving" } else { "" });
    let sign = lane.sign().map(|sign| {
        view! {
            <g transform=format!("translate({:.1} {:.1})", middle.0, middle.1) class=lane.class()>
                <circle r="13"/><path d=sign/>
            </g>
        }
    });
    view! {
        <path class="bed" d=path.clone() stroke-width=lane.width + 8.0/>
        <path class=class d=path stroke-width=lane.width/>
        {sign}
    }
    .into_any()
}

impl Lane {
    /// The lane of a node.
    fn of(node: &crosswalk_contract::Node) -> Self {
        Self {
            width: 6.0 + 14.0 * f64::from(node.flow.clamp(0.0, 1.0)),
            mood: node.mood,
            moving: node.moving,
        }
    }

    fn class(&self) -> &'static str {
        match self.mood {
            _ if self.moving => "good",
            Mood::Good => "good",
            Mood::Waiting => "held",
            Mood::Bad => "broken",
            Mood::Quiet => "resting",
        }
    }

    /// The sign on the way: two bars when it is held, a cross when it is broken.
    fn sign(&self) -> Option<&'static str> {
        match self.mood {
            _ if self.moving => None,
            Mood::Waiting => Some("M-3.5 -5v10M3.5 -5v10"),
            Mood::Bad => Some("M-4 -4l8 8M4 -4l-8 8"),
            Mood::Good | Mood::Quiet => None,
        }
    }
}

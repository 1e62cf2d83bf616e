//! Where a value of the plan comes from, asked for one value at a time.

use crate::state::{Load, load};
use crate::texts;
use crate::widgets::{Icon, faces, icon, story};
use crosswalk_contract::{Explain, GetMapping, Lineage, MappingView, PlanView};
use crosswalk_model::{Direction, Entity, RosterId};
use leptos::prelude::*;

/// A value of a change.
#[derive(Clone, PartialEq)]
pub struct Of {
    /// The change's target.
    pub target: String,
    /// The roster record.
    pub id: RosterId,
    /// Its name.
    pub label: String,
    /// The field.
    pub field: String,
}

/// The value that is being explained, and its story.
#[derive(Clone, Copy)]
pub struct Explained {
    /// Which value; none as long as nobody asked.
    pub of: RwSignal<Option<Of>>,
    story: StoredValue<Load<Lineage>>,
}

impl Explained {
    /// A value with its story, for the gallery.
    #[cfg(debug_assertions)]
    pub fn fixed(of: Option<Of>, story: Load<Lineage>) -> Self {
        Self { of: RwSignal::new(of), story: StoredValue::new(story) }
    }
}

/// Asks for the story of whatever value is chosen.
pub fn explaining(plan: &Load<PlanView>) -> Explained {
    let of = RwSignal::new(None::<Of>);
    let plan = plan.clone();
    let sync = Memo::new(move |_| plan.value().map(|plan| plan.card.sync));
    // The mapping tells which entity a destination's stream is made of.
    let mapping = load(move || of.get().and(sync.get()).map(|sync| GetMapping { sync }), &[]);
    let ask = move || {
        let (of, mapping) = (of.get()?, mapping.value()?);
        let outbound = mapping.sync.direction == Direction::Outbound;
        let entity = entity(&of.target, &mapping)?;
        Some(Explain { entity, id: of.id, field: of.field, sync: outbound.then_some(mapping.sync.id) })
    };
    Explained { of, story: StoredValue::new(load(ask, &[])) }
}

fn entity(target: &str, mapping: &MappingView) -> Option<Entity> {
    match mapping.sync.direction {
        Direction::Inbound => target.parse().ok(),
        Direction::Outbound => mapping.streams.iter().find(|stream| stream.to == target)?.from.parse().ok(),
    }
}

/// The story beside the list.
pub fn panel(explained: Explained) -> AnyView {
    let shown = move || {
        let of = explained.of.get()?;
        Some(view! {
            <aside class="card lineage" aria-label=texts::lineage_title()>
                <div class="row">
                    <p class="quiet grow">{of.label} " · " {of.field}</p>
                    <button type="button" class="bare" aria-label=texts::close()
                        on:click=move |_| explained.of.set(None)>{icon(Icon::Close)}</button>
                </div>
                {explained.story.with_value(|story| faces(story, told))}
            </aside>
        })
    };
    view! { {shown} }.into_any()
}

fn told(lineage: Signal<Lineage>) -> AnyView {
    let draw = move || {
        lineage.with(|lineage| {
            let none =
                lineage.steps.is_empty().then(|| view! { <p class="quiet">{texts::lineage_none()}</p> });
            view! { <h2>{lineage.title.clone()}</h2> {none} {story(lineage)} }
        })
    };
    view! { {draw} }.into_any()
}

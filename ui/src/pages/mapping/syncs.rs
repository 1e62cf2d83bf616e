//! Draws the syncs, to choose whose mapping is to be seen.

use crate::texts;
use crate::widgets::Column::Words;
use crate::widgets::{empty_face, head, leading_row, table, tag};
use crosswalk_contract::SyncCard;
use crosswalk_model::Direction;
use leptos::prelude::*;

/// The syncs.
pub fn syncs(syncs: Signal<Vec<SyncCard>>) -> AnyView {
    view! {
        {head(|| texts::mapping_sentence().to_owned(), texts::mapping_detail(), ())}
        {move || syncs.with(|syncs| all_syncs(syncs))}
    }
    .into_any()
}

fn all_syncs(syncs: &[SyncCard]) -> AnyView {
    if syncs.is_empty() {
        let next = Some((texts::connections_add(), "/connections/new"));
        return empty_face(texts::mapping_empty_title(), texts::mapping_empty_detail(), next);
    }
    let columns = [Words(texts::column_sync()), Words(texts::column_kind()), Words(texts::filters_title())];
    table(&columns, syncs.iter().map(row).collect_view())
}

fn row(sync: &SyncCard) -> AnyView {
    let inbound = sync.direction == Direction::Inbound;
    let way = if inbound { texts::mapping_inbound() } else { texts::mapping_outbound() };
    let reasons = sync.filters.iter().map(|filter| tag(filter.reason.to_string())).collect_view();
    let everyone = sync.filters.is_empty().then(texts::filters_none);
    let cells = view! { <td>{way}</td><td><span class="row">{everyone} {reasons}</span></td> };
    leading_row(&sync.title, format!("/mapping/{}", sync.id), cells)
}

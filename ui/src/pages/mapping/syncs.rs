//! Draws the syncs, to choose whose mapping is to be seen.

use crate::state::go;
use crate::texts;
use crate::widgets::{empty_face, head, tag};
use crosswalk_contract::SyncCard;
use crosswalk_model::Direction;
use leptos::prelude::*;

/// The syncs.
pub fn syncs(syncs: Signal<Vec<SyncCard>>) -> AnyView {
    view! {
        {head(|| texts::mapping_sentence().to_owned(), texts::mapping_detail(), ())}
        {move || syncs.with(|syncs| table(syncs))}
    }
    .into_any()
}

fn table(syncs: &[SyncCard]) -> AnyView {
    if syncs.is_empty() {
        let next = Some((texts::connections_add(), "/connections/new"));
        return empty_face(texts::mapping_empty_title(), texts::mapping_empty_detail(), next);
    }
    let rows = syncs.iter().map(row).collect_view();
    view! {
        <div class="card table-card">
            <table>
                <thead><tr><th>{texts::column_sync()}</th><th>{texts::column_kind()}</th><th>{texts::filters_title()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(sync: &SyncCard) -> AnyView {
    let href = format!("/mapping/{}", sync.id);
    let leads = href.clone();
    let way = if sync.direction == Direction::Inbound { texts::mapping_inbound() } else { texts::mapping_outbound() };
    let reasons = sync.filters.iter().map(|filter| tag(filter.reason.to_string())).collect_view();
    let everyone = sync.filters.is_empty().then(texts::filters_none);
    view! {
        <tr class="leads" on:click=move |_| go(&leads)>
            <td class="tight"><a class="quiet-link" href=href>{sync.title.clone()}</a></td><td>{way}</td><td><span class="row">{everyone} {reasons}</span></td>
        </tr>
    }
    .into_any()
}

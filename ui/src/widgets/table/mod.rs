//! A table in a card: its heads, its rows, and rows that lead somewhere.

use crate::state::go;
use crate::texts;
use leptos::prelude::*;

/// The head of a column.
#[derive(Clone, Copy)]
pub enum Column {
    /// Words.
    Words(&'static str),
    /// Numbers, set right.
    Number(&'static str),
    /// Buttons; the head is only read out.
    Actions,
}

/// A table.
pub fn table(columns: &[Column], rows: impl IntoView + 'static) -> AnyView {
    let heads = columns.iter().map(head).collect_view();
    view! {
        <div class="card table-card">
            <table><thead><tr>{heads}</tr></thead><tbody>{rows.into_any()}</tbody></table>
        </div>
    }
    .into_any()
}

fn head(column: &Column) -> AnyView {
    match column {
        Column::Words(title) => view! { <th>{*title}</th> }.into_any(),
        Column::Number(title) => view! { <th class="n">{*title}</th> }.into_any(),
        Column::Actions => {
            view! { <th><span class="unseen">{texts::column_actions()}</span></th> }.into_any()
        }
    }
}

/// A titled table, below others on a page.
pub fn titled_table(title: &'static str, columns: &[Column], rows: impl IntoView + 'static) -> AnyView {
    view! { <section class="stack"><h3>{title}</h3>{table(columns, rows)}</section> }.into_any()
}

/// A row that leads somewhere; its first cell is the link, for those who use no mouse.
pub fn leading_row(title: &str, href: String, cells: impl IntoView + 'static) -> AnyView {
    let leads = href.clone();
    let title = title.to_owned();
    view! {
        <tr class="leads" on:click=move |_| go(&leads)>
            <td class="tight"><a class="quiet-link" href=href>{title}</a></td>
            {cells.into_any()}
        </tr>
    }
    .into_any()
}

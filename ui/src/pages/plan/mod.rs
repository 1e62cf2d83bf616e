//! One plan: what would change, why, and a person's yes or no.

mod approve;
mod book;
mod export;
mod filter;
mod lineage;
mod list;
mod page;
mod row;
mod shown;
mod undo;
mod view;

pub use page::page;
#[cfg(debug_assertions)]
pub use {
    book::Book,
    lineage::{Explained, Of},
    undo::Picking,
    view::{Asked, Deeds, view},
};

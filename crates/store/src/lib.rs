//! The memory: the only room with SQL. SQLite by default, PostgreSQL for shared servers, the same tables on both.
//!
//! Start with [`Store::open`]; [`Store::tenant`] gives a [`Tenant`], whose methods read, and [`Tenant::begin`] gives a
//! [`Work`], a write transaction whose methods write and which counts only after [`Work::commit`]. Each table has a
//! file of its own under `tables/`; the inbox (`inbox/`), the blobs (`blobs/`) and the audit chain (`audit/`) are
//! rooms of their own. What is personal is encrypted before it reaches a statement: see [`ENCRYPTED_COLUMNS`].
//!
//! What it is *not*: no rule of the business stands here and nothing is decided; no clock, no ids, no tasks. Instants
//! and ids are passed in; the only randomness is that of keys and nonces. No type of the database library is public.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod audit;
mod backup;
mod blobs;
mod compact;
mod db;
mod error;
mod examine;
mod facts;
mod fold;
mod folder;
mod inbox;
mod keys;
mod pack;
mod privacy;
pub mod seal;
mod store;
mod system;
mod tables;
mod tenant;
mod vault;

pub use audit::{AuditCheck, AuditEntry, AuditFilter, AuditRecord};
pub use backup::{
    BackupAbout, BackupMade, Figures, NewBackup, Openers, Restoring, finish_restore, keep_newest,
};
pub use blobs::{
    BlobReader, BlobRef, BlobWriter, Blobs, INLINE, Spill, SpillReader, Spilled, Spool, SpooledBody,
    StagedBlob,
};
pub use error::{Result, StoreError};
pub use facts::StoreFacts;
pub use fold::fold;
pub use folder::{DataFolder, Lock, Owned};
pub use inbox::{DeliveryFilter, Inbox, NewDelivery};
pub use keys::Keys;
pub use privacy::{ENCRYPTED_COLUMNS, EncryptedColumn};
pub use store::{Options, Place, Store};
pub use system::{ListenerPath, System, TenantRow};
pub use tables::*;
pub use tenant::{Tenant, Work};

#[cfg(test)]
mod suite;

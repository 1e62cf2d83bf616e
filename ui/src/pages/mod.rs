//! The pages, one folder each: `page.rs` asks the engine, `view.rs` draws what it got.

pub mod alerts;
pub mod audit;
pub mod conflicts;
pub mod connect;
pub mod connection;
pub mod connections;
pub mod deliveries;
pub mod first_run;
pub mod holds;
pub mod holidays;
pub mod listener;
pub mod mapping;
pub mod overview;
pub mod person;
pub mod plan;
pub mod plans;
pub mod privacy;
pub mod quarantine;
pub mod record;
pub mod run;
pub mod runs;
pub mod schedules;
pub mod settings;
pub mod timing;

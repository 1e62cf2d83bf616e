//! Alerts: the engine decides who is told of what and when, the host delivers it.
//!
//! [`wrong`] gathers what is wrong now · [`course`] says what that makes of the alerts that are known, and what is due
//! to be told · [`tell`] hands it to the host through the port [`Notify`].

mod course;
mod port;
mod tell;
mod wrong;

pub(crate) use course::Wrong;
pub use port::{NotTold, Notice, NoticeKind, Notify, Way};
pub(crate) use tell::{MAIL_PASSWORD, WEBHOOK_SECRET, settings, store_settings};

//! Asks for the audit trail, and has its chain checked.

use super::view::view;
use crate::state::{Topic, crumbs, deed, paged};
use crate::texts;
use crate::widgets::faces;
use crosswalk_contract::{ListAudit, VerifyAudit};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The audit trail.
pub fn page() -> AnyView {
    crumbs(&[], texts::nav_audit());
    let trail = paged(|cursor| ListAudit { cursor }, &[Topic::Plans, Topic::Connections, Topic::Conflicts]);
    let (check, verdict) = (deed(), RwSignal::new(None));
    let verify = Callback::new(move |()| {
        check.run(VerifyAudit {}, move |found| {
            verdict.try_set(Some(found));
        });
    });
    if use_query_map().read_untracked().get("verify").is_some() {
        verify.run(());
    }
    let first = trail.first.clone();
    faces(&first, move |first| view(first, trail.clone(), verdict.into(), (verify, check.busy.into())))
}

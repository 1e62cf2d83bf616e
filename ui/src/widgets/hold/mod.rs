//! A hold: what tripped, and against what baseline.

use crate::format::thousands;
use crate::texts;
use crosswalk_model::{Hold, HoldRule};
use leptos::prelude::*;

/// Draws a hold.
pub fn hold(hold: &Hold) -> AnyView {
    let measured = (hold.baseline > 0).then(|| meter(hold));
    view! {
        <div class="hold">
            <p><span class="is-waiting" aria-hidden="true">"❚❚ "</span><b>{rule(hold.rule)}</b> " "
                <span class="quiet">{hold.group.clone()}</span></p>
            <p>{hold.message.clone()}</p>
            {measured}
        </div>
    }
    .into_any()
}

fn meter(hold: &Hold) -> AnyView {
    let share = hold.affected as f64 * 100.0 / hold.baseline.max(1) as f64;
    let words = texts::holds_meter(thousands(hold.affected), thousands(hold.baseline));
    view! {
        <div class="meter" role="img" aria-label=words.clone()>
            <span style:width=format!("{:.1}%", share.clamp(0.6, 100.0))></span>
        </div>
        <small>{words}</small>
    }
    .into_any()
}

fn rule(rule: HoldRule) -> &'static str {
    match rule {
        HoldRule::Deactivations => texts::hold_deactivations(),
        HoldRule::VanishedField => texts::hold_vanished_field(),
        HoldRule::Rekeyed => texts::hold_rekeyed(),
        HoldRule::Shrunk => texts::hold_shrunk(),
        HoldRule::NotComplete => texts::hold_not_complete(),
    }
}

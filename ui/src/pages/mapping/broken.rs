//! A change that breaks tests is told before it is saved, and saved all the same by whoever means it.

use super::history::{Edit, Way};
use crate::texts;
use crate::widgets::{Button, Dialog, Look};
use crosswalk_contract::Problem;
use leptos::prelude::*;

/// The code of the problem.
const BREAKS: &str = "mapping.breaks_cases";

/// Whether a problem says that tests would break.
pub fn breaks(problem: &Problem) -> bool {
    problem.code == BREAKS
}

/// An edit that would break tests.
#[derive(Clone, Copy)]
pub struct Doubted {
    /// The edit, and which way it goes.
    pub edit: RwSignal<Option<(Edit, Way)>>,
    /// Why it was not saved.
    pub problem: Signal<Option<Problem>>,
    /// Saves it all the same.
    pub despite: Callback<()>,
}

impl Doubted {
    /// None, for the gallery.
    #[cfg(debug_assertions)]
    pub fn none() -> Self {
        Self { edit: RwSignal::new(None), problem: Signal::stored(None), despite: Callback::new(|()| ()) }
    }
}

/// The dialog that asks.
pub fn doubted(of: Doubted) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        let breaks = of.problem.with(|problem| problem.as_ref().is_some_and(breaks));
        open.set(breaks && of.edit.with_untracked(Option::is_some));
    });
    let body = move || {
        let said =
            of.problem.with_untracked(|problem| problem.as_ref().map(|problem| problem.happened.clone()));
        let despite = move |()| {
            open.set(false);
            of.despite.run(());
        };
        view! {
            <p>{said}</p>
            <p class="quiet">{texts::cases_broken_help()}</p>
            <div class="ends">
                <Button label=texts::cancel() press=move |()| open.set(false) look=Look::Main/>
                <Button label=texts::cases_save_despite() press=despite/>
            </div>
        }
        .into_any()
    };
    view! { <Dialog open=open title=texts::cases_broken_title() body=ViewFn::from(body)/> }.into_any()
}

//! A sieve above a list: what is shown, by a few choices that stand in the address.

use super::Pick;
use crate::state::{Query, SINCE};
use crate::texts;
use leptos::prelude::*;

/// One choice: its name in the address, its label, and its values with their labels.
#[derive(Clone, PartialEq)]
pub struct Sifted {
    /// Its name in the address.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it is called that everything is shown.
    pub all: &'static str,
    /// Values with their labels.
    pub values: Vec<(String, String)>,
}

/// The choice of a time.
pub fn since_choice() -> Sifted {
    let values =
        [("day", texts::since_day()), ("week", texts::since_week()), ("month", texts::since_month())];
    let values = values.map(|(word, label)| (word.to_owned(), label.to_owned())).to_vec();
    Sifted { name: SINCE, label: texts::sieve_since(), all: texts::since_ever(), values }
}

/// The choices of a page.
#[derive(Clone, Copy)]
pub struct Sieve {
    /// Where they stand.
    pub query: Query,
    /// Which there are.
    pub choices: Signal<Vec<Sifted>>,
}

impl Sieve {
    /// Whether anything is left out.
    pub fn is_set(self) -> bool {
        self.choices.with(|all| all.iter().any(|one| self.query.get(one.name).is_some()))
    }
}

/// The row of choices.
pub fn sieve(sieve: Sieve) -> AnyView {
    let Sieve { query, choices } = sieve;
    let clear = move |_| {
        let names: Vec<&str> = choices.get_untracked().iter().map(|one| one.name).collect();
        query.clear(&names);
    };
    let cleared = move || {
        sieve.is_set().then(
            || view! { <button type="button" class="link" on:click=clear>{texts::sieve_clear()}</button> },
        )
    };
    let each = move || choices.get().into_iter().map(|one| drawn(one, query)).collect_view();
    view! { <div class="sieve" role="group" aria-label=texts::sieve_legend()>{each} {cleared}</div> }
        .into_any()
}

fn drawn(one: Sifted, query: Query) -> AnyView {
    let name = one.name;
    let all = (String::new(), one.all.to_owned());
    let choices = std::iter::once(all).chain(one.values).collect();
    let value = Signal::derive(move || query.get(name).unwrap_or_default());
    let choose = move |chosen: String| query.choose(name, chosen);
    view! { <Pick label=one.label choices=choices value=value choose=choose/> }.into_any()
}

/// What stands in place of a list when the sieve lets nothing through.
pub fn sifted_out() -> AnyView {
    view! { <p class="quiet sifted-out" role="status">{texts::sieve_nothing()}</p> }.into_any()
}

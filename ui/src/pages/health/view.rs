//! Draws the health: a sentence, and a trend for each figure.

use super::series::trends;
use crate::format::thousands;
use crate::texts;
use crate::widgets::{Sieve, empty_face, head, sieve, trend};
use crosswalk_contract::{TrendDay, TrendsView};
use leptos::prelude::*;

/// The trends, with the choice of days and sync.
pub fn view(view: Signal<TrendsView>, choices: Sieve) -> AnyView {
    let is_empty = Memo::new(move |_| view.with(|view| view.days.iter().all(|day| day.runs == 0)));
    let drawn = move || if is_empty.get() && !choices.is_set() { nothing() } else { all(view, choices) };
    view! { {head(move || view.with(|view| sentence(&view.days)), texts::health_detail(), ())} {drawn} }
        .into_any()
}

fn nothing() -> AnyView {
    let next = Some((texts::nav_overview(), "/overview"));
    empty_face(texts::runs_empty_title(), texts::runs_empty_detail(), next)
}

fn all(view: Signal<TrendsView>, choices: Sieve) -> AnyView {
    let each = move || view.with(|view| trends(&view.days).iter().map(trend).collect_view());
    view! { {sieve(choices)} <div class="trends">{each}</div> }.into_any()
}

/// Whether these days went well.
fn sentence(days: &[TrendDay]) -> String {
    let (runs, failed) =
        days.iter().fold((0, 0), |(runs, failed), day| (runs + day.runs, failed + day.failed));
    let last = days.len();
    match (runs, failed) {
        (0, _) => texts::health_nothing(last),
        (runs, 0) => texts::health_good(runs, last),
        (runs, failed) => texts::health_some_failed(failed, thousands(runs), last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_model::Date;

    #[test]
    fn the_sentence_says_whether_it_went_well() {
        let day = |runs, failed| TrendDay {
            date: Date::constant(2026, 3, 9),
            runs,
            failed,
            read: 0,
            applied: 0,
            not_applied: 0,
            findings: 0,
            took: None,
        };
        assert_eq!(sentence(&[day(0, 0)]), texts::health_nothing(1));
        assert_eq!(sentence(&[day(2, 0), day(3, 0)]), texts::health_good(5, 2));
        assert_eq!(sentence(&[day(2, 1), day(3, 1)]), texts::health_some_failed(2, 5, 2));
    }
}

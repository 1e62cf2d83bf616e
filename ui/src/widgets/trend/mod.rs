//! A trend: a figure a day as bars, what it says in words, and the table behind it.

mod bars;

use crate::texts;
use bars::{bars, tallest};
use leptos::prelude::*;

/// One day of a trend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Day {
    /// Its date, as people read it.
    pub date: String,
    /// The figure.
    pub figure: u64,
    /// The part of it that is not as it should be.
    pub odd: u64,
    /// The figure in words; empty where nothing was.
    pub told: String,
    /// The part that is odd, in words.
    pub odd_told: String,
}

/// A trend over some days.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What it is called.
    pub title: &'static str,
    /// What it says.
    pub caption: String,
    /// What its odd part is called, if it has one.
    pub odd: Option<&'static str>,
    /// The days, the oldest first.
    pub days: Vec<Day>,
}

/// Draws a trend.
pub fn trend(trend: &Trend) -> AnyView {
    let ends = [trend.days.first(), trend.days.last()];
    let [first, last] = ends.map(|day| day.map(|day| day.date.clone()).unwrap_or_default());
    let top = tallest(&trend.days).map(|day| view! { <span>{day.told.clone()}</span> });
    view! {
        <figure class="card trend">
            <figcaption><h2>{trend.title}</h2><p>{trend.caption.clone()}</p></figcaption>
            <div class="trend-top" aria-hidden="true">{top}</div>
            {bars(&trend.days, trend.odd.is_some())}
            <div class="trend-ends" aria-hidden="true"><span>{first}</span><span>{last}</span></div>
            <details><summary>{texts::trend_table()}</summary>{table(trend)}</details>
        </figure>
    }
    .into_any()
}

/// The newest day first; days on which nothing was are left out.
fn table(trend: &Trend) -> AnyView {
    let odd = trend.odd;
    let filled = trend.days.iter().rev().filter(|day| !day.told.is_empty() || day.odd > 0);
    let rows = filled.map(|day| row(day, odd.is_some())).collect_view();
    view! {
        <div class="trend-table" tabindex="0" role="group" aria-label=trend.title>
            <table>
                <thead><tr><th>{texts::trend_day()}</th><th class="n">{trend.title}</th>{odd.map(|odd| view! { <th class="n">{odd}</th> })}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(day: &Day, has_odd: bool) -> AnyView {
    let odd = has_odd.then(|| view! { <td class="n">{day.odd_told.clone()}</td> });
    view! { <tr><td>{day.date.clone()}</td><td class="n">{day.told.clone()}</td>{odd}</tr> }.into_any()
}

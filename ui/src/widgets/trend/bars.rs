//! The bars of a trend: a picture for those who see it; the words and the table say the same.

use super::Day;
use leptos::prelude::*;

/// The room of a bar with the gap after it, and the height of the highest, in the picture's own measure.
const STEP: f64 = 10.0;
const GAP: f64 = 2.5;
const HEIGHT: f64 = 64.0;
/// What is there is seen, however little it is.
const LEAST: f64 = 2.0;

/// The day with the highest figure, where there is one.
pub fn tallest(days: &[Day]) -> Option<&Day> {
    days.iter().filter(|day| day.figure > 0).max_by_key(|day| day.figure)
}

/// Draws the bars; only what can go well or badly has the colours of states.
pub fn bars(days: &[Day], has_states: bool) -> AnyView {
    let most = tallest(days).map_or(1, |day| day.figure);
    let width = days.len() as f64 * STEP - GAP;
    let each = (0..).zip(days).map(|(place, day)| bar(place, day, most)).collect_view();
    view! {
        <svg class="trend-bars" class:states=has_states viewBox=format!("0 0 {width} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">{each}</svg>
    }
    .into_any()
}

fn bar(place: u32, day: &Day, most: u64) -> AnyView {
    let left = f64::from(place) * STEP;
    let (height, odd) = heights(day, most);
    let hover = [day.date.as_str(), &day.told, &day.odd_told].map(str::trim).join("  ");
    let rest = (height == 0.0).then(|| rect("none", left, HEIGHT - 1.0, 1.0));
    let good = (height > odd).then(|| rect("figure", left, HEIGHT - height, height - odd));
    let odd = (odd > 0.0).then(|| slanted(left, HEIGHT - odd));
    view! { <g><title>{hover}</title>{rest}{good}{odd}</g> }.into_any()
}

/// How high the bar is, and how high its odd part.
fn heights(day: &Day, most: u64) -> (f64, f64) {
    let share = |figure: u64| match figure {
        0 => 0.0,
        some => (some as f64 / most.max(1) as f64 * HEIGHT).max(LEAST),
    };
    let odd = share(day.odd.min(day.figure));
    (share(day.figure).max(odd), odd)
}

fn rect(class: &'static str, left: f64, top: f64, height: f64) -> AnyView {
    view! { <rect class=class x=left y=top width=STEP - GAP height=height/> }.into_any()
}

/// What is odd is slanted at its head, so that nobody needs the colour.
fn slanted(left: f64, top: f64) -> AnyView {
    let (right, dip) = (left + STEP - GAP, (top + 4.0).min(HEIGHT - 0.5));
    let path = format!("M{left} {top}L{right} {dip}V{HEIGHT}H{left}Z");
    view! { <path class="odd" d=path/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(figure: u64, odd: u64) -> Day {
        Day { figure, odd, ..Day::default() }
    }

    #[test]
    fn bars_are_as_high_as_their_figures_and_little_is_seen() {
        assert_eq!(heights(&day(0, 0), 10), (0.0, 0.0));
        assert_eq!(heights(&day(10, 5), 10), (HEIGHT, HEIGHT / 2.0));
        assert_eq!(heights(&day(1, 0), 100_000), (LEAST, 0.0));
        assert_eq!(heights(&day(1, 1), 100_000), (LEAST, LEAST));
        assert_eq!(heights(&day(3, 9), 3).1, HEIGHT, "the part is never more than the whole");
    }

    #[test]
    fn the_tallest_is_found_only_where_something_is() {
        assert_eq!(tallest(&[day(0, 0)]), None);
        assert_eq!(tallest(&[day(1, 0), day(7, 0), day(2, 0)]).map(|day| day.figure), Some(7));
    }
}

//! Heartbeat bars: what became of a sync's runs of late, one bar a day.

use super::chip::{sign, tone};
use crate::texts;
use crosswalk_contract::{DayMark, Mood, SyncHistory};
use leptos::prelude::*;

/// A line of bars with its title and its figures.
pub fn beats(history: &SyncHistory) -> AnyView {
    let bars = history.days.iter().map(bar).collect_view();
    view! {
        <div class="beats-line">
            <span class="clip">{history.title.clone()}</span>
            <ol class="beats" aria-label=spoken(&history.days)>{bars}</ol>
            <small>{history.detail.clone()}</small>
        </div>
    }
    .into_any()
}

fn bar(day: &DayMark) -> AnyView {
    let title = format!("{} {} {}", day.date, sign(day.mood), day.detail);
    view! { <li class=tone(day.mood) title=title></li> }.into_any()
}

/// What the bars say to somebody who does not see them.
fn spoken(days: &[DayMark]) -> String {
    let of = |mood: Mood| days.iter().filter(|day| day.mood == mood).count() as u64;
    texts::beats_spoken(of(Mood::Good), of(Mood::Waiting), of(Mood::Bad))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_told_in_words() {
        let day = |mood| DayMark { date: String::new(), mood, detail: String::new() };
        let days = [day(Mood::Good), day(Mood::Good), day(Mood::Bad), day(Mood::Quiet)];
        assert_eq!(spoken(&days), "2 days done, 0 held or with findings, 1 failed");
    }
}

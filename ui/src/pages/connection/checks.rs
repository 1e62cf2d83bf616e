//! Draws the staged check: a line for each stage, with the remedy where one failed.

use super::view::Shown;
use crate::texts;
use crate::widgets::{Button, chip};
use crosswalk_contract::{CheckLine, Mood};
use leptos::prelude::*;

/// The check and its lines.
pub fn checks(shown: Shown, check: Callback<()>) -> AnyView {
    let lines = move || match shown.lines.get() {
        None => view! { <p class="quiet">{texts::check_never()}</p> }.into_any(),
        Some(lines) => view! {
            <p><b>{verdict(&lines)}</b></p>
            <ol class="checks">{lines.iter().map(line).collect_view()}</ol>
        }
        .into_any(),
    };
    view! {
        <div class="stack" aria-live="polite">{lines}</div>
        <div class="row"><Button label=texts::check_run() press=check busy=shown.checking chord="c"/></div>
    }
    .into_any()
}

fn verdict(lines: &[CheckLine]) -> String {
    let failed = lines.iter().filter(|line| line.mood == Mood::Bad).count() as u64;
    let passed = lines.iter().filter(|line| line.mood == Mood::Good).count() as u64;
    if failed == 0 { texts::check_passed(passed) } else { texts::check_failed(failed) }
}

fn line(line: &CheckLine) -> AnyView {
    let word = match line.mood {
        Mood::Good => texts::check_word_good(),
        Mood::Waiting => texts::check_word_look(),
        Mood::Bad => texts::check_word_bad(),
        Mood::Quiet => texts::check_word_not_tried(),
    };
    view! {
        <li>
            {chip(line.mood, word)}
            <div><b>{line.name.clone()}</b><p class="quiet">{line.message.clone()}</p></div>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_counts_what_failed_first() {
        let line = |mood| CheckLine { name: String::new(), mood, message: String::new() };
        assert_eq!(verdict(&[line(Mood::Good), line(Mood::Good)]), "2 checks passed.");
        assert_eq!(verdict(&[line(Mood::Good), line(Mood::Bad), line(Mood::Quiet)]), "1 check failed.");
    }
}

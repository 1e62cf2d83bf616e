//! Words that several desks use.

use crosswalk_contract::Mood;
use crosswalk_model::{RunState, Timestamp};

/// "just now", "6 min ago", "3 h ago", "2 days ago".
pub(super) fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second() - at.as_second();
    match seconds {
        ..60 => "just now".into(),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..86_400 => format!("{} h ago", seconds / 3600),
        86_400..172_800 => "yesterday".into(),
        _ => format!("{} days ago", seconds / 86_400),
    }
}

/// Two letters for a connection's mark: initials, or the first two letters.
pub(super) fn mark(title: &str) -> String {
    let initials: String = title.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    let letters: String = title.chars().filter(|c| c.is_alphanumeric()).take(2).collect();
    if initials.chars().count() == 2 { initials.to_uppercase() } else { letters.to_uppercase() }
}

/// How well a run ended.
pub(super) fn mood(state: RunState) -> Mood {
    match state {
        RunState::Done => Mood::Good,
        RunState::Running | RunState::Waiting | RunState::DoneWithRefusals => Mood::Waiting,
        RunState::Failed => Mood::Bad,
        RunState::Cancelled => Mood::Quiet,
    }
}

/// Small numbers as words at the beginning of a sentence.
pub(super) fn in_words(count: u64) -> String {
    const WORDS: [&str; 10] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    usize::try_from(count)
        .ok()
        .and_then(|index| WORDS.get(index))
        .map_or_else(|| count.to_string(), |word| (*word).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_times() {
        assert_eq!(["Te Kete Ako", "KAMAR", "EdPsych Connect"].map(mark), ["TK", "KA", "EC"]);
        let now = Timestamp::from_second(1_000_000).unwrap();
        let at = |seconds: i64| ago(Timestamp::from_second(1_000_000 - seconds).unwrap(), now);
        assert_eq!(
            [at(5), at(360), at(7300), at(90_000), at(260_000)],
            ["just now", "6 min ago", "2 h ago", "yesterday", "3 days ago"]
        );
        assert_eq!([in_words(0), in_words(3), in_words(12)], ["No", "Three", "12"]);
    }
}

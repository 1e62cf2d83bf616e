//! Keys as they are printed where they act.

use leptos::prelude::*;

/// How a part of a chord is printed.
fn cap(key: &str) -> String {
    match key {
        "Enter" => "↵".to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        "Escape" => "Esc".to_owned(),
        other if other.chars().count() == 1 => other.to_uppercase(),
        other => other.to_owned(),
    }
}

fn printed(chord: &str) -> String {
    chord.split('+').map(cap).collect::<Vec<_>>().join(" ")
}

/// A chord as a key cap.
pub fn key_hint(chord: &str) -> AnyView {
    view! { <kbd>{printed(chord)}</kbd> }.into_any()
}

/// A row of keys with what they do, for the foot of a page.
pub fn key_legend(keys: &[(&str, &str)]) -> AnyView {
    let each = keys.iter().map(|(chords, says)| {
        let caps = chords.split(' ').map(key_hint).collect_view();
        view! { <span class="legend-key">{caps} {(*says).to_owned()}</span> }
    });
    view! { <div class="legend">{each.collect_view()}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::printed;

    #[test]
    fn chords_are_printed_as_on_the_keyboard() {
        let cases =
            [("j", "J"), ("Ctrl+Enter", "Ctrl ↵"), ("Shift+1", "Shift 1"), ("?", "?"), ("Escape", "Esc")];
        for (chord, expect) in cases {
            assert_eq!(printed(chord), expect);
        }
    }
}

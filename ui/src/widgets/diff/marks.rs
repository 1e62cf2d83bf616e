//! Which letters of a new value are new.

use std::ops::Range;

/// The bytes of `after` that differ from `before`: what is left when the common beginning and end are taken away.
/// Where little is common, all of it: single letters that happen to agree only confuse.
pub fn marks(before: &str, after: &str) -> Range<usize> {
    let (old, new): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let start = common(old.iter(), new.iter());
    let end = common(old[start..].iter().rev(), new[start..].iter().rev());
    let (start, end) = whole_letters(&new, start, new.len() - end);
    let kept = new.len() - (end - start);
    if kept * 3 < new.len() {
        return 0..after.len();
    }
    bytes(&new[..start])..bytes(&new[..end])
}

fn common<'a>(a: impl Iterator<Item = &'a char>, b: impl Iterator<Item = &'a char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// A macron that stands as a character of its own is not parted from its letter.
fn whole_letters(text: &[char], start: usize, end: usize) -> (usize, usize) {
    let is_joined = |at: usize| text.get(at).is_some_and(|next| ('\u{300}'..='\u{36f}').contains(next));
    let start = if is_joined(start) { start.saturating_sub(1) } else { start };
    let end = (end..text.len()).find(|at| !is_joined(*at)).unwrap_or(text.len());
    (start, end)
}

fn bytes(text: &[char]) -> usize {
    text.iter().map(|character| character.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn only_the_changed_letters_are_marked() {
        let cases = [
            ("Hemi Parata", "Hēmi Parata", "ē"),
            ("10TWH", "10KRO", "KRO"),
            ("B4", "B7", "7"),
            ("Parata", "Parata-Ngata", "-Ngata"),
            ("Parata-Ngata", "Parata", ""),
            ("12MAR", "12SIN", "SIN"),
            ("cat", "dog", "dog"),
            ("", "new", "new"),
            ("He\u{304}mi Parata", "He\u{301}mi Parata", "e\u{301}"),
            ("Hemi", "He\u{304}mi", "e\u{304}"),
        ];
        for (before, after, expect) in cases {
            assert_eq!(&after[marks(before, after)], expect, "{before} → {after}");
        }
    }
}

//! How words are compared when somebody looks for them: without capitals and without macrons.

/// A text as it is looked for.
pub fn folded(text: &str) -> String {
    text.to_lowercase().chars().map(plain).collect()
}

/// A vowel without its macron.
fn plain(letter: char) -> char {
    match letter {
        'ā' => 'a',
        'ē' => 'e',
        'ī' => 'i',
        'ō' => 'o',
        'ū' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn macrons_and_capitals_do_not_matter() {
        assert_eq!(folded("Te Kete ĀKO"), "te kete ako");
    }
}

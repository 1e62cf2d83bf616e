//! Names in title case: `O'ROURKE` → `O'Rourke`, `VAN DER BERG` → `van der Berg`, `ngāti-porou` → `Ngāti-Porou`.

/// Small words of surnames that stay small wherever they stand, except at the end (where they are the name).
const SMALL: [&str; 2] = ["van", "von"];
/// Small words that stay small between others.
const SMALL_BETWEEN: [&str; 10] = ["der", "den", "de", "del", "di", "da", "dos", "du", "bin", "o"];
/// Small words that stay small after another small word: *van de la*.
const SMALL_AFTER: [&str; 4] = ["la", "le", "las", "los"];

/// Each word's first letter upper, the others lower. A word in mixed case (`McDonald`) or with digits (`10TWH`)
/// was written with care and stays as it is.
pub(crate) fn title(text: &str) -> String {
    let last = text.split_whitespace().count().saturating_sub(1);
    let (mut out, mut at, mut after_small) = (String::with_capacity(text.len()), 0, false);
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if word.is_empty() {
            out.push_str(piece);
            continue;
        }
        let lower = word.to_lowercase();
        after_small = at < last && is_small(&lower, at, after_small) && one_case(word);
        out.push_str(&if after_small { lower } else { title_word(word) });
        out.push_str(&piece[word.len()..]);
        at += 1;
    }
    out
}

fn is_small(word: &str, at: usize, after_small: bool) -> bool {
    SMALL.contains(&word)
        || at > 0 && (SMALL_BETWEEN.contains(&word) || after_small && SMALL_AFTER.contains(&word))
        || word == "de" && after_small
}

fn one_case(word: &str) -> bool {
    let mut after_first = word.chars().skip_while(|c| !c.is_alphabetic()).skip(1);
    let mixed = after_first.any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    !mixed && !word.contains(|c: char| c.is_ascii_digit())
}

fn title_word(word: &str) -> String {
    if one_case(word) {
        word.split_inclusive(['-', '–', '/']).map(title_piece).collect()
    } else {
        word.to_owned()
    }
}

/// After an apostrophe a capital stands only when one letter stood before it: `O'Rourke`, but `Fa'amoe`.
fn title_piece(piece: &str) -> String {
    let mut letters = piece.char_indices();
    let (Some(_), Some((apostrophe, '\'' | '’' | 'ʻ' | '‘'))) = (letters.next(), letters.next()) else {
        return capital(piece);
    };
    let rest = letters.next().map_or(piece.len(), |(at, _)| at);
    format!("{}{}{}", capital(&piece[..apostrophe]), &piece[apostrophe..rest], capital(&piece[rest..]))
}

fn capital(piece: &str) -> String {
    let lower = piece.to_lowercase();
    let Some((at, first)) = lower.char_indices().find(|(_, c)| c.is_alphabetic()) else { return lower };
    let rest = &lower[at + first.len_utf8()..];
    let rest = match rest.strip_prefix('c') {
        Some(name) if first == 'm' && name.chars().count() > 1 => format!("c{}", capital(name)),
        _ => rest.to_owned(),
    };
    format!("{}{}{rest}", &lower[..at], first.to_uppercase())
}

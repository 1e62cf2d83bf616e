//! PostgREST's filters over the key column, kept short enough for an address.

/// The longest filter in bytes, before escaping; proxies cut or refuse addresses beyond some 8 KB.
const LONGEST: usize = 2_000;

/// What two quotes and a comma take up when they are escaped.
const SEPARATORS: usize = 9;

/// Matches one key.
pub(super) fn equal(key: &str) -> String {
    format!("eq.{key}")
}

/// Matches any of these keys. Each is quoted, because it may hold commas, brackets and quotes.
pub(super) fn one_of<'a>(keys: impl IntoIterator<Item = &'a str>) -> String {
    let quote = |key: &str| format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""));
    let quoted: Vec<_> = keys.into_iter().map(quote).collect();
    format!("in.({})", quoted.join(","))
}

/// Splits so that the keys of each part fit into one address. A part has at least one item.
pub(super) fn parts<T>(items: &[T], key: impl Fn(&T) -> &str) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let (mut start, mut length) = (0, 0);
    for (at, item) in items.iter().enumerate() {
        let cost = escaped_length(key(item)) + SEPARATORS;
        if at > start && length + cost > LONGEST {
            parts.push(&items[start..at]);
            (start, length) = (at, 0);
        }
        length += cost;
    }
    if start < items.len() {
        parts.push(&items[start..]);
    }
    parts
}

/// What a key takes up in an address: letters and digits one byte, everything else up to three each.
fn escaped_length(key: &str) -> usize {
    key.bytes().map(|byte| if byte.is_ascii_alphanumeric() { 1 } else { 3 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_quoted() {
        assert_eq!(
            one_of(["24117", "a,b", "say \"hi\"", "back\\slash"]),
            r#"in.("24117","a,b","say \"hi\"","back\\slash")"#
        );
        assert_eq!(equal("9999/2026/MAT0/82A-1"), "eq.9999/2026/MAT0/82A-1");
    }

    #[test]
    fn parts_hold_all_keys_in_order_and_none_is_too_long() {
        for length in [1, 8, 40, 3_000] {
            let keys: Vec<String> = (0..500).map(|n| format!("{n:0>length$}")).collect();
            let parts = parts(&keys, String::as_str);
            assert_eq!(parts.concat(), keys);
            for part in parts {
                let text = one_of(part.iter().map(String::as_str));
                assert!(part.len() == 1 || escaped_length(&text) <= LONGEST + 20);
            }
        }
        assert!(parts(&[] as &[String], String::as_str).is_empty());
    }
}

//! E-mail addresses in a field that is meant for one. Some schools write several there, which nobody can write to.

/// What a field for an address holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addresses<'t> {
    /// Nothing.
    None,
    /// One address.
    One(&'t str),
    /// Several; the first of them.
    Several(&'t str),
    /// Something that is no address.
    Odd,
}

/// Tells what a field holds. Several addresses are separated by semicolons, commas, number signs or white space.
pub fn addresses(text: &str) -> Addresses<'_> {
    let mut parts =
        text.split(|sign: char| ";,#".contains(sign) || sign.is_whitespace()).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return Addresses::None };
    let mut several = false;
    let rest_is_sound = parts.all(|part| {
        several = true;
        is_address(part)
    });
    match (is_address(first) && rest_is_sound, several) {
        (false, _) => Addresses::Odd,
        (true, false) => Addresses::One(first),
        (true, true) => Addresses::Several(first),
    }
}

fn is_address(part: &str) -> bool {
    part.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_field_holds() {
        let table = [
            ("", Addresses::None),
            (" ; ", Addresses::None),
            ("a@x.example", Addresses::One("a@x.example")),
            (" a@x.example; ", Addresses::One("a@x.example")),
            ("a@x.example;b@x.example", Addresses::Several("a@x.example")),
            ("a@x.example b@x.example", Addresses::Several("a@x.example")),
            ("a@x.example, b@x.example", Addresses::Several("a@x.example")),
            ("a@x.example; none", Addresses::Odd),
            ("a at x.example", Addresses::Odd),
            ("@x.example", Addresses::Odd),
        ];
        for (text, expect) in table {
            assert_eq!(addresses(text), expect, "{text:?}");
        }
    }
}

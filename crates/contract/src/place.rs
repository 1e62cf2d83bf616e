//! The addresses of the pages, and the links that open them from outside of the window.

/// With what a link begins.
pub const SCHEME: &str = "crosswalk://";

/// The pages; a part that begins with a colon names something.
pub const PLACES: &[&str] = &[
    "/overview",
    "/connections",
    "/connections/new",
    "/connections/new/:connector",
    "/connections/:id",
    "/connections/:id/listener",
    "/mapping",
    "/mapping/:sync",
    "/plan",
    "/plan/:id",
    "/conflicts",
    "/holds",
    "/quarantine",
    "/runs",
    "/runs/:id",
    "/deliveries",
    "/schedules",
    "/schedules/holidays",
    "/timing/:sync",
    "/guard/:sync",
    "/versions/connection/:id",
    "/versions/sync/:id",
    "/record/:entity/:id",
    "/health",
    "/alerts",
    "/audit",
    "/privacy",
    "/privacy/person/:id",
    "/settings",
    "/settings/backups",
];

/// Longer links name nothing.
const LONGEST: usize = 400;

/// The page to which a link leads, with its choices; `None` for anything that is not one of our pages. A link comes from
/// anywhere, so that what it says is compared letter by letter, and never unescaped.
///
/// ```text
/// crosswalk://runs?state=failed  →  /runs?state=failed
/// ```
pub fn page_of(link: &str) -> Option<String> {
    let rest = link.strip_prefix(SCHEME).filter(|_| link.len() <= LONGEST)?;
    let (path, choices) = rest.split_once('?').map_or((rest, None), |(path, choices)| (path, Some(choices)));
    let path = format!("/{}", path.trim_end_matches('/'));
    let known = PLACES.iter().any(|place| leads_to(&path, place)) && choices.is_none_or(are_choices);
    known.then(|| match choices.filter(|choices| !choices.is_empty()) {
        Some(choices) => format!("{path}?{choices}"),
        None => path,
    })
}

fn leads_to(path: &str, place: &str) -> bool {
    let (mut parts, mut names) = (path.split('/'), place.split('/'));
    loop {
        match (parts.next(), names.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if fits(part, name) => {}
            _ => return false,
        }
    }
}

/// A part that names something is an id, or the word for a connector or an entity.
fn fits(part: &str, name: &str) -> bool {
    match name.strip_prefix(':') {
        None => part == name,
        Some("connector" | "entity") => is_word(part),
        Some(_) => part.parse::<crosswalk_model::RunId>().is_ok() && part.len() == 36,
    }
}

fn is_word(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !text.is_empty() && text.len() <= 40 && text.chars().all(letters)
}

/// Names and values as pages give them to themselves: `state=failed&since=day`.
fn are_choices(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    text.split('&').all(|choice| {
        let (name, value) = choice.split_once('=').unwrap_or((choice, ""));
        name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && value.chars().all(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_page_or_nowhere() {
        let id = "0190b5a0-0000-7000-8000-000000000001";
        let cases = [
            ("crosswalk://overview", Some("/overview".to_owned())),
            ("crosswalk://overview/", Some("/overview".to_owned())),
            ("crosswalk://runs?state=failed&since=day", Some("/runs?state=failed&since=day".to_owned())),
            (&format!("crosswalk://runs/{id}?exchanges=all"), Some(format!("/runs/{id}?exchanges=all"))),
            (&format!("crosswalk://record/user/{id}"), Some(format!("/record/user/{id}"))),
            ("crosswalk://connections/new/kamar", Some("/connections/new/kamar".to_owned())),
            ("crosswalk://settings/backups", Some("/settings/backups".to_owned())),
            ("crosswalk://audit?verify", Some("/audit?verify".to_owned())),
            ("crosswalk://", None),
            ("crosswalk:///overview", None),
            ("crosswalk://gallery", None),
            ("crosswalk://runs/1", None),
            ("crosswalk://runs/../overview", None),
            ("crosswalk://runs/%2e%2e", None),
            ("crosswalk://overview#x", None),
            ("crosswalk://overview?x=javascript:alert(1)", None),
            ("crosswalk://overview?x=<b>", None),
            ("crosswalk://connections/new/ka mar", None),
            ("CROSSWALK://overview", None),
            ("https://overview", None),
            ("https://name.example/", None),
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
        ];
        for (link, expect) in cases {
            assert_eq!(page_of(link), expect, "{link}");
        }
        assert_eq!(page_of(&format!("crosswalk://runs?state={}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn every_page_can_be_led_to() {
        let id = "0190b5a0-0000-7000-8000-000000000001";
        for place in PLACES {
            let named = place.replace(":connector", "kamar").replace(":entity", "user");
            let path = named.split('/').map(|part| if part.starts_with(':') { id } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            assert_eq!(page_of(&format!("{SCHEME}{}", path.trim_start_matches('/'))), Some(path));
        }
    }
}

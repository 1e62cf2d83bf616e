//! What the palette can find: records first, then what can be done here, then connections and syncs, then pages.

use super::here::Pressable;
use crate::format::folded;
use crate::frame::navigation;
use crate::texts;
use crate::widgets::Icon;
use crosswalk_contract::{ConnectionCard, Hit, SyncCard};
use crosswalk_model::{Direction, Entity, SyncId};

/// Something that can be gone to or done.
#[derive(Clone, PartialEq)]
pub struct Entry {
    pub icon: Icon,
    pub label: String,
    pub detail: String,
    pub faded: bool,
    pub does: Does,
}

/// What choosing an entry does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    /// Goes to a page.
    Go(String),
    /// Shows the sheet of keys.
    ShowKeys,
    /// Copies the address of what is shown.
    CopyLink,
    /// Presses something on the open page, by its number.
    Press(usize),
    /// Runs a sync.
    Run(SyncId),
}

/// Everything in which something is looked for.
#[derive(Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub connections: Vec<ConnectionCard>,
    pub syncs: Vec<SyncCard>,
    pub pressable: Vec<Pressable>,
}

/// The entries that fit what was typed. What the engine found of the roster fits by its own rules.
pub fn entries(typed: &str, found: &Found) -> Vec<Entry> {
    let wanted: Vec<String> = folded(typed).split_whitespace().map(str::to_owned).collect();
    let fits = |entry: &Entry| {
        let text = folded(&format!("{} {}", entry.label, entry.detail));
        wanted.iter().all(|word| text.contains(word))
    };
    let here = found.pressable.iter().map(pressed).chain(always());
    let set_up = found.connections.iter().map(connection).chain(found.syncs.iter().flat_map(sync));
    let mut named: Vec<Entry> = here.chain(set_up).chain(pages()).filter(fits).collect();
    named.sort_by_key(|entry| rank(&entry.label, &folded(typed)));
    // Whoever types a whole name means what bears it.
    let exact = named.iter().take_while(|entry| rank(&entry.label, &folded(typed)) == 0).count();
    let rest = named.split_off(exact);
    named.into_iter().chain(found.hits.iter().map(record)).chain(rest).collect()
}

/// How well a name fits: whole, by its beginning, or somehow.
fn rank(label: &str, typed: &str) -> u8 {
    let (label, typed) = (folded(label), typed.trim());
    match label.strip_prefix(typed) {
        _ if typed.is_empty() => 2,
        Some("") => 0,
        Some(_) => 1,
        None => 2,
    }
}

fn entry(icon: Icon, label: impl Into<String>, detail: impl Into<String>, does: Does) -> Entry {
    Entry { icon, label: label.into(), detail: detail.into(), faded: false, does }
}

fn pressed(one: &Pressable) -> Entry {
    let detail = match one.of.as_str() {
        "" => texts::palette_here().to_owned(),
        of => of.to_owned(),
    };
    entry(Icon::Spark, one.label.as_str(), detail, Does::Press(one.number))
}

fn connection(card: &ConnectionCard) -> Entry {
    entry(
        Icon::Plug,
        card.title.as_str(),
        texts::palette_connection(),
        Does::Go(format!("/connections/{}", card.id)),
    )
}

fn sync(card: &SyncCard) -> Vec<Entry> {
    let run = entry(Icon::Run, texts::palette_run(&card.title), texts::palette_action(), Does::Run(card.id));
    let mapping = Does::Go(format!("/mapping/{}", card.id));
    let mapping = entry(Icon::Map, card.title.as_str(), texts::nav_mapping(), mapping);
    let runs = Does::Go(format!("/runs?sync={}", card.id));
    let runs = entry(Icon::Run, card.title.as_str(), texts::nav_runs(), runs);
    let timing = Does::Go(format!("/timing/{}", card.id));
    let timing = entry(Icon::Clock, card.title.as_str(), texts::palette_timing(), timing);
    let outbound = (card.direction == Direction::Outbound).then_some(timing);
    [run, mapping, runs].into_iter().chain(outbound).collect()
}

fn pages() -> impl Iterator<Item = Entry> {
    let main = navigation::pages().into_iter();
    let below = [
        (texts::backups_crumb(), "/settings/backups", Icon::Gear),
        (texts::holidays_crumb(), "/schedules/holidays", Icon::Clock),
    ];
    main.chain(below)
        .map(|(label, href, icon)| entry(icon, label, texts::palette_page(), Does::Go(href.into())))
}

fn always() -> [Entry; 4] {
    let action = |label: &str, does| entry(Icon::Spark, label, texts::palette_action(), does);
    [
        action(texts::connections_add(), Does::Go("/connections/new".into())),
        action(texts::audit_verify(), Does::Go("/audit?verify".into())),
        action(texts::keys_title(), Does::ShowKeys),
        action(texts::palette_link(), Does::CopyLink),
    ]
}

fn record(hit: &Hit) -> Entry {
    let icon = if hit.entity == Entity::User { Icon::Person } else { Icon::Book };
    let does = Does::Go(format!("/record/{}/{}", hit.entity, hit.id));
    Entry { icon, label: hit.label.clone(), detail: hit.detail.clone(), faded: !hit.active, does }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_contract::Mood;
    use crosswalk_model::RosterId;

    fn hit(label: &str) -> Hit {
        let id: RosterId = "00000000-0000-8000-8000-000000000001".parse().unwrap();
        Hit { entity: Entity::User, id, label: label.into(), detail: String::new(), active: true }
    }

    fn found() -> Found {
        let card = ConnectionCard {
            id: "00000000-0000-8000-8000-000000000002".parse().unwrap(),
            connector: "supabase".into(),
            title: "Te Kete Māori".into(),
            service: "Supabase".into(),
            mark: "TK".into(),
            direction: Direction::Outbound,
            mood: Mood::Good,
            word: String::new(),
            paused: false,
            sync: None,
        };
        let sync = SyncCard {
            id: "00000000-0000-8000-8000-000000000003".parse().unwrap(),
            connection: card.id,
            title: "Roster → Te Kete Māori".into(),
            direction: Direction::Outbound,
            standing_approval: false,
            filters: Vec::new(),
            honours_data_sharing: false,
        };
        let press = |number, label: &str, of: &str| Pressable { number, label: label.into(), of: of.into() };
        Found {
            hits: Vec::new(),
            connections: vec![card],
            syncs: vec![sync],
            pressable: vec![press(0, "Try again", "Ana Rata"), press(1, "Undo this run…", "")],
        }
    }

    fn labels(typed: &str, found: &Found) -> Vec<String> {
        entries(typed, found).into_iter().map(|entry| entry.label).collect()
    }

    #[test]
    fn records_come_first_and_pages_by_their_name() {
        let found = Found { hits: vec![hit("Ana Confucius")], ..Found::default() };
        assert_eq!(labels("conf", &found), ["Ana Confucius", texts::nav_conflicts()]);
    }

    #[test]
    fn without_a_word_everything_that_can_be_done_is_there() {
        let none = entries("  ", &Found::default());
        assert_eq!(none.len(), navigation::pages().len() + 2 + 4);
        assert_eq!(entries("", &found()).len(), none.len() + 1 + 4 + 2);
    }

    #[test]
    fn what_is_set_up_is_found_without_macrons_and_by_any_words() {
        let found = found();
        let all = entries("maori", &found);
        let does: Vec<&Does> = all.iter().map(|entry| &entry.does).collect();
        assert!(matches!(does[0], Does::Go(path) if path.starts_with("/connections/")), "{does:?}");
        assert!(matches!(does[1], Does::Run(_)) && does.len() == 5, "{does:?}");
        assert_eq!(labels("run kete", &found)[0], texts::palette_run("Roster → Te Kete Māori"));
    }

    #[test]
    fn what_the_page_offers_is_found_by_its_word_and_by_whose_it_is() {
        let found = found();
        let all = entries("rata again", &found);
        assert_eq!((all.len(), &all[0].does), (1, &Does::Press(0)));
        assert_eq!(entries("undo this", &found)[0].detail, texts::palette_here());
    }

    #[test]
    fn a_whole_name_comes_before_everybody_of_whom_it_is_a_part() {
        let hits = vec![hit("Ana Runson")];
        let all = labels("runs", &Found { hits, ..found() });
        assert_eq!(all[..2], [texts::nav_runs().to_owned(), "Ana Runson".to_owned()]);
    }

    #[test]
    fn a_record_leads_to_its_page() {
        let entry = record(&hit("Ana"));
        assert!(entry.does == Does::Go("/record/user/00000000-0000-8000-8000-000000000001".into()));
    }
}

//! A day at the demo school: a few people change, somebody edits in the cloud, KAMAR pushes what changed.

use crosswalk_sandbox::Town;
use crosswalk_sandbox::kamar::{Message, messages};
use crosswalk_sandbox::school::{DayEvent, Person, School};
use jiff::civil::DateTime;
use serde_json::json;

/// What came of a day.
pub(super) struct Told {
    /// What KAMAR pushes.
    pub(super) message: Message,
    /// What happened, in a sentence.
    pub(super) sentence: String,
}

/// Lets a day pass. `seed` makes each day another one.
pub(super) fn pass(town: &mut Town, seed: u64, at: DateTime) -> Told {
    let today = at.date();
    // Who leaves was there yesterday for the last time.
    town.school.today = today.yesterday().unwrap_or(today);
    let events = town.school.next_day(seed);
    town.school.today = today;
    let edited = events.iter().any(|event| edit(town, event));
    let people = people(&events);
    let message = messages::part(&town.school, &people, &town.kamar.quirks(), at);
    let edit = if edited { " Somebody changed one of the names in Te Kete Ako as well." } else { "" };
    let sentence = format!("KAMAR pushed {} people who changed.{edit}", people.len());
    Told { message, sentence }
}

fn people(events: &[DayEvent]) -> Vec<Person> {
    let mut people: Vec<Person> = events.iter().map(DayEvent::person).collect();
    people.sort_unstable();
    people.dedup();
    people
}

/// Changes in the cloud what changed at the school too, so that there is something to settle.
fn edit(town: &Town, event: &DayEvent) -> bool {
    let DayEvent::PreferredName { pupil } = event else { return false };
    let School { pupils, .. } = &town.school;
    let key = pupils[*pupil].number.to_string();
    town.supabase.edit("people", &key, &json!({ "preferred_name": "Kōwhai" })).is_ok()
}

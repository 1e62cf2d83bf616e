//! A day at the demo school: a few people change, somebody edits in the cloud, KAMAR pushes what changed. On some days it
//! pushes everybody, and its list has lost a tutor group: that is held, and there is something to decide.

use std::collections::BTreeMap;

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
    let Told { message, sentence } = pushed(town, &people(&events), seed, at);
    let edit = if edited { " Somebody changed one of the names in Te Kete Ako as well." } else { "" };
    Told { message, sentence: format!("{sentence}{edit}") }
}

/// What KAMAR pushes on a day, by its number.
fn pushed(town: &Town, people: &[Person], day: u64, at: DateTime) -> Told {
    let quirks = town.kamar.quirks();
    match (day % 3, lost(&town.school)) {
        (2, Some((school, group, count))) => Told {
            message: messages::full(&school, &quirks, at),
            sentence: format!(
                "KAMAR pushed everybody, but its list has lost the {count} pupils of {group}. Nobody of them is \
                 removed before you have looked at the hold."
            ),
        },
        (0, _) => Told {
            message: messages::full(&town.school, &quirks, at),
            sentence: "KAMAR pushed everybody; its list is whole.".to_owned(),
        },
        _ => Told {
            message: messages::part(&town.school, people, &quirks, at),
            sentence: format!("KAMAR pushed {} people who changed.", people.len()),
        },
    }
}

/// The school as a list tells it that has lost its largest tutor group: the group's code, and how many pupils it has.
fn lost(school: &School) -> Option<(School, String, usize)> {
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for pupil in school.pupils.iter().filter(|pupil| pupil.listed && !pupil.tutor.is_empty()) {
        *groups.entry(&pupil.tutor).or_default() += 1;
    }
    let (group, count) = groups.into_iter().max_by_key(|(_, count)| *count)?;
    let group = group.to_owned();
    let mut cut = school.clone();
    cut.pupils.iter_mut().filter(|pupil| pupil.tutor == group).for_each(|pupil| pupil.listed = false);
    Some((cut, group, count))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crosswalk_sandbox::school::Spec;

    #[test]
    fn a_list_that_was_cut_has_lost_one_group_and_nobody_else() {
        let school = School::generate(&Spec { pupils: 120, staff: 15, ..Spec::default() });
        let (cut, group, count) = lost(&school).unwrap();
        let listed = |school: &School| school.pupils.iter().filter(|pupil| pupil.listed).count();
        assert!(count > 3 && listed(&cut) + count == listed(&school), "{count} of {group}");
        assert!(cut.pupils.iter().filter(|pupil| pupil.listed).all(|pupil| pupil.tutor != group));
    }
}

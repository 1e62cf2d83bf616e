//! Whether two names mean the same. Schools and their systems have many words for one thing.

use std::collections::BTreeSet;

use crosswalk_model::Evidence;

/// How alike two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alike {
    /// But for case and punctuation they are the same.
    Same,
    /// Other words for the same thing.
    Meaning,
    /// By so much, in percent.
    Somewhat(u8),
    /// They have nothing in common.
    No,
}

impl Alike {
    pub fn points(self) -> u32 {
        match self {
            Self::Same => 65,
            Self::Meaning => 55,
            Self::Somewhat(percent) => u32::from(percent) * 45 / 100,
            Self::No => 0,
        }
    }

    pub fn evidence(self) -> Option<Evidence> {
        match self {
            Self::Same => Some(Evidence::SameName),
            Self::Meaning => Some(Evidence::SameMeaning),
            Self::Somewhat(percent) => Some(Evidence::SimilarName { percent }),
            Self::No => None,
        }
    }
}

/// So alike two names must be to be called alike, in percent.
const ALIKE: u8 = 50;
/// From here on letters alone tell that two names are alike.
const SPELT_ALIKE: f64 = 0.9;

pub(super) fn compare(one: &str, other: &str) -> Alike {
    let (first, second) = (words(one), words(other));
    if first.concat() == second.concat() {
        return Alike::Same;
    }
    let (meant, also) = (meaning(&first), meaning(&second));
    if meant == also {
        return Alike::Meaning;
    }
    let common = meant.intersection(&also).count() as f64 / meant.union(&also).count().max(1) as f64;
    let spelt = strsim::jaro_winkler(&first.concat(), &second.concat());
    let alike = if spelt >= SPELT_ALIKE { common.max(spelt) } else { common };
    let percent = (alike * 100.0).round() as u8;
    if percent >= ALIKE { Alike::Somewhat(percent) } else { Alike::No }
}

/// The words of a name in lower case: `preferredFirstName`, `preferred_first_name`, `Preferred first name`.
fn words(name: &str) -> Vec<String> {
    let (mut words, mut was_lower) = (vec![String::new()], false);
    for letter in name.chars() {
        let begins = letter.is_uppercase() && was_lower;
        if (!letter.is_alphanumeric() || begins) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What the words mean, each by the word that stands for its group.
fn meaning(words: &[String]) -> BTreeSet<&str> {
    let meant = words.iter().flat_map(|word| {
        let group = GROUPS.iter().find(|(_, others)| others.contains(&word.as_str()));
        group.map_or_else(|| vec![word.as_str()], |(means, _)| means.to_vec())
    });
    let meant: BTreeSet<&str> = meant.collect();
    // A word that says nothing is left out, unless nothing else is there.
    let telling: BTreeSet<&str> = meant.iter().copied().filter(|word| !SILENT.contains(word)).collect();
    if telling.is_empty() { meant } else { telling }
}

/// They stand in many names and tell none from another.
const SILENT: [&str; 5] = ["on", "of", "is", "the", "field"];

/// What means the same in school systems.
const GROUPS: [(&[&str], &[&str]); 24] = [
    (&["given", "name"], &["first", "firstname", "fore", "forename", "givenname", "givennames", "forenames"]),
    (&["given"], &["christian"]),
    (&["family", "name"], &["last", "lastname", "sur", "surname", "familyname"]),
    (&["preferred"], &["known", "chosen", "usual"]),
    (&["birth", "date"], &["dob", "birthdate", "birthday", "birth", "born"]),
    (&["email"], &["mail", "emails", "emailaddress", "e"]),
    (&["phone"], &["telephone", "tel", "mobile", "cell", "cellphone", "sms"]),
    (&["level"], &["grade", "grades", "yearlevel", "year", "ncyear"]),
    (&["code"], &["id", "identifier", "key", "number", "no", "num", "sourcedid", "ref", "uid"]),
    (&["start", "date"], &["begin", "begindate", "start", "starts", "startdate", "from", "entry"]),
    (&["end", "date"], &["end", "ends", "enddate", "until", "leave", "leaving", "left", "exit"]),
    (&["class"], &["classes", "section", "sections"]),
    (&["course"], &["subject", "courses", "subjects"]),
    (&["session"], &["term", "semester", "sessions"]),
    (&["enrollment"], &["enrolment", "membership", "enrolments", "enrollments"]),
    (&["school"], &["org", "organisation", "organization", "orgs", "institution", "site"]),
    (&["homeroom"], &["tutor", "form", "tutorgroup", "whanau", "registration"]),
    (&["title"], &["label", "caption"]),
    (&["gender"], &["sex"]),
    (&["room"], &["location", "place"]),
    (&["teacher"], &["staff", "instructor"]),
    (&["student"], &["pupil", "learner", "akonga"]),
    (&["caregiver"], &["parent", "guardian", "contact"]),
    (&["active"], &["enabled", "current", "status"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_into_words() {
        for (name, expect) in [
            ("preferredFirstName", "preferred first name"),
            ("preferred_first_name", "preferred first name"),
            ("Preferred first name", "preferred first name"),
            ("schoolYear2026", "school year2026"),
            ("school.identifier", "school identifier"),
            ("__", ""),
        ] {
            assert_eq!(words(name).join(" "), expect, "{name}");
        }
    }

    #[test]
    fn names_are_compared_by_what_they_mean() {
        for (one, other, expect) in [
            ("givenName", "given_name", Alike::Same),
            ("E-mail", "email", Alike::Same),
            ("first_name", "givenName", Alike::Meaning),
            ("surname", "familyName", Alike::Meaning),
            ("dob", "birthDate", Alike::Meaning),
            ("school_code", "school.identifier", Alike::Meaning),
            ("starts_on", "beginDate", Alike::Meaning),
            ("tutor_group", "homeroom", Alike::Somewhat(50)),
            ("house", "email", Alike::No),
            ("", "email", Alike::No),
        ] {
            assert_eq!(compare(one, other), expect, "{one} and {other}");
            assert_eq!(compare(other, one), expect, "{other} and {one}");
        }
    }
}

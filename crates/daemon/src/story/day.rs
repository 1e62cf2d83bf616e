//! A day at the school of the story: who changes, who leaves, and what somebody does in the cloud.

use anyhow::{Context, Result};
use crosswalk_sandbox::Town;
use crosswalk_sandbox::school::{Person, Pupil, School};
use serde_json::json;

/// How many pupils change tutor class.
const TUTORS: usize = 3;
/// The name that the office writes down, and the one that somebody types in the cloud.
const OFFICE: &str = "Mereana";
const CLOUD: &str = "Mere";

/// What happened.
pub(super) struct Day {
    /// Whom KAMAR tells of.
    pub(super) people: Vec<Person>,
    /// In sentences.
    pub(super) told: Vec<String>,
}

/// Changes some people of the school, and one name in Te Kete Ako that changes at the school too.
pub(super) fn pass(town: &mut Town) -> Result<Day> {
    let school = &mut town.school;
    school.today = school.today.tomorrow()?;
    let mut left: Vec<usize> = ordinary(school).collect();
    let named =
        *left.iter().find(|at| goes_by_another_name(&school.pupils[**at])).context("nobody to rename")?;
    left.retain(|at| *at != named);
    school.change_preferred_name(named, OFFICE);
    let mut people = vec![Person::Pupil(named)];
    people.extend(tutors(school, &mut left).into_iter().map(Person::Pupil));
    let [moved, mailed, leaver] = [next(&mut left)?, next(&mut left)?, next(&mut left)?];
    if let Some((from, to)) = school.possible_move(moved) {
        school.move_class(moved, from, to);
    }
    school.change_email(mailed);
    school.leaver(leaver, school.today.yesterday()?);
    people.extend([moved, mailed, leaver].map(Person::Pupil));
    people.push(Person::Pupil(school.new_pupil(9)));
    let (staff, to) = rename(school)?;
    people.push(Person::Staff(staff));
    let key = school.pupils[named].number.to_string();
    town.supabase.edit("people", &key, &json!({ "preferred_name": CLOUD }))?;
    let told = vec![
        format!(
            "A day passes. {} people change: tutor classes, a class, an e-mail; one is new.",
            people.len()
        ),
        format!("A member of staff is now {to}, a pupil has left, and a pupil goes by another name."),
        "Somebody changed that same name in Te Kete Ako.".to_owned(),
    ];
    Ok(Day { people, told })
}

/// Pupils to whom nothing special applies, far apart in the list.
fn ordinary(school: &School) -> impl Iterator<Item = usize> {
    let fits = |pupil: &Pupil| {
        let shares = pupil.sharing.details != Some(false);
        pupil.listed && pupil.last_day.is_none() && shares && pupil.second_site.is_none() && !pupil.returned
    };
    (0..school.pupils.len()).filter(move |at| fits(&school.pupils[*at]))
}

fn goes_by_another_name(pupil: &Pupil) -> bool {
    let legal = pupil.legal.as_ref().map(|legal| legal.given.as_str());
    legal.is_some_and(|legal| !legal.is_empty() && legal != pupil.given && legal != OFFICE)
        && pupil.given != CLOUD
}

fn next(left: &mut Vec<usize>) -> Result<usize> {
    (!left.is_empty()).then(|| left.remove(left.len() / 2)).context("the school is too small for the story")
}

fn tutors(school: &mut School, left: &mut Vec<usize>) -> Vec<usize> {
    let mut changed = Vec::new();
    for at in left.clone() {
        let Some(other) = school.other_tutor(at) else { continue };
        if school.change_tutor(at, &other) {
            changed.push(at);
        }
        if changed.len() == TUTORS {
            break;
        }
    }
    left.retain(|at| !changed.contains(at));
    changed
}

/// Gives a teacher a code that nobody has.
fn rename(school: &mut School) -> Result<(usize, String)> {
    let fits = |at: &usize| {
        school.staff[*at].listed && school.staff[*at].last_day.is_none() && school.staff[*at].teaches()
    };
    let staff = (0..school.staff.len()).find(fits).context("nobody teaches")?;
    let free = |code: &String| school.staff.iter().all(|person| person.code != *code);
    let to =
        ('A'..='Z').map(|letter| format!("{letter}{letter}Q")).find(free).context("every code is taken")?;
    school.rename_staff_code(staff, &to);
    Ok((staff, to))
}

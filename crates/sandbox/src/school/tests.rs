use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn small(seed: u64) -> School {
    School::generate(&Spec { seed, pupils: 300, staff: 40, ..Spec::default() })
}

fn listed(school: &School) -> usize {
    school.pupils.iter().filter(|p| p.listed).count()
}

fn codes(school: &School) -> BTreeSet<(usize, String, String)> {
    school.classes.iter().map(|c| (c.site, c.subject.clone(), c.coreoption.clone())).collect()
}

#[test]
fn the_same_seed_gives_the_same_school() {
    let (a, b) = (small(5), small(5));
    assert!(a.pupils == b.pupils && a.staff == b.staff && a.classes == b.classes);
    let (mut a, mut b, c) = (a, b, small(6));
    assert_eq!(a.next_day(1), b.next_day(1));
    a.next_year();
    b.next_year();
    assert!(a.pupils == b.pupils && a.classes == b.classes);
    assert!(a.pupils != c.pupils);
}

#[test]
fn counts_are_as_asked() {
    for (pupils, staff, schools) in [(100, 15, 1), (100, 15, 2), (777, 90, 2), (1800, 230, 1)] {
        let school = School::generate(&Spec { pupils, staff, schools, ..Spec::default() });
        assert_eq!(
            (listed(&school), school.staff.len(), school.sites.len()),
            (pupils, staff, usize::from(schools))
        );
        assert!((9..=13).all(|level| school.pupils.iter().any(|p| p.year_level == level)));
    }
}

#[test]
fn the_usual_school_has_the_usual_size() {
    let school = School::generate(&Spec::default());
    let taught: usize = school.pupils.iter().map(|p| p.classes.len()).sum();
    let teaching: usize = school.classes.iter().map(|c| c.teachers.len()).sum();
    assert!((430..560).contains(&school.classes.len()), "{} classes", school.classes.len());
    assert!((13_500..16_500).contains(&(taught + teaching)), "{} enrolments", taught + teaching);
}

#[test]
fn a_large_school_can_be_generated() {
    let school = School::generate(&Spec { pupils: 20_000, staff: 1500, ..Spec::default() });
    assert_eq!(listed(&school), 20_000);
    assert_eq!(codes(&school).len(), school.classes.len());
}

#[test]
fn a_class_needs_subject_and_coreoption() {
    let school = School::generate(&Spec::default());
    assert_eq!(codes(&school).len(), school.classes.len(), "the pair is unique");
    let mut by_subject: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_option: BTreeMap<&str, usize> = BTreeMap::new();
    for class in &school.classes {
        *by_subject.entry(&class.subject).or_default() += 1;
        *by_option.entry(&class.coreoption).or_default() += 1;
    }
    assert!(by_subject["MAT0"] > 1 && by_option["4-1"] > 1);
}

#[test]
fn every_class_has_a_teacher_and_pupils_have_classes() {
    for schools in [1, 2] {
        let school = School::generate(&Spec { pupils: 200, staff: 30, schools, ..Spec::default() });
        assert!(school.classes.iter().all(|c| !c.teachers.is_empty()));
        for pupil in &school.pupils {
            let expect = if pupil.year_level <= 10 { 9 } else { 7 };
            let distinct: BTreeSet<_> = pupil.classes.iter().collect();
            assert_eq!(distinct.len(), expect);
            let tutor = pupil.classes.iter().filter(|c| school.classes[**c].is_tutor()).count();
            assert!(tutor == 1 && pupil.classes.iter().all(|c| school.classes[*c].site == pupil.site));
        }
        assert!(
            school.classes.iter().all(|c| c.teachers.iter().all(|t| school.staff[*t].sites[0] == c.site))
        );
    }
}

#[test]
fn hardly_any_teacher_is_in_two_rooms_at_once() {
    let school = School::generate(&Spec::default());
    let mut places: BTreeMap<(usize, u8, u8), usize> = BTreeMap::new();
    for class in &school.classes {
        for (day, slot) in (1..=6).flat_map(|d| (1..=10).map(move |s| (d, s))) {
            if timetable::meets(class.line, day, slot) {
                class.teachers.iter().for_each(|t| *places.entry((*t, day, slot)).or_default() += 1);
            }
        }
    }
    let clashes = places.values().filter(|n| **n > 1).count();
    assert!(clashes > 0, "combined classes exist");
    assert!(clashes * 20 < places.len(), "{clashes} of {}", places.len());
}

#[test]
fn hard_people_are_among_them() {
    let school = School::generate(&Spec { schools: 2, ..Spec::default() });
    let p = &school.pupils;
    let any = |f: &dyn Fn(&Pupil) -> bool| p.iter().any(f);
    assert!(
        any(&|x| x.family.contains('\''))
            && any(&|x| x.family.contains('-'))
            && any(&|x| x.given.contains('ā'))
    );
    assert!(any(&|x| x.given.is_empty()) && any(&|x| x.second_site.is_some()) && any(&|x| x.returned));
    assert!(any(&|x| x.email.is_none()) && any(&|x| x.sharing.details == Some(false)));
    assert!(
        any(&|x| x.last_day.is_some_and(|d| d < school.today))
            && any(&|x| x.last_day.is_some_and(|d| d > school.today))
    );
    assert!(any(&|x| x.legal.as_ref().is_some_and(|l| l.given != x.given)));
    let twins = p.windows(2).filter(|w| w[0].family == w[1].family && w[0].born == w[1].born);
    assert!(twins.clone().count() > 10 && twins.filter(|w| w[0].given == w[1].given).count() > 0);
    let names: BTreeSet<_> = p.iter().map(|x| (&x.given, &x.family)).collect();
    assert!(names.len() < p.len(), "some share both names");
    assert!(
        school.staff.iter().any(|s| s.sites.len() == 2)
            && school.classes.iter().any(|c| c.teachers.len() == 2)
    );
}

#[test]
fn keys_are_unique_and_impossible_in_life() {
    let school = School::generate(&Spec { pupils: 3000, ..Spec::default() });
    let numbers: BTreeSet<_> = school.pupils.iter().map(|p| p.number).collect();
    let uuids: BTreeSet<_> = school.pupils.iter().map(|p| &p.uuid).collect();
    let codes: BTreeSet<_> = school.staff.iter().map(|s| &s.code).collect();
    assert_eq!((numbers.len(), uuids.len(), codes.len()), (3000, 3000, 230));
    assert!(
        school.pupils.iter().all(|p| p.nsn.is_empty() || (p.nsn.len() == 10 && p.nsn.starts_with("0000")))
    );
    let addresses: Vec<&String> = school.pupils.iter().filter_map(|p| p.email.as_ref()).collect();
    assert!(addresses.iter().all(|e| e.to_lowercase().ends_with(".school.example")));
    assert_eq!(addresses.iter().collect::<BTreeSet<_>>().len(), addresses.len());
}

#[test]
fn a_day_changes_a_few_and_says_whom() {
    let before = School::generate(&Spec::default());
    let mut after = before.clone();
    let events = after.next_day(3);
    assert!(after.today > before.today && (10..60).contains(&events.len()), "{}", events.len());
    let named: BTreeSet<Person> = events.iter().map(DayEvent::person).collect();
    for (index, old) in before.pupils.iter().enumerate() {
        assert_eq!(*old != after.pupils[index], named.contains(&Person::Pupil(index)), "pupil {index}");
    }
    assert!(events.iter().any(|e| matches!(e, DayEvent::Joined { .. })));
    assert!(events.iter().any(|e| matches!(e, DayEvent::Returned { .. })));
}

#[test]
fn a_year_promotes_replaces_and_repeats_the_codes() {
    for schools in [1, 2] {
        let before = School::generate(&Spec { pupils: 600, staff: 80, schools, ..Spec::default() });
        let mut after = before.clone();
        after.next_year();
        assert_eq!((listed(&after), after.year), (600, 2027));
        assert_eq!(codes(&before), codes(&after));
        for (old, new) in before.pupils.iter().zip(&after.pupils) {
            assert!(!new.listed || new.year_level == old.year_level + 1);
            assert!(old.year_level < 13 || !new.listed);
        }
    }
}

#[test]
fn a_reused_code_belongs_to_another_person() {
    let mut school = small(2);
    let old = school.classes[0].teachers[0];
    let (code, uuid) = (school.staff[old].code.clone(), school.staff[old].uuid.clone());
    let new = school.reuse_staff_code(old);
    assert_eq!(school.staff[new].code, code);
    assert_ne!(school.staff[new].uuid, uuid);
    assert!(!school.staff[old].listed && school.classes[0].teachers.contains(&new));
    assert!(school.classes.iter().all(|c| !c.teachers.contains(&old)));
}

#[test]
fn single_steps_do_what_they_say() {
    let mut school = small(2);
    let to = school.other_tutor(1).unwrap();
    assert!(school.change_tutor(1, &to) && school.pupils[1].tutor == to);
    assert!(!school.change_tutor(1, "no such class"));
    let (from, to) = school.possible_move(1).unwrap();
    assert!(school.move_class(1, from, to) && school.pupils[1].classes.contains(&to));
    assert!(!school.move_class(1, from, to), "the pupil is no longer there");
    let before = school.pupils[1].given.clone();
    school.change_preferred_name(1, "Kōwhai");
    assert!(school.pupils[1].legal.as_ref().is_some_and(|l| l.given == before || !l.given.is_empty()));
    school.leaver(1, school.today);
    assert!(
        school.current_pupils(school.today).any(|p| p.number == school.pupils[1].number),
        "the last day still counts"
    );
    let tomorrow = school.today.tomorrow().unwrap();
    assert!(school.current_pupils(tomorrow).all(|p| p.number != school.pupils[1].number));
}

#[test]
fn the_timetable_has_closed_days_and_runs_on() {
    let school = small(2);
    let weeks = school.weeks();
    assert_eq!(weeks.len(), 4);
    assert_eq!((weeks[0].week, weeks[0].term, weeks[1].cycle_days[0]), (5, 1, 0));
    let before = weeks[0].cycle_days[4];
    assert_eq!(
        weeks[1].cycle_days[1],
        before % timetable::CYCLE_DAYS + 1,
        "the cycle goes on after a closed day"
    );
    let senior = school.classes.iter().position(|c| matches!(c.line, Line::Senior { .. })).unwrap();
    assert!((14..=17).contains(&school.meetings(senior).len()));
    let year = School::generate(&Spec { pupils: 20, staff: 8, weeks_of_timetable: 39, ..Spec::default() });
    assert_eq!((year.weeks()[0].week, year.weeks().len()), (1, 39));
}

#[test]
fn options_are_written_as_in_timetables() {
    let school = School::generate(&Spec::default());
    let option = |core: &str| school.classes.iter().find(|c| c.coreoption == core).unwrap().option();
    assert_eq!(option("82A-1").as_deref(), Some("82A"));
    assert_eq!(option("81A-4").as_deref(), Some("81A.4"));
    assert_eq!(option("4-1").as_deref(), Some("4"));
    assert_eq!(school.classes[0].option(), None, "tutor classes have a core, no option");
}

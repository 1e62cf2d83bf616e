//! What EdPsych Connect must hold: another organisation's cloud, so a family's "no" keeps a pupil out of it.

use jiff::civil::Date;

use super::people::{self, Names, Who};
use super::{ExpectedCloud, Fields, key, text};
use crate::school::{Pupil, School, Staff};

/// What EdPsych Connect must hold on a day.
pub fn expected_edpsych(school: &School, date: Date) -> ExpectedCloud {
    let mut cloud = ExpectedCloud::default();
    for table in ["learners", "staff", "groups", "memberships"] {
        cloud.tables.entry(table).or_default();
    }
    for pupil in school.current_pupils(date).filter(|pupil| may_share(pupil)) {
        cloud.put("learners", pupil.number.to_string(), learner(school, pupil, date));
    }
    for (_, staff) in school.current_staff(date) {
        cloud.put("staff", staff.code.clone(), staff_fields(school, staff, date));
    }
    for class in people::live_classes(school, date) {
        cloud.put("groups", people::class_key(school, &school.classes[class]), group(school, class));
    }
    for member in people::memberships(school, date) {
        let (kind, person, role) = match member.who {
            Who::Pupil(pupil) if !may_share(pupil) => continue,
            Who::Pupil(pupil) => ("learner", pupil.number.to_string(), "pupil"),
            Who::Teacher(staff) => ("staff", staff.code.clone(), "teacher"),
        };
        let class = people::class_key(school, &school.classes[member.class]);
        cloud.put("memberships", key(&[kind, &person, &class, role]), Fields::new());
    }
    cloud
}

/// Only an express "no" keeps details from others; a family that was not asked has not refused.
fn may_share(pupil: &Pupil) -> bool {
    pupil.sharing.details != Some(false)
}

fn learner(school: &School, pupil: &Pupil, date: Date) -> Fields {
    let mut fields = Names::of_pupil(pupil).fields();
    fields.extend([
        ("year_level", pupil.year_level.into()),
        ("tutor_group", text(&pupil.tutor)),
        ("school_code", school.site(pupil.site).moe_code.into()),
        ("email", people::email(pupil.email.as_ref())),
        ("starts_on", people::starts_on(pupil.starts)),
        ("ends_on", people::ends_on(pupil.last_day, date)),
    ]);
    fields
}

fn staff_fields(school: &School, staff: &Staff, date: Date) -> Fields {
    let mut fields = Names::of_staff(staff).fields();
    fields.remove("preferred_name");
    fields.extend([
        ("title", text(staff.title)),
        ("position", text(&staff.position)),
        ("email", people::email(staff.email.as_ref())),
        ("school_code", school.site(staff.sites[0]).moe_code.into()),
        ("starts_on", people::starts_on(staff.starts)),
        ("ends_on", people::ends_on(staff.last_day, date)),
    ]);
    fields
}

fn group(school: &School, class: usize) -> Fields {
    let class = &school.classes[class];
    [
        ("title", people::title(school, class).into()),
        ("subject_code", text(&class.subject)),
        ("school_year", school.year.into()),
        ("school_code", school.site(class.site).moe_code.into()),
        ("kind", people::kind(class).into()),
    ]
    .into()
}

//! A New Zealand secondary school, invented from a seed: who is in it, what they are taught, and when.
//!
//! Shapes follow what KAMAR keeps (`subject` and `coreoption` make a class, neither is unique alone; tutor classes have
//! the subject `FT`). Indices into [`School::pupils`] and [`School::staff`] never change: who leaves stays in the list
//! and is no longer `listed` once KAMAR stops sending the record.

mod build;
mod classes;
mod events;
mod family;
pub(crate) mod names;
mod people;
mod steps;
mod subjects;
mod teaching;
mod timetable;
mod year;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use classes::{Class, Line};
pub use events::{DayEvent, Person};
pub use family::{Award, Caregiver, EmergencyContact, Flags, Household, Residence};
pub use people::{LegalName, Pupil, Sharing, Staff, Team};
pub use subjects::{Subject, TUTOR_SUBJECT};
pub use timetable::{Meeting, SchoolWeek, is_department_meeting, meets};

use crate::random::Random;

/// What kind of school to invent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The same seed always gives the same school.
    pub seed: u64,
    /// Pupils that KAMAR lists, 100 to 20,000. A few of them have already left, as in life.
    pub pupils: usize,
    /// Members of staff that KAMAR lists; at least 8.
    pub staff: usize,
    /// School weeks in the timetable messages, 1 to 39.
    pub weeks_of_timetable: u8,
    /// Calendar year of the school year.
    pub year: i16,
    /// Schools within the one KAMAR: 1 or 2. With 2, some people belong to both.
    pub schools: u8,
}

impl Default for Spec {
    fn default() -> Self {
        Self { seed: 2026, pupils: 1800, staff: 230, weeks_of_timetable: 4, year: 2026, schools: 1 }
    }
}

/// One entry of KAMAR's `schools`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// KAMAR's `index` and `schoolindex`, from 1.
    pub index: u8,
    /// Ministry number, leading zeros kept.
    pub moe_code: &'static str,
    /// Name of the school.
    pub name: &'static str,
    /// Ministry's code for the type of school.
    pub kind: u8,
    /// Domain of its e-mail addresses.
    pub domain: &'static str,
}

/// The school. Fields are public: a test may put any state that the steps do not offer.
#[derive(Clone)]
pub struct School {
    /// What was asked for.
    pub spec: Spec,
    /// Calendar year of the present school year.
    pub year: i16,
    /// The day that it is.
    pub today: Date,
    /// One or two schools.
    pub sites: Vec<Site>,
    /// What is taught.
    pub subjects: Vec<Subject>,
    /// Classes of the present year.
    pub classes: Vec<Class>,
    /// Everybody who works or worked here.
    pub staff: Vec<Staff>,
    /// Everybody who learns or learned here.
    pub pupils: Vec<Pupil>,
    next_number: u32,
}

impl School {
    /// Pupils that are at the school on a day: listed, and their last day is not past.
    pub fn current_pupils(&self, on: Date) -> impl Iterator<Item = &Pupil> {
        self.pupils.iter().filter(move |p| p.listed && p.last_day.is_none_or(|last| last >= on))
    }

    /// Staff that are at the school on a day: listed, and their last day is not past.
    pub fn current_staff(&self, on: Date) -> impl Iterator<Item = (usize, &Staff)> {
        self.staff
            .iter()
            .enumerate()
            .filter(move |(_, s)| s.listed && s.last_day.is_none_or(|last| last >= on))
    }

    /// The first school of a person.
    pub fn site(&self, index: usize) -> &Site {
        &self.sites[index.min(self.sites.len() - 1)]
    }

    /// A generator for one purpose, fixed by the seed and the purpose.
    fn random(&self, purpose: u64) -> Random {
        Random::derive(self.spec.seed, purpose)
    }
}

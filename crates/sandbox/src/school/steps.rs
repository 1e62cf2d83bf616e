//! What can happen to a school, one thing at a time.

use jiff::{Span, civil::Date};

use super::people::Staff;
use super::{School, build, names};

impl School {
    /// Gives a member of staff another code: the same person, the same `uuid`.
    pub fn rename_staff_code(&mut self, staff: usize, new: &str) {
        self.staff[staff].code = new.to_owned();
    }

    /// Somebody leaves and a new person gets the code, the classes and the tutor class: another `uuid`, the same `id`.
    /// KAMAR no longer lists the one who left. Answers the index of the new person.
    pub fn reuse_staff_code(&mut self, staff: usize) -> usize {
        let successor = self.staff.len();
        self.hire();
        let gone: &mut Staff = &mut self.staff[staff];
        gone.listed = false;
        gone.last_day = Some(self.today);
        let (code, tutor, room) = (gone.code.clone(), gone.tutor.take(), gone.room.clone());
        let (department, sites, position) = (gone.department, gone.sites.clone(), gone.position.clone());
        let (classification, starts) = (gone.classification, self.today);
        let new = &mut self.staff[successor];
        *new = Staff {
            code,
            tutor,
            room,
            department,
            sites,
            position,
            classification,
            starts,
            last_day: None,
            ..new.clone()
        };
        let teachers = self.classes.iter_mut().flat_map(|c| c.teachers.iter_mut());
        teachers.filter(|t| **t == staff).for_each(|t| *t = successor);
        successor
    }

    /// KAMAR no longer sends a member of staff: the tick "Include in Directory Services" was taken away.
    pub fn untick_staff(&mut self, staff: usize) {
        self.staff[staff].listed = false;
    }

    /// A pupil leaves; `date` is the last day.
    pub fn leaver(&mut self, pupil: usize, date: Date) {
        self.pupils[pupil].last_day = Some(date);
    }

    /// A pupil who had left is back from today, under the same number and `uuid`.
    pub fn reentry(&mut self, pupil: usize) {
        let today = self.today;
        let pupil = &mut self.pupils[pupil];
        pupil.last_day = None;
        pupil.starts = today;
        pupil.returned = true;
        pupil.listed = true;
    }

    /// Moves a pupil to the tutor class with this code; false when the pupil's school has no such class.
    pub fn change_tutor(&mut self, pupil: usize, coreoption: &str) -> bool {
        let Some(class) = self.tutor_class(self.pupils[pupil].site, coreoption) else { return false };
        let classes = &self.classes;
        let pupil = &mut self.pupils[pupil];
        pupil.classes.retain(|c| !classes[*c].is_tutor());
        pupil.classes.insert(0, class);
        pupil.tutor = coreoption.to_owned();
        true
    }

    /// Another tutor class of the pupil's year level, where there is one.
    pub fn other_tutor(&self, pupil: usize) -> Option<String> {
        let pupil = &self.pupils[pupil];
        let classes = self.classes.iter().filter(|c| c.is_tutor() && c.site == pupil.site);
        let codes = classes.filter(|c| c.year_level == pupil.year_level).map(|c| c.coreoption.clone());
        codes.into_iter().find(|code| *code != pupil.tutor)
    }

    /// Calls a pupil by another given name. What stood there so far stays as the legal name, where none is on file.
    pub fn change_preferred_name(&mut self, pupil: usize, given: &str) {
        let pupil = &mut self.pupils[pupil];
        let (old, family) = (pupil.given.clone(), pupil.family.clone());
        if !old.is_empty() {
            pupil.legal.get_or_insert(super::LegalName { given: old, family });
        }
        pupil.given = given.to_owned();
    }

    /// Moves a pupil from one class to another; false when the pupil is not in the first one.
    pub fn move_class(&mut self, pupil: usize, from: usize, to: usize) -> bool {
        let classes = &mut self.pupils[pupil].classes;
        let Some(place) = classes.iter().position(|c| *c == from) else { return false };
        classes[place] = to;
        true
    }

    /// A class and another one of the same line and year level to which the pupil could move.
    pub fn possible_move(&self, pupil: usize) -> Option<(usize, usize)> {
        let pupil = &self.pupils[pupil];
        pupil.classes.iter().filter(|c| !self.classes[**c].is_tutor()).find_map(|&from| {
            let old = &self.classes[from];
            let fits = |(index, new): &(usize, &super::Class)| {
                *index != from
                    && new.site == old.site
                    && new.line == old.line
                    && new.year_level == old.year_level
            };
            self.classes.iter().enumerate().find(fits).map(|(to, _)| (from, to))
        })
    }

    /// A new pupil of a year level starts today, in the classes of one who is there already. Answers the index.
    pub fn new_pupil(&mut self, year_level: u8) -> usize {
        let index = self.pupils.len();
        self.enrol(year_level);
        let today = self.today;
        let new = &mut self.pupils[index];
        (new.starts, new.last_day, new.returned) = (today, None, false);
        let site = new.site;
        let model = self.pupils[..index]
            .iter()
            .rev()
            .find(|p| p.listed && p.site == site && p.year_level == year_level && !p.classes.is_empty());
        let (classes, tutor) = model.map(|m| (m.classes.clone(), m.tutor.clone())).unwrap_or_default();
        (self.pupils[index].classes, self.pupils[index].tutor) = (classes, tutor);
        index
    }

    /// Gives a pupil another school e-mail.
    pub fn change_email(&mut self, pupil: usize) {
        let domain = self.sites[self.pupils[pupil].site].domain;
        let pupil = &mut self.pupils[pupil];
        let old = pupil.email.clone().unwrap_or_default();
        pupil.username = format!("{}.{}", names::plain(&pupil.family), pupil.number);
        let mut new = format!("{}@{domain}", pupil.username);
        if new == old {
            new = format!("x{new}");
        }
        pupil.email = Some(new);
    }

    /// The next school day comes. Who left four weeks ago is no longer sent.
    pub(super) fn turn_page(&mut self) {
        self.today = build::school_day(self.today.saturating_add(Span::new().days(1)));
        let horizon = self.today.saturating_sub(Span::new().days(28));
        for pupil in self.pupils.iter_mut().filter(|p| p.last_day.is_some_and(|last| last < horizon)) {
            pupil.listed = false;
        }
    }
}

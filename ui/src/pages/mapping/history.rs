//! Undo and redo in the studio: each edit with what would take it back. Every step is an edit of the engine's own, so
//! that the mapping's version counts up and the audit tells it.

use crosswalk_contract::MappingView;
use crosswalk_model::{FieldMap, MappingCase};

/// An edit of a stream's fields, or of the mapping's tests; all of it at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edit {
    /// Of which stream.
    pub stream: usize,
    /// The maps of these fields are set.
    pub set: Vec<FieldMap>,
    /// These fields are taken out.
    pub remove: Vec<String>,
    /// These tests are kept.
    pub cases: Vec<MappingCase>,
    /// The tests of these names are taken out.
    pub drop: Vec<String>,
}

impl Edit {
    /// What takes it back, by the mapping as it was before.
    pub fn inverse(&self, before: &MappingView) -> Self {
        let fields = before.streams.get(self.stream).map_or(&[][..], |stream| &stream.fields);
        let touched = self.set.iter().map(|map| map.to.to_string()).chain(self.remove.iter().cloned());
        let mut inverse = Self { stream: self.stream, ..Self::default() };
        for to in touched {
            match fields.iter().find(|field| field.map.to == to.as_str()) {
                Some(field) => inverse.set.push(field.map.clone()),
                None => inverse.remove.push(to),
            }
        }
        self.inverse_of_cases(before, &mut inverse);
        inverse
    }

    fn inverse_of_cases(&self, before: &MappingView, inverse: &mut Self) {
        for name in self.cases.iter().map(|case| &case.name).chain(&self.drop) {
            match before.cases.iter().find(|view| view.case.name == *name) {
                Some(view) => inverse.cases.push(view.case.clone()),
                None => inverse.drop.push(name.clone()),
            }
        }
    }

    /// Whether it is about tests.
    pub fn is_of_cases(&self) -> bool {
        !self.cases.is_empty() || !self.drop.is_empty()
    }
}

/// What can be taken back, and what was taken back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    undo: Vec<Edit>,
    redo: Vec<Edit>,
}

/// Which way an edit goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Something new.
    Ahead,
    /// Taking back.
    Back,
    /// Doing again what was taken back.
    Again,
}

impl History {
    /// The next edit of a way, if there is one.
    pub fn next(&self, way: Way) -> Option<Edit> {
        match way {
            Way::Ahead => None,
            Way::Back => self.undo.last().cloned(),
            Way::Again => self.redo.last().cloned(),
        }
    }

    /// Notes that an edit was made, with what takes it back.
    pub fn note(&mut self, way: Way, inverse: Edit) {
        match way {
            Way::Ahead => {
                self.redo.clear();
                self.undo.push(inverse);
            }
            Way::Back => {
                self.undo.pop();
                self.redo.push(inverse);
            }
            Way::Again => {
                self.redo.pop();
                self.undo.push(inverse);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remove(name: &str) -> Edit {
        Edit { remove: vec![name.to_owned()], ..Edit::default() }
    }

    #[test]
    fn a_renamed_test_gets_its_name_back() {
        let case = |name: &str| MappingCase { name: name.into(), ..MappingCase::default() };
        let text = serde_json::json!({
            "sync": { "id": "00000000-0000-8000-8000-000000000001", "title": "", "direction": "outbound",
                "connection": "00000000-0000-8000-8000-000000000002", "standing_approval": false, "filters": [],
                "honours_data_sharing": false },
            "version": 1, "streams": [], "cases": [{ "case": case("old"), "differences": [] }],
        });
        let before: MappingView = serde_json::from_value(text).unwrap();
        let edit = Edit { cases: vec![case("new")], drop: vec!["old".into()], ..Edit::default() };
        let back = Edit { cases: vec![case("old")], drop: vec!["new".into()], ..Edit::default() };
        assert_eq!(edit.inverse(&before), back);
        assert!(edit.is_of_cases() && !remove("a").is_of_cases());
    }

    #[test]
    fn what_was_done_is_taken_back_and_done_again() {
        let mut history = History::default();
        history.note(Way::Ahead, remove("a"));
        history.note(Way::Ahead, remove("b"));
        assert_eq!(history.next(Way::Back), Some(remove("b")));
        history.note(Way::Back, remove("b again"));
        assert_eq!(
            (history.next(Way::Back), history.next(Way::Again)),
            (Some(remove("a")), Some(remove("b again")))
        );
        history.note(Way::Again, remove("b"));
        assert_eq!((history.next(Way::Back), history.next(Way::Again)), (Some(remove("b")), None));
    }

    #[test]
    fn something_new_ends_what_could_be_done_again() {
        let mut history = History::default();
        history.note(Way::Ahead, remove("a"));
        history.note(Way::Back, remove("a again"));
        history.note(Way::Ahead, remove("c"));
        assert_eq!((history.next(Way::Back), history.next(Way::Again)), (Some(remove("c")), None));
    }
}

//! Makes documents of what was joined, in an order that does not depend on the order of the files, and says at the end
//! what they are complete for.

mod classes;
mod people;
mod scopes;

use crosswalk_connector_kit::outlet::Outlet;
use crosswalk_connector_kit::{CancellationToken, KitError};
use crosswalk_model::{Document, Fields, SourceRecord, Value};

use super::import::{ClassCode, Import, Kind};
use super::values::part;
pub(super) use scopes::holds_all;

/// What was given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    pub pupils: usize,
    pub staff: usize,
    pub subjects: usize,
    pub classes: usize,
}

/// Gives everything out.
///
/// # Errors
/// [`KitError::Cancelled`].
pub(super) fn emit(
    import: &mut Import<'_>,
    cancel: &CancellationToken,
    outlet: &mut Outlet,
) -> Result<Given, KitError> {
    for document in documents(import) {
        if cancel.is_cancelled() {
            return Err(KitError::Cancelled);
        }
        outlet.document(document)?;
    }
    classes::tell_unknown_teachers(import);
    for scope in scopes::scopes(import) {
        outlet.scope(scope)?;
    }
    scopes::tell_what_is_missing(import);
    let given = given(import);
    import.notes.all().into_iter().try_for_each(|finding| outlet.finding(finding))?;
    Ok(given)
}

/// Every document: the school, subjects, people, and who is in which class.
pub(super) fn documents<'i>(import: &'i Import<'_>) -> impl Iterator<Item = Document> + 'i {
    let subjects = import.subjects.iter().map(|(code, fields)| subject(import, code, fields));
    let people = import.roll.people().map(|(id, person)| people::document(import, id, person));
    std::iter::once(school(import)).chain(subjects).chain(people).chain(classes::documents(import))
}

/// What there is to give out.
pub(super) fn given(import: &Import<'_>) -> Given {
    Given {
        pupils: import.roll.count(Kind::Pupil),
        staff: import.roll.count(Kind::Staff),
        subjects: import.subjects.len(),
        classes: classes::count(import),
    }
}

fn school(import: &Import<'_>) -> Document {
    let config = import.config;
    let mut head = SourceRecord::new("schools", config.school_code.as_str());
    head.fields.insert("name".into(), Value::text(config.school_name.as_str()));
    head.fields.insert("code".into(), Value::text(config.school_code.as_str()));
    Document::of(head, "schools")
}

fn subject(import: &Import<'_>, code: &str, fields: &Fields) -> Document {
    let mut head = SourceRecord::new("subjects", subject_key(import, code));
    head.fields.clone_from(fields);
    head.fields.insert("id".into(), Value::text(code));
    head.fields.insert("school".into(), Value::text(import.config.school_code.as_str()));
    Document::of(head, "subjects")
}

fn subject_key(import: &Import<'_>, code: &str) -> String {
    format!("{}/{}", part(&import.config.school_code), part(code))
}

/// The key of a class: school, year, subject and option line. The last two recur next year.
fn class_key(import: &Import<'_>, class: &ClassCode) -> String {
    let [school, year] = [&import.config.school_code, &import.year].map(|text| part(text));
    format!("{school}/{year}/{}/{}", part(&class.subject), part(&class.option))
}

/// A membership and the class it is in.
struct Membership<'m> {
    stream: &'static str,
    person: &'m str,
    role: &'static str,
    class: SourceRecord,
}

impl Membership<'_> {
    /// As two records.
    fn records(self, import: &Import<'_>) -> [SourceRecord; 2] {
        let mut record = SourceRecord::new(self.stream, format!("{}|{}", part(self.person), self.class.key));
        let said = [
            ("user", self.person),
            ("class", self.class.key.as_str()),
            ("school", import.config.school_code.as_str()),
            ("role", self.role),
        ];
        record.fields = said.into_iter().map(|(name, text)| (name.into(), Value::text(text))).collect();
        [record, self.class]
    }

    /// As a document of its own, in the part of its person: whether somebody is no longer in a class is told by
    /// that person's row, not by the file as a whole.
    fn document(self, import: &Import<'_>) -> Document {
        let person = self.person.to_owned();
        let [membership, class] = self.records(import);
        let mut document = Document::of(membership, person);
        document.children.push(class);
        document
    }
}

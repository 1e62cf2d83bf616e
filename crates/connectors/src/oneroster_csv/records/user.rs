//! Users, with their roles and, where it is wanted, their families.

use crosswalk_model::{Document, Fields, Name, SourceRecord, Value};
use crosswalk_standards::delimited::fold;
use crosswalk_standards::oneroster::{DataFile, Mode, OneRosterRow};
use crosswalk_standards::{Addresses, addresses};

use super::{Making, UNKNOWN, column, plain};
use crate::oneroster_csv::config::Wants;
use crate::oneroster_csv::family;
use crate::oneroster_csv::roles::{self, Role};

/// Columns that become something else, and the one that is never read.
const NOT_SAID: [&str; 4] = ["password", "userIds", "agentSourcedIds", "userMasterIdentifier"];

/// Schemes of national numbers, folded.
const NATIONAL: [&str; 9] = [
    "nsn",
    "upn",
    "uln",
    "ssn",
    "nationalstudentnumber",
    "uniquepupilnumber",
    "uniquelearnernumber",
    "formerupn",
    "nationalid",
];

/// The document of one user.
pub(super) fn document(making: &mut Making<'_>, row: &OneRosterRow) -> Document {
    let wants = making.wants();
    let mut head = plain(row);
    head.fields.retain(|name, _| !NOT_SAID.contains(&name.as_ref()) && is_wanted(name, wants));
    one_address(making, row, &mut head);
    let own = making.roles.of(&row.sourced_id);
    if roles::is_family(own) {
        private_address(&mut head);
    }
    head.fields.extend(said_of_roles(own, row, making.roles_partial));
    head.fields.extend(identifiers(row, wants));
    head.fields.insert("aliases".into(), Value::List(column::former_ids(row)));
    settle_home(making, row, &mut head);
    let mut document = Document::of(head, UNKNOWN);
    relationships(making, row, &mut document);
    document
}

/// Whether the switches let a column in.
pub(in crate::oneroster_csv) fn is_wanted(name: &str, wants: Wants) -> bool {
    match name {
        "sms" | "phone" => wants.phones,
        "pronouns" => wants.demographics,
        "nationalNumber" => wants.national_numbers,
        "contactEmail" => wants.families,
        "extras" => wants.other_columns,
        _ => true,
    }
}

/// Several addresses in the field that is meant for one: the first is taken, and it is said.
fn one_address(making: &mut Making<'_>, row: &OneRosterRow, head: &mut SourceRecord) {
    let Some(Addresses::Several(first)) = row.text("email").map(addresses) else { return };
    head.fields.insert("email".into(), Value::text(first));
    making.several_addresses.note(row);
}

/// The address of somebody who is here as family is their own, not the school's.
fn private_address(head: &mut SourceRecord) {
    if let Some(address) = head.fields.remove("email") {
        head.fields.insert("contactEmail".into(), address);
    }
}

/// What the roles say. Where only some of them came, only a primary one says anything.
fn said_of_roles(own: &[Role], row: &OneRosterRow, partial: bool) -> Fields {
    let mut fields = Fields::new();
    let main = roles::main(own, row.text("primaryOrgSourcedId")).filter(|role| !partial || role.is_primary);
    if let Some(main) = main {
        fields.insert("role".into(), main.role.as_str().into());
        fields.extend(roles::dates(main));
        if !row.has("primaryOrgSourcedId") && !main.org.is_empty() {
            fields.insert("primaryOrgSourcedId".into(), main.org.as_str().into());
        }
    }
    if !partial && !own.is_empty() {
        fields.insert("roles".into(), roles::as_map(own));
        fields.insert("orgs".into(), Value::List(roles::orgs(own)));
    }
    fields
}

/// Identifiers in other systems by scheme; national numbers apart, and only where they are wanted.
fn identifiers(row: &OneRosterRow, wants: Wants) -> Fields {
    let mut external = Fields::from([("oneroster.sourcedId".into(), row.sourced_id.as_str().into())]);
    let mut fields = Fields::new();
    if let Some(master) = row.text("userMasterIdentifier") {
        external.insert("oneroster.userMasterIdentifier".into(), master.into());
    }
    for id in row.user_ids() {
        if !NATIONAL.contains(&fold(&id.kind).as_str()) {
            external.entry(Name::from(id.kind)).or_insert(Value::Text(id.identifier));
        } else if wants.national_numbers {
            fields.entry("nationalNumber".into()).or_insert(Value::Text(id.identifier));
        }
    }
    fields.insert("externalIds".into(), Value::Map(external));
    fields
}

/// The main school must be one that is there; a school's filter remembers who has another.
fn settle_home(making: &mut Making<'_>, row: &OneRosterRow, head: &mut SourceRecord) {
    let home = head.fields.get("primaryOrgSourcedId").and_then(Value::as_text).map(str::to_owned);
    if let Some(filter) = making.filter.as_mut().filter(|filter| home.as_deref() != Some(filter.org.as_str()))
    {
        filter.is_elsewhere(&row.sourced_id);
    }
    let is_made = row.text("primaryOrgSourcedId").is_none();
    if is_made && home.is_some_and(|home| !making.may_be_there(row, &home)) {
        head.fields.remove("primaryOrgSourcedId");
    }
}

/// A pupil's contacts. A change tells only what it names, so that nobody is taken to be no longer a contact.
fn relationships(making: &Making<'_>, row: &OneRosterRow, document: &mut Document) {
    let is_delta = making.known.mode(DataFile::Users) == Mode::Delta;
    let wanted = making.wants().families;
    if wanted && making.roles.is_pupil(&row.sourced_id) {
        let contacts = making.families.contacts(row);
        let wanted =
            |contact: &str| making.wants().relatives || !roles::is_relative(making.roles.of(contact));
        let there = contacts
            .iter()
            .filter(|contact| wanted(contact) && family::is_there(&making.known, contact, is_delta));
        let records = there.map(|contact| family::relationship(&row.sourced_id, contact, &making.roles));
        document.children.extend(records);
    }
    if !wanted || is_delta || !row.has("agentSourcedIds") {
        document.silent.push("relationships".into());
    }
}

impl Making<'_> {
    /// Whether somebody's role may have come with an earlier package.
    pub(in crate::oneroster_csv) fn roles_may_be_elsewhere(&self) -> bool {
        self.roles_partial || self.known.mode(DataFile::Users) == Mode::Delta
    }

    /// Whether an org is in the package, or may have come with an earlier one.
    fn may_be_there(&self, row: &OneRosterRow, org: &str) -> bool {
        match self.known.mode(DataFile::Orgs) {
            Mode::Delta => true,
            Mode::Absent => self.known.mode(row.file) == Mode::Delta,
            Mode::Bulk | Mode::Unstated => self.known.has(DataFile::Orgs, org),
        }
    }
}

//! A pupil's record in `students`.

use jiff::civil::DateTime;

use super::record::Record;
use crate::kamar::json::Json;
use crate::kamar::message::stamp;
use crate::kamar::quirks::{Quirks, TwoSchools};
use crate::school::{Caregiver, EmergencyContact, Pupil, Residence, School, Team};

/// The records of a pupil: one, or two for a pupil of two schools when KAMAR is set so. The second has no classes: this
/// school teaches such pupils at their first school.
pub fn records(school: &School, pupil: &Pupil, quirks: &Quirks, at: DateTime) -> Vec<Json> {
    let first = school.site(pupil.site).index;
    let classes = groups(school, pupil);
    match pupil.second_site.map(|second| school.site(second).index) {
        None => vec![record(pupil, quirks, at, first.into(), classes)],
        Some(second) if quirks.two_schools == TwoSchools::List => {
            vec![record(pupil, quirks, at, vec![first.into(), second.into()].into(), classes)]
        }
        Some(second) => vec![
            record(pupil, quirks, at, first.into(), classes),
            record(pupil, quirks, at, second.into(), Vec::new()),
        ],
    }
}

fn record(pupil: &Pupil, quirks: &Quirks, at: DateTime, index: Json, groups: Vec<Json>) -> Json {
    let record = Record::new(quirks)
        .put("id", pupil.number)
        .put("uuid", pupil.uuid.as_str())
        .put("role", "Student")
        .put("created", stamp(at))
        .put("uniqueid", unique_id(pupil))
        .put("schoolindex", index)
        .text("nsn", Some(&pupil.nsn))
        .put("username", pupil.username.as_str());
    let record = dates(names(record, pupil), pupil);
    let record = ministry(record, pupil)
        .put("yearlevel", pupil.year_level)
        .put("fundinglevel", pupil.year_level)
        .text("tutor", Some(&pupil.tutor))
        .put("siblinglink", pupil.household.sibling_link)
        .put("photocopierid", pupil.number)
        .put("signedagreement", 1)
        .put("accountdisabled", 0)
        .put("networkaccess", 1);
    family(record, pupil, quirks)
        .put("flags", flags(pupil))
        .put("groups", groups)
        .put("awards", awards(pupil))
        .put("datasharing", sharing(pupil))
        .put("custom", Json::object().with("custom1", "BYOD-Chromebook"))
        .build()
}

/// Now and then KAMAR sends the number as text.
fn unique_id(pupil: &Pupil) -> Json {
    if pupil.number.is_multiple_of(5) { pupil.unique_id.to_string().into() } else { pupil.unique_id.into() }
}

fn names<'a>(record: Record<'a>, pupil: &Pupil) -> Record<'a> {
    let legal = pupil.legal.as_ref();
    record
        .text("firstname", Some(&pupil.given))
        .text("lastname", Some(&pupil.family))
        .text("firstnamelegal", legal.map(|l| l.given.as_str()))
        .text("lastnamelegal", legal.map(|l| l.family.as_str()))
        .text("forenames", Some(&pupil.given))
        .put("gender", pupil.gender)
        .put("genderpreferred", pupil.gender)
        .put("gendercode", if pupil.gender == "F" { 21 } else { 11 })
        .text("email", pupil.email.as_deref())
        .text("mobile", pupil.mobile.as_deref())
        .put("house", pupil.house)
        .text("whanau", pupil.whanau)
        .text("boarder", None)
}

fn dates<'a>(record: Record<'a>, pupil: &Pupil) -> Record<'a> {
    let record = record
        .date("datebirth", Some(pupil.born))
        .date("startingdate", Some(pupil.starts))
        .date("leavingdate", pupil.last_day);
    match pupil.last_day {
        None => record,
        Some(_) => {
            record.put("leavingreason", "E").put("leavingactivity", "10").put("leavingschool", Vec::new())
        }
    }
}

fn ministry<'a>(record: Record<'a>, pupil: &Pupil) -> Record<'a> {
    let maori = pupil.number.is_multiple_of(4);
    let (name, code) = if maori { ("Māori", 211) } else { ("European", 111) };
    let iwi = if maori { vec![101.into()] } else { Vec::new() };
    record
        .put("moetype", "RE")
        .put("ethnicityL1", name)
        .put("ethnicityL2", name)
        .put("ethnicity", vec![code.into()])
        .put("iwi", iwi)
}

fn family<'a>(record: Record<'a>, pupil: &Pupil, quirks: &Quirks) -> Record<'a> {
    let home = &pupil.household;
    let residences: Vec<Json> = home.residences.iter().map(residence).collect();
    let caregivers: Vec<Json> = home.caregivers.iter().map(|c| caregiver(c, quirks)).collect();
    let emergency: Vec<Json> = home.emergency.iter().map(contact).collect();
    record.put("residences", residences).put("caregivers", caregivers).put("emergency", emergency)
}

fn residence(home: &Residence) -> Json {
    Json::object()
        .with("ref", home.number)
        .with("title", home.title.as_str())
        .with("salutation", home.salutation.as_str())
        .with("email", home.email.as_str())
        .with("numFlatUnit", "")
        .with("numStreet", home.street.as_str())
        .with("ruralDelivery", "")
        .with("suburb", home.suburb)
        .with("town", "Kōwhai Bay")
        .with("postcode", "9999")
}

fn caregiver(caregiver: &Caregiver, quirks: &Quirks) -> Json {
    Record::new(quirks)
        .put("ref", caregiver.number)
        .put("role", "Caregiver")
        .put("name", caregiver.name.as_str())
        .text("email", caregiver.email.as_deref())
        .text("mobile", caregiver.mobile.as_deref())
        .put("relationship", caregiver.relationship)
        .put("status", "")
        .build()
}

fn contact(contact: &EmergencyContact) -> Json {
    Json::object()
        .with("name", contact.name.as_str())
        .with("relationship", contact.relationship)
        .with("mobile", contact.mobile.as_str())
}

fn flags(pupil: &Pupil) -> Json {
    let flags = &pupil.flags;
    Json::object()
        .with("general", "")
        .with("notes", "0")
        .with("alert", Json::Null)
        .with("medical", u8::from(flags.medical))
        .with("pastoral", 0)
        .with("paracetamol", u8::from(flags.paracetamol))
        .with("ibuprofen", 0)
        .with("dietary", flags.dietary.map_or(Json::Null, Json::from))
        .with("reactions", "")
        .with("specialneeds", 0)
        .with("vaccinations", "")
        .with("eotcconsent", Json::Null)
        .with("eotcform", Json::Null)
}

fn groups(school: &School, pupil: &Pupil) -> Vec<Json> {
    let classes = pupil.classes.iter().map(|c| class(&school.classes[*c]));
    classes.chain(pupil.teams.iter().map(|t| team(t, school.year))).collect()
}

/// A class in somebody's list of groups.
pub fn class(class: &crate::school::Class) -> Json {
    Json::object()
        .with("type", "class")
        .with("subject", class.subject.as_str())
        .with("coreoption", class.coreoption.as_str())
}

fn team(team: &Team, year: i16) -> Json {
    Json::object()
        .with("type", "group")
        .with("ref", team.number)
        .with("year", year)
        .with("name", team.name)
        .with("description", team.category)
        .with("showreport", u8::from(team.on_report))
}

fn awards(pupil: &Pupil) -> Vec<Json> {
    let award = |a: &crate::school::Award| {
        Json::object()
            .with("type", "Academic")
            .with("name", a.name)
            .with("year", a.year)
            .with("date", format!("{}1205", a.year))
    };
    pupil.awards.iter().map(award).collect()
}

fn sharing(pupil: &Pupil) -> Json {
    let choice = &pupil.sharing;
    let mut sharing = Json::object();
    if let Some(details) = choice.details {
        sharing = sharing.with("details", u8::from(details));
    }
    sharing.with("photo", u8::from(choice.photo)).with("other", u8::from(choice.other))
}

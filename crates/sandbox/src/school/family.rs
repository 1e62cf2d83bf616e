//! What KAMAR keeps inside a pupil: residences, caregivers, emergency contacts, flags, awards.

use super::names;
use crate::random::Random;

/// An address.
#[derive(Clone, PartialEq, Eq)]
pub struct Residence {
    /// Number of the residence, 1 or 2.
    pub number: u8,
    /// How letters are addressed.
    pub title: String,
    /// How letters begin.
    pub salutation: String,
    /// E-mail of the household.
    pub email: String,
    /// Street and number.
    pub street: String,
    /// Suburb.
    pub suburb: &'static str,
}

/// A caregiver: has no id of its own in KAMAR.
#[derive(Clone, PartialEq, Eq)]
pub struct Caregiver {
    /// Place in the list, from 1.
    pub number: u8,
    /// Full name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Mobile number.
    pub mobile: Option<String>,
    /// Mother, Father, Grandmother, …
    pub relationship: &'static str,
}

/// Whom to call.
#[derive(Clone, PartialEq, Eq)]
pub struct EmergencyContact {
    /// Full name.
    pub name: String,
    /// Relationship in words.
    pub relationship: &'static str,
    /// Mobile number.
    pub mobile: String,
}

/// Where a pupil lives and who looks after them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Household {
    /// The same number for brothers and sisters.
    pub sibling_link: u32,
    /// One or two.
    pub residences: Vec<Residence>,
    /// None to four.
    pub caregivers: Vec<Caregiver>,
    /// None to two.
    pub emergency: Vec<EmergencyContact>,
}

/// Flags, of which most pupils have none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Flags {
    /// Any medical condition.
    pub medical: bool,
    /// May be given paracetamol.
    pub paracetamol: bool,
    /// Diet.
    pub dietary: Option<&'static str>,
}

/// A prize.
#[derive(Clone, PartialEq, Eq)]
pub struct Award {
    /// Name of the prize.
    pub name: &'static str,
    /// Year in which it was won.
    pub year: i16,
}

const RELATIONSHIPS: &[&str] =
    &["Mother", "Father", "Grandmother", "Grandfather", "Aunt", "Uncle", "Guardian", "Kaitiaki"];
const SUBURBS: &[&str] = &["Seaview", "Kōwhai Heights", "Old Mill", "Harbourside", "Te Puna", "Riverbend"];
const STREETS: &[&str] = &["Pōhutukawa Rd", "Rimu St", "Beach Rd", "School Lane", "Ōkahu Cres", "Station St"];

/// A mobile number that no network gives out.
pub fn mobile(random: &mut Random) -> String {
    format!("021 000 {}", random.text("0123456789", 4))
}

/// A household for a family of this name.
pub fn household(random: &mut Random, family: &str, sibling_link: u32) -> Household {
    let homes = if random.one_in(6) { 2 } else { 1 };
    let residences = (1..=homes).map(|n| residence(random, family, n)).collect();
    let carers = random.below(3) + usize::from(homes == 2);
    let caregivers = (1..=carers as u8).map(|n| caregiver(random, family, n)).collect();
    let emergency = (0..random.below(3)).map(|_| contact(random)).collect();
    Household { sibling_link, residences, caregivers, emergency }
}

/// Flags of a pupil.
pub fn flags(random: &mut Random) -> Flags {
    let dietary = random.one_in(15).then_some("No nuts");
    Flags { medical: random.one_in(20), paracetamol: !random.one_in(8), dietary }
}

fn residence(random: &mut Random, family: &str, number: u8) -> Residence {
    Residence {
        number,
        title: format!("The {family} family"),
        salutation: names::given(random).into(),
        email: address(random, &names::plain(family)),
        street: format!("{} {}", random.below(98) + 1, random.pick(STREETS)),
        suburb: random.pick(SUBURBS),
    }
}

fn caregiver(random: &mut Random, family: &str, number: u8) -> Caregiver {
    let given = names::given(random);
    let family = if random.one_in(4) { names::family(random) } else { family.to_owned() };
    let email = (!random.one_in(6)).then(|| address(random, &names::plain(given)));
    let mobile = (!random.one_in(8)).then(|| mobile(random));
    let relationship = random.pick(RELATIONSHIPS);
    Caregiver { number, name: format!("{given} {family}").trim().to_owned(), email, mobile, relationship }
}

fn contact(random: &mut Random) -> EmergencyContact {
    let name = format!("{} {}", names::given(random), names::family(random));
    EmergencyContact { name, relationship: random.pick(RELATIONSHIPS), mobile: mobile(random) }
}

fn address(random: &mut Random, name: &str) -> String {
    format!("{name}.{}@whanau.school.example", random.text("0123456789", 5))
}

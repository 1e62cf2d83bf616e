//! Invented names: macrons, apostrophes, hyphens, letters of Latin-1, and plain ones.

use crate::random::Random;

const GIVEN: &[&str] = &[
    "Aroha",
    "Hēmi",
    "Mere",
    "Tāne",
    "Ngaio",
    "Kiri",
    "Rāwiri",
    "Hinewai",
    "Wiremu",
    "Anahera",
    "Mānuka",
    "Tūī",
    "Finlay",
    "Isla",
    "Ruby",
    "Leo",
    "Zoë",
    "Renée",
    "André",
    "Chloé",
    "Noah",
    "Amelia",
    "Jack",
    "Olive",
    "Theo",
    "Priya",
    "Arjun",
    "Mei",
    "Haruto",
    "Sione",
    "Mele",
    "Talia",
    "Fetu",
    "Losa",
    "Minh",
    "Linh",
    "Ana-Maria",
    "Jean-Luc",
    "D'Arcy",
    "Siobhán",
    "Bjørn",
    "Ingrid",
    "Mateo",
    "Lucía",
    "Omar",
    "Leila",
    "Kahu",
    "Marama",
    "Tama",
    "Whetū",
    "Harper",
    "Blake",
    "Quinn",
    "Rowan",
    "Sky",
    "Ella",
    "Max",
    "Poppy",
    "Otis",
    "Freya",
];

const FAMILY: &[&str] = &[
    "Wharehinga",
    "Ngāwai",
    "Pene",
    "O'Rourke",
    "Larkin",
    "Tāwhai",
    "Māhuika",
    "Paraone",
    "Te Rangi",
    "Kereama",
    "Smithson",
    "Fairweather",
    "MacAlpine",
    "McKenzie-Reid",
    "D'Souza",
    "O'Brien",
    "Núñez",
    "Müller",
    "Jørgensen",
    "Søndergaard",
    "Patel",
    "Sharma",
    "Nguyen",
    "Tran",
    "Tanaka",
    "Chen",
    "Fonoti",
    "Tuilagi",
    "Faleolo",
    "Vaipulu",
    "van der Berg",
    "de la Cruz",
    "St John",
    "Beaumont",
    "Hollis",
    "Marsh",
    "Thornbury",
    "Quickfall",
    "Underhill",
    "Whitcombe",
    "Ashdown",
    "Birchall",
    "Carroway",
    "Duxbury",
    "Elsmere",
    "Fernley",
    "Goodacre",
    "Hartnoll",
    "Inskip",
    "Jellicoe",
    "Kirkbride",
    "Lockyer",
    "Merriman",
    "Nettleship",
    "Oldfield",
    "Pemberton",
    "Ravenscroft",
    "Stanhope",
];

const SINGLE: &[&str] = &["Manaia", "Kahurangi", "Tamati", "Suharto", "Wulandari", "Aroarohaki"];

/// A given name.
pub fn given(random: &mut Random) -> &'static str {
    random.pick(GIVEN)
}

/// A family name; one in ten is a double one.
pub fn family(random: &mut Random) -> String {
    let first = random.pick(FAMILY);
    if random.one_in(10) && !first.contains([' ', '-']) {
        format!("{first}-{}", random.pick(FAMILY))
    } else {
        first.into()
    }
}

/// The only name of somebody who has one name.
pub fn single(random: &mut Random) -> &'static str {
    random.pick(SINGLE)
}

/// Letters and digits as they stand in a username: no macrons, no apostrophes, lower case.
pub fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter_map(plain_letter).collect()
}

fn plain_letter(letter: char) -> Option<char> {
    match letter {
        'a'..='z' | '0'..='9' => Some(letter),
        'ā' | 'á' | 'à' | 'â' | 'ä' | 'å' => Some('a'),
        'ē' | 'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'ī' | 'í' | 'ì' | 'î' | 'ï' => Some('i'),
        'ō' | 'ó' | 'ò' | 'ô' | 'ö' | 'ø' => Some('o'),
        'ū' | 'ú' | 'ù' | 'û' | 'ü' => Some('u'),
        'ñ' => Some('n'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_plain() {
        let cases =
            [("Ngāwai-Pene", "ngawaipene"), ("O'Rourke", "orourke"), ("Zoë", "zoe"), ("Te Rangi", "terangi")];
        for (name, expect) in cases {
            assert_eq!(plain(name), expect);
        }
        assert!(GIVEN.iter().chain(FAMILY).chain(SINGLE).all(|n| !plain(n).is_empty()));
    }
}

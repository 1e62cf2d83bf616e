use super::*;

#[test]
fn caregivers_and_emergency_contacts_are_people_beside_the_pupil() {
    let sink = collect(&everything(), fixture!("full.json"));
    let pupil = of(&sink, "students")[0];
    let [mother, father] = children(pupil, "caregivers")[..] else { panic!("two caregivers") };
    assert_eq!(shown(mother, "givenname").as_deref(), Some("Hana"));
    assert_eq!(shown(mother, "familyname").as_deref(), Some("Tāne"));
    assert_eq!(shown(mother, "email").as_deref(), Some("hana@mail.example"));
    assert_eq!(shown(father, "givenname").as_deref(), Some("Rangi"), "a single name is a given name");
    assert_eq!(shown(father, "familyname").as_deref(), Some(""));
    let [first, second] = children(pupil, "relationships")[..] else { panic!("two relationships") };
    assert_eq!(shown(first, "contact").as_deref(), Some(mother.key.as_str()));
    assert_eq!(shown(first, "pupil").as_deref(), Some(pupil.head.key.as_str()));
    assert_eq!(shown(first, "relationship").as_deref(), Some("Mother"));
    assert_eq!(shown(second, "priority").as_deref(), Some("2"));
    assert_eq!(shown(second, "status").as_deref(), Some("No contact"));
    assert_eq!(shown(second, "emergency").as_deref(), Some("no"));
    let [aunt] = children(pupil, "emergency_contacts")[..] else { panic!("one emergency contact") };
    assert_eq!(shown(aunt, "mobile").as_deref(), Some("021 555 0034"));
    let [relation] = children(pupil, "emergency_relationships")[..] else { panic!("one relationship") };
    assert_eq!(shown(relation, "emergency").as_deref(), Some("yes"));
    assert!(pupil.silent.is_empty(), "{:?}", pupil.silent);
}

#[test]
fn the_key_of_a_contact_is_weak_but_steady_and_shows_no_name() {
    let key = |name: &str, relationship: &str| {
        let record =
            format!(r#"{{"id":1,"caregivers":[{{"name":"{name}","relationship":"{relationship}"}}]}}"#);
        children(&pupil_document(&everything(), &record), "caregivers")[0].key.clone()
    };
    let hemi = key("Hēmi Parata", "Father");
    assert!(hemi.starts_with("id:1|caregiver|") && !hemi.to_lowercase().contains("parata"), "{hemi}");
    for same in ["hemi  parata", "HĒMI PARATA", " Hēmi Parata "] {
        assert_eq!(key(same, "father"), hemi);
    }
    assert_ne!(key("Hēmi Parata", "Uncle"), hemi);
    assert_ne!(key("Hana Parata", "Father"), hemi);
}

/// What a record says of its caregivers: how many there are, and whether the list speaks for who is missing.
#[test]
fn lists_of_contacts_may_be_silent_empty_or_odd() {
    let cases = [
        ("", 0, true, 0),
        (r#","caregivers":null"#, 0, true, 0),
        (r#","caregivers":[]"#, 0, false, 0),
        (r#","caregivers":{"name":"A B"}"#, 1, false, 0),
        (r#","caregivers":[{"ref":1,"role":"Caregiver","name":"","email":"","mobile":null}]"#, 0, false, 0),
        (r#","caregivers":[{"ref":1,"name":"","email":"a@mail.example"}]"#, 0, true, 1),
        (r#","caregivers":["A B"]"#, 0, true, 1),
        (r#","caregivers":[{"name":"A B"},{"name":"a b"}]"#, 1, false, 0),
        (r#","caregivers":[{"name":"A B","newkey":"x"}]"#, 1, false, 0),
    ];
    for (list, people, silent, findings) in cases {
        let sink = collect(&everything(), pupil(&format!(r#"{{"id":1,"groups":[]{list}}}"#)));
        let document = one(&sink, "students");
        assert_eq!(children(document, "caregivers").len(), people, "{list}");
        assert_eq!(children(document, "relationships").len(), people, "{list}");
        assert_eq!(document.silent.contains(&"relationships".into()), silent, "{list}");
        assert_eq!(document.silent.contains(&"caregivers".into()), silent, "{list}");
        assert_eq!(sink.findings.len(), findings, "{list}");
    }
}

use super::*;
use crosswalk_model::Case;

#[test]
fn trim_folds_white_space() {
    let cases = [
        ("Aroha", "Aroha"),
        ("  Aroha  ", "Aroha"),
        ("Te  Rangi\t Hiroa", "Te Rangi Hiroa"),
        ("\u{feff}Aroha\u{200b}", "Aroha"),
        ("\u{a0}Aroha\u{a0}Mere", "Aroha Mere"),
        ("a\nb", "a b"),
        ("", ""),
        ("   ", ""),
    ];
    for (input, expect) in cases {
        check(&[Step::Trim], input, expect, None);
    }
    check(&[Step::Trim], 9, 9, None);
    check(&[Step::Trim], list([" a ".into(), Value::Null]), list(["a".into(), Value::Null]), None);
    drops(&[Step::Trim], Value::Map(fields([("a", 1.into())])), "not_text");
}

#[test]
fn case_knows_macrons() {
    let cases = [
        (Case::Lower, "ĀPERĀHAMA", "āperāhama"),
        (Case::Upper, "Hēmi Ngāti", "HĒMI NGĀTI"),
        (Case::Lower, "E\u{304}MI", "e\u{304}mi"),
        (Case::Title, "āperāhama", "Āperāhama"),
    ];
    for (case, input, expect) in cases {
        check(&[Step::Case(case)], input, expect, None);
    }
}

#[test]
fn title_case_of_names() {
    let cases = [
        ("PARATA", "Parata"),
        ("o'rourke", "O'Rourke"),
        ("O’ROURKE", "O’Rourke"),
        ("D'ARCY-SMITH", "D'Arcy-Smith"),
        ("FA'AMOE", "Fa'amoe"),
        ("VAN DER BERG", "van der Berg"),
        ("van", "Van"),
        ("NGUYEN THI VAN", "Nguyen Thi Van"),
        ("maria de la cruz", "Maria de la Cruz"),
        ("de silva", "De Silva"),
        ("le fevre", "Le Fevre"),
        ("MCDONALD", "McDonald"),
        ("mcc", "Mcc"),
        ("mc", "Mc"),
        ("MacKenzie", "MacKenzie"),
        ("McDonald", "McDonald"),
        ("HĒMI TE RANGI", "Hēmi Te Rangi"),
        ("ngāti-porou", "Ngāti-Porou"),
        ("te kura o aotearoa", "Te Kura o Aotearoa"),
        ("10TWH", "10TWH"),
        ("(aroha)", "(Aroha)"),
        ("  two  spaces ", "  Two  Spaces "),
        ("'", "'"),
        ("o'", "O'"),
        ("", ""),
    ];
    for (input, expect) in cases {
        check(&[Step::Case(Case::Title)], input, expect, None);
    }
}

fn split(index: i32) -> [Step; 1] {
    [Step::Split { separator: "@".into(), index }]
}

#[test]
fn split_takes_a_part_or_nothing() {
    let cases = [(0, "a"), (1, "b"), (2, "c"), (-1, "c"), (-3, "a")];
    for (index, expect) in cases {
        check(&split(index), "a@b@c", expect, None);
    }
    for index in [3, -4, i32::MAX, i32::MIN] {
        check(&split(index), "a@b@c", Value::Null, None);
    }
    check(&split(0), "", "", None);
    check(&split(0), 12, "12", None);
    check(&split(1), list(["a@b".into(), "c@d".into()]), list(["b".into(), "d".into()]), None);
}

#[test]
fn list_and_join_are_each_others_way_back() {
    let (list_step, join) = (Step::List { separator: ";".into() }, Step::Join { separator: ";".into() });
    check(std::slice::from_ref(&list_step), "a; b ;;c;", list(["a".into(), "b".into(), "c".into()]), None);
    check(std::slice::from_ref(&list_step), "", list([]), None);
    check(std::slice::from_ref(&list_step), Value::Null, Value::Null, None);
    check(
        std::slice::from_ref(&list_step),
        list(["a;b".into(), 3.into()]),
        list(["a".into(), "b".into(), 3.into()]),
        None,
    );
    check(&[list_step, join.clone()], "a; b ;;c;", "a;b;c", None);
    check(std::slice::from_ref(&join), list(["a".into(), "".into(), Value::Null, 7.into()]), "a;7", None);
    check(std::slice::from_ref(&join), list([Value::Null, " ".into()]), Value::Null, None);
    check(std::slice::from_ref(&join), "a", "a", None);
    drops(&[join], list([Value::Map(fields([("a", 1.into())]))]), "not_text");
}

#[test]
fn first_prefers_what_is_not_empty() {
    let cases = [
        (list([Value::Null, "".into(), "Mere".into(), "Aroha".into()]), Value::from("Mere")),
        (list([Value::Null, " ".into()]), Value::Null),
        (list([]), Value::Null),
        (Value::from("Mere"), Value::from("Mere")),
        (Value::Null, Value::Null),
        (list([false.into()]), Value::from(false)),
    ];
    for (input, expect) in cases {
        check(&[Step::First], input, expect, None);
    }
}

#[test]
fn text_is_what_a_person_reads() {
    let cases = [
        (Value::from(12), Value::from("12")),
        (true.into(), "yes".into()),
        ("a".into(), "a".into()),
        (list([1.into(), Value::Null]), list(["1".into(), Value::Null])),
        (Value::Map(fields([("a", 1.into())])), "a: 1".into()),
        (Value::Null, Value::Null),
    ];
    for (input, expect) in cases {
        check(&[Step::Text], input, expect, None);
    }
}

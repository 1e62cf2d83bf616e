use crosswalk_connector_kit::Push;
use crosswalk_model::{Crosswalk, Rule, Step, StreamMap};

use super::*;
use crate::kamar::config::Wants;
use crate::kamar::mapping;
use crate::kamar::options::Options;

fn all() -> Wants {
    Wants {
        caregivers: true,
        emergency: true,
        demographics: true,
        nsn: true,
        mobile: true,
        attendance: true,
        notices: true,
        calendar: true,
        groups: true,
        timetables: true,
    }
}

fn ask(wants: Wants) -> Options {
    Options::compute(&mapping::crosswalk(wants), wants)
}

fn map(from: &'static str, rules: Vec<Rule>) -> StreamMap {
    let fields = rules.into_iter().map(|rule| rule.into_field("x")).collect();
    StreamMap {
        from: from.into(),
        to: "user".into(),
        enabled: true,
        when: None,
        key: Rule::copy("$key"),
        fields,
    }
}

fn student_fields(options: &Options) -> String {
    [options.student_required.join(";"), options.student_optional.join(";")].join("|")
}

#[test]
fn the_default_asks_for_the_fewest_fields() {
    let options = ask(Wants { timetables: true, ..Wants::default() });
    assert_eq!(
        student_fields(&options),
        "firstname;lastname;schoolindex;yearlevel|accountdisabled;email;firstnamelegal;house;lastnamelegal;leavingdate;\
         startingdate;tutor;uniqueid;username;whanau"
    );
    assert_eq!(
        [options.staff_required.join(";"), options.staff_optional.join(";")].join("|"),
        "firstname;lastname;schoolindex|classification;email;groups;house;leavingdate;position;startingdate;title;tutor;\
         uniqueid;username"
    );
    let Options { students, staff, groups, timetables, attendance, subjects, notices, calendar, .. } =
        options;
    assert!(students && staff && timetables && subjects);
    assert!(!groups && !attendance && !notices && !calendar);
}

#[test]
fn each_switch_asks_for_its_own_and_for_nothing_else() {
    type Turn = fn(&mut Wants);
    let cases: [(Turn, &[&str]); 5] = [
        (|wants| wants.nsn = true, &["nsn"]),
        (|wants| wants.mobile = true, &["mobile"]),
        (|wants| wants.demographics = true, &["datebirth", "ethnicity", "gender", "iwi", "languagespoken"]),
        (
            |wants| wants.caregivers = true,
            &[
                "caregivers;caregiver.name;caregiver.relationship;caregiver.status;caregiver.mobile;caregiver.email",
            ],
        ),
        (
            |wants| wants.emergency = true,
            &["emergency;emergency.name;emergency.relationship;emergency.mobile"],
        ),
    ];
    let base = ask(Wants::default()).student_optional;
    for (turn, names) in cases {
        let mut wants = Wants::default();
        turn(&mut wants);
        let more: Vec<String> =
            ask(wants).student_optional.into_iter().filter(|name| !base.contains(name)).collect();
        assert_eq!(more, names);
    }
    let flags = |wants: Wants| {
        let options = ask(wants);
        [options.groups, options.timetables, options.attendance, options.notices, options.calendar]
    };
    assert_eq!(flags(Wants::default()), [false; 5]);
    assert_eq!(flags(all()), [true; 5]);
    assert_eq!(flags(Wants { groups: true, ..Wants::default() }), [true, false, false, false, false]);
    assert_eq!(flags(Wants { timetables: true, ..Wants::default() }), [false, true, false, false, false]);
    assert_eq!(flags(Wants { attendance: true, ..Wants::default() }), [false, false, true, false, false]);
    assert_eq!(flags(Wants { notices: true, ..Wants::default() }), [false, false, false, true, false]);
    assert_eq!(flags(Wants { calendar: true, ..Wants::default() }), [false, false, false, false, true]);
}

#[test]
fn only_what_the_mapping_reads_is_asked_for() {
    let wants = all();
    let of =
        |streams: Vec<StreamMap>| Options::compute(&Crosswalk { streams, ..Crosswalk::default() }, wants);
    let cases = [
        (vec![], "|"),
        (vec![map("students", vec![Rule::copy("tutor")])], "firstname;lastname;schoolindex;yearlevel|tutor"),
        (
            vec![map("students", vec![Rule::copy("flags.medical"), Rule::copy("custom.custom2")])],
            "firstname;lastname;schoolindex;yearlevel|custom;custom.custom2;flag.medical;flags",
        ),
        (
            vec![map("students", vec![Rule::template("{{ house }}-{{ whanau|upper }}")])],
            "firstname;lastname;schoolindex;yearlevel|house;whanau",
        ),
        (
            vec![map(
                "students",
                vec![Rule::copy("uuid").then(Step::If("record.boarder == 'Y' && fundinglevel > 8".into()))],
            )],
            "firstname;lastname;schoolindex;yearlevel|boarder;fundinglevel",
        ),
        (vec![map("students", vec![Rule::constant("tutor")])], "|"),
        (vec![map("students", vec![Rule::copy("password"), Rule::copy("id")])], "|"),
        (
            vec![map("student_enrollments", vec![Rule::copy("class")])],
            "firstname;lastname;schoolindex;yearlevel|",
        ),
    ];
    for (streams, expect) in cases {
        assert_eq!(student_fields(&of(streams)), expect);
    }
    let mut off = map("students", vec![Rule::copy("tutor")]);
    off.enabled = false;
    assert!(!of(vec![off]).students, "a stream that is switched off asks for nothing");
    let mut when = map("students", vec![]);
    when.when = Some("moetype == 'RE'".into());
    assert_eq!(of(vec![when]).student_optional, ["moetype"]);
}

#[test]
fn a_mapping_never_asks_for_what_is_switched_off() {
    let streams =
        vec![map("students", vec![Rule::copy("nsn"), Rule::copy("datebirth"), Rule::copy("mobile")])];
    let options = Options::compute(&Crosswalk { streams, ..Crosswalk::default() }, Wants::default());
    assert!(options.student_optional.is_empty(), "{:?}", options.student_optional);
}

#[test]
fn the_answer_follows_the_mapping_in_force() {
    let kamar = plain();
    let verified = verify(&kamar, &fixture!("check.json"), "").unwrap();
    let crosswalk =
        Crosswalk { streams: vec![map("staff", vec![Rule::copy("extension")])], ..Crosswalk::default() };
    let answer = kamar.answer_for(&verified, &crosswalk);
    let options = &json(&answer.body)["SMSDirectoryData"]["options"];
    assert_eq!(options["students"]["details"], false);
    assert_eq!(options["staff"]["fields"]["optional"], "extension");
    assert_eq!(options["common"]["subjects"], false);
}

#[test]
fn every_flag_that_kamar_knows_is_said() {
    let answer = plain().answer(&verify(&plain(), &fixture!("check.json"), "").unwrap());
    let options = json(&answer.body)["SMSDirectoryData"]["options"].clone();
    let names = |part: &str| {
        let mut names: Vec<String> = options[part].as_object().unwrap().keys().cloned().collect();
        names.sort_unstable();
        names.join(" ")
    };
    assert_eq!(
        names("students"),
        "assessments attendance awards classefforts details fields groups learningsupport passwords pastoral photos \
         recognitions timetables"
    );
    assert_eq!(names("staff"), "details fields passwords photos timetables");
    assert_eq!(names("common"), "bookings calendar notices subjects");
}

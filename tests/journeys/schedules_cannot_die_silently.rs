//! A month of nights: with a night in which an hour comes twice, a computer that sleeps, holidays, a push that does
//! not come, and a restart. Every night has its run or its reason, and what did not happen is told.

use crosswalk_contract::*;
use crosswalk_model::*;
use crosswalk_sandbox::school::Person;
use crosswalk_tests::{World, WorldSpec};
use jiff::SignedDuration;

const AUCKLAND: &str = "Pacific/Auckland";

fn nightly(sync: SyncId, cron: &str) -> Schedule {
    Schedule {
        sync,
        cron: cron.into(),
        zone: AUCKLAND.into(),
        catch_up: CatchUp::Once,
        in_holidays: InHolidays::Rest,
        paused: false,
        grace_minutes: 60,
    }
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

async fn view(world: &World, sync: SyncId) -> ScheduleView {
    world.ask(ListSchedules {}).await.into_iter().find(|view| view.sync == sync).unwrap()
}

fn local(world: &World) -> jiff::Zoned {
    use crosswalk_engine::Clock;
    world.clock.now().to_zoned(jiff::tz::TimeZone::get(AUCKLAND).unwrap())
}

/// The civil times at which the schedule has started runs, the oldest first.
async fn nights(world: &World) -> Vec<String> {
    let mut told = Vec::new();
    let mut cursor = None;
    loop {
        let page =
            world.ask(ListRuns { sync: Some(world.te_kete_ako), state: None, since: None, cursor }).await;
        let by_schedule = page.rows.into_iter().filter(|row| row.run.by.kind == ActorKind::Schedule);
        let zone = jiff::tz::TimeZone::get(AUCKLAND).unwrap();
        told.extend(by_schedule.map(|row| {
            assert_eq!(row.run.state, RunState::Done, "{}", row.run.note);
            row.run.started_at.to_zoned(zone.clone()).strftime("%m-%d %H").to_string()
        }));
        cursor = page.next;
        if cursor.is_none() {
            told.reverse();
            return told;
        }
    }
}

/// Whether the computer sleeps: from a Wednesday evening to Friday morning.
fn sleeps(now: &jiff::Zoned) -> bool {
    let (from, until) = (date("2026-03-25").at(20, 0, 0, 0), date("2026-03-27").at(9, 30, 0, 0));
    from <= now.datetime() && now.datetime() < until
}

async fn set_up(world: &World) {
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let easter = Holiday { title: "Term break".into(), from: date("2026-04-10"), until: date("2026-04-14") };
    world.ask(SetHolidays { holidays: vec![easter] }).await;
    let set = world.ask(SetSchedule { schedule: nightly(world.te_kete_ako, "30 2 * * *") }).await;
    assert_eq!((set.next.len(), set.word.as_str()), (5, "On time"));
    assert_eq!(set.next[0].local, "Sat 21 Mar 2026, 02:30");
    let expected = Schedule { in_holidays: InHolidays::Run, ..nightly(world.inbound, "0 6 * * *") };
    assert!(world.ask(SetSchedule { schedule: expected }).await.expects_push);
}

/// The school's nightly push, which changes one pupil.
async fn nightly_push(world: &mut World, night: usize) {
    let pupil = world.pupils(20)[night % 20];
    world.town.school.change_email(pupil);
    world.push_part(&[Person::Pupil(pupil)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_days_of_nights() {
    let mut world = World::with(WorldSpec { pupils: 40, staff: 8, ..WorldSpec::default() }).await;
    world.clock.set(date("2026-03-20"));
    set_up(&world).await;
    let (mut late, mut night) = (Vec::new(), 0);
    while local(&world).date() < date("2026-04-19") || local(&world).hour() < 9 {
        world.clock.pass(SignedDuration::from_hours(1));
        let now = local(&world);
        if sleeps(&now) {
            continue;
        }
        if now.hour() == 4 && now.date() != date("2026-04-01") {
            nightly_push(&mut world, night).await;
            night += 1;
        }
        if now.date() == date("2026-04-08") && now.hour() == 12 {
            world.restart().await;
        }
        world.house.look_at_the_clock().await;
        let (runs, pushes) = (view(&world, world.te_kete_ako).await, view(&world, world.inbound).await);
        assert_eq!(runs.missed, None, "{now}: {:?}", runs.advice);
        late.extend(pushes.missed.map(|missed| (now.strftime("%m-%d").to_string(), missed.why)));
    }
    // Each night once; after the sleep once, in the morning; none in the holidays; once when 02:30 came twice.
    let expect: Vec<String> = (21..=31)
        .map(|day| (3, day))
        .chain((1..=19).map(|day| (4, day)))
        .filter(|(month, day)| !matches!((*month, *day), (3, 26) | (4, 10..=13)))
        .map(|(month, day)| match (month, day) {
            (3, 27) => "03-27 10".to_owned(),
            _ => format!("{month:02}-{day:02} 03"),
        })
        .collect();
    let told = nights(&world).await;
    let days = |all: &[String]| all.iter().map(|at| at[..5].to_owned()).collect::<Vec<_>>();
    assert_eq!(days(&told), days(&expect));
    // The pushes that did not come: while the computer slept nobody could take them, and on the first of April.
    late.dedup();
    let no_push = |day: &str| (day.to_owned(), MissedWhy::NoPush);
    assert_eq!(late, [no_push("03-27"), no_push("03-28"), no_push("04-01"), no_push("04-02")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_looks_at_the_clock_and_it_is_told_all_the_same() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    world.ask(SetSchedule { schedule: nightly(world.te_kete_ako, "30 2 * * *") }).await;
    world.clock.pass(SignedDuration::from_hours(20));
    let late = view(&world, world.te_kete_ako).await;
    assert_eq!((late.mood, late.word.as_str()), (Mood::Bad, "Late"));
    assert!(late.advice.unwrap().contains("Run it now"), "it says what to do");
    let overview = world.ask(GetOverview {}).await;
    let item = overview.waiting.iter().find(|item| item.leads_to == Destination::Schedules).unwrap();
    assert!(item.mood == Mood::Bad && item.title.contains("Te Kete Ako"), "{item:?}");
    // Its way out.
    world.ask(RunScheduled { sync: world.te_kete_ako }).await;
    world.house.look_at_the_clock().await;
    assert_eq!(view(&world, world.te_kete_ako).await.word, "On time");
    assert!(
        world.ask(GetOverview {}).await.waiting.iter().all(|item| item.leads_to != Destination::Schedules)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_by_choice_is_told_until_it_is_made_up_for() {
    let world = World::new().await;
    world.push_full().await;
    world.bring_up_to_date(world.te_kete_ako).await;
    let runs = world.runs(world.te_kete_ako).await;
    let schedule = Schedule { catch_up: CatchUp::Skip, ..nightly(world.te_kete_ako, "30 2 * * *") };
    world.ask(SetSchedule { schedule }).await;
    world.clock.pass(SignedDuration::from_hours(24 * 3));
    world.house.look_at_the_clock().await;
    assert_eq!(world.runs(world.te_kete_ako).await, runs, "it does not catch up");
    let left_out = view(&world, world.te_kete_ako).await;
    assert_eq!(left_out.missed.map(|missed| missed.why), Some(MissedWhy::Away));
    // A pause is no lateness, and a schedule that wakes does not run for what passed meanwhile.
    let rests = world.ask(PauseSchedule { sync: world.te_kete_ako, paused: true }).await;
    assert_eq!((rests.word.as_str(), rests.next.len()), ("Paused", 0));
    world.clock.pass(SignedDuration::from_hours(24 * 3));
    world.house.look_at_the_clock().await;
    let wakes = world.ask(PauseSchedule { sync: world.te_kete_ako, paused: false }).await;
    assert_eq!(wakes.word, "On time");
    world.house.look_at_the_clock().await;
    assert_eq!(world.runs(world.te_kete_ako).await, runs);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_kept_is_refused_beside_its_field() {
    let world = World::new().await;
    let with = |cron: &str, zone: &str| Schedule {
        cron: cron.into(),
        zone: zone.into(),
        ..nightly(world.te_kete_ako, "")
    };
    for (schedule, field) in [
        (with("at night", AUCKLAND), "cron"),
        (with("0 2 30 2 *", AUCKLAND), "cron"),
        (with("0 2 * * *", "Middle/Earth"), "zone"),
    ] {
        let problem = world.problem(PreviewSchedule { schedule: schedule.clone() }).await;
        assert_eq!((problem.code.as_str(), problem.field.as_deref()), ("schedule.bad", Some(field)));
        world.problem(SetSchedule { schedule }).await;
    }
    let preview = world.ask(PreviewSchedule { schedule: with("0 6 * * 1-5", "Europe/London") }).await;
    assert!(preview.next.len() == 5 && preview.words.contains("Europe/London"), "{preview:?}");
    let backwards = Holiday { title: "Summer".into(), from: date("2026-12-20"), until: date("2026-12-01") };
    assert_eq!(world.problem(SetHolidays { holidays: vec![backwards] }).await.code, "holidays.bad");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_read_at_its_time() {
    let world = World::new().await;
    let file = world.folder.path().join("StudentList.csv");
    let heading = "Student ID,Last Name,First Name,Level,Tutor,Student email - School\n";
    std::fs::write(&file, format!("{heading}90001,Kahu,Mere,9,9ABC,mere@school.example\n")).unwrap();
    let settings = [
        ("place", "files"),
        ("file", file.to_str().unwrap()),
        ("school_name", "Kōwhai Bay College"),
        ("school_code", world.town.school.sites[0].moe_code),
        ("school_year", "2026"),
    ];
    let (_, office) = world.save("csv_files", "Office list", &settings, &[]).await;
    let set = world.ask(SetSchedule { schedule: nightly(office, "30 2 * * *") }).await;
    assert!(!set.expects_push, "{set:?}");
    assert_eq!(world.runs(office).await, 0);
    world.clock.pass(SignedDuration::from_hours(18));
    world.house.look_at_the_clock().await;
    let run = world.last_run(office).await.row.run;
    assert_eq!((run.state, run.by.kind), (RunState::Done, ActorKind::Schedule), "{}", run.note);
    world.house.look_at_the_clock().await;
    assert_eq!(world.runs(office).await, 1, "once is enough");
    // A file that is gone is a failed run, which is told, and no schedule that waits for ever.
    std::fs::remove_file(&file).unwrap();
    world.clock.pass(SignedDuration::from_hours(24));
    world.house.look_at_the_clock().await;
    world.house.look_at_the_clock().await;
    assert_eq!(world.last_run(office).await.row.run.state, RunState::Failed);
    assert_eq!((world.runs(office).await, view(&world, office).await.missed), (2, None));
}

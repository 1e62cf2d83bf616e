//! Pain 12: "dates off by one on import", "daylight-saving shift". A date is a day on the school's calendar: it comes out
//! as it went in, thirteen hours ahead of Greenwich and ten behind, and on the night in which the clocks change.

use crosswalk_engine::Tuning;
use crosswalk_model::Timestamp;
use crosswalk_tests::{World, WorldSpec};

const LIST: &str = "ID,Last Name,First Name,Level,Start Date,Leaving Date\n\
                    1,Tūroa,Hōne,9,2026-04-05,\n\
                    2,O'Leary,Māia,9,5/4/2026,27/9/2026\n\
                    3,Ngata,Wiremu,9,2026-01-01T00:00:00,2026-12-31\n\
                    4,Brown,Kiri,9,20260101,\n\
                    5,Wells,Dee,9,2026-03-08,2026-11-01\n";

async fn in_zone(zone: &str) -> World {
    let tuning = Tuning { time_zone: zone.into(), ..Tuning::default() };
    World::with(WorldSpec { tuning, ..WorldSpec::default() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_goes_through_the_house_as_it_is() {
    for zone in ["Pacific/Auckland", "Pacific/Honolulu", "Europe/London", "UTC"] {
        let world = in_zone(zone).await;
        let office = world.office("0099", &[("people_are", "pupils"), ("time_zone", zone)]).await;
        office.put("people.csv", LIST);
        office.read(&world).await;
        let plan = world.preview(world.te_kete_ako).await;
        world.approve(&plan, Some("It was looked at.")).await;
        // A last day is the last day; the roster and the cloud hold the day after it.
        let table =
            [("1", "2026-04-05", None), ("3", "2026-01-01", Some("2027-01-01")), ("4", "2026-01-01", None)];
        for (id, begins, ends) in table {
            let person = world.person(id).await;
            assert_eq!(person.fields["beginDate"].display(), begins, "{zone}");
            let end = person
                .fields
                .get("endDate")
                .map(crosswalk_model::Value::display)
                .filter(|text| !text.is_empty());
            assert_eq!(end.as_deref(), ends, "{zone}");
            if let Some(row) = world.row("people", id) {
                assert_eq!(row["starts_on"], begins, "{zone}");
                assert_eq!(row["ends_on"].as_str(), ends, "{zone}");
            }
        }
        let again = office.read(&world).await.row.run;
        assert_eq!(again.applied, 0, "{zone}: {}", again.note);
    }
}

/// Whether a pupil with this last day still is at the cloud when it is looked at from this instant.
async fn is_there(zone: &str, last_day: &str, at: &str) -> bool {
    let world = in_zone(zone).await;
    let office = world.office("0099", &[("people_are", "pupils"), ("time_zone", zone)]).await;
    office.put(
        "people.csv",
        format!("ID,Last Name,First Name,Level,Leaving Date\n1,Tūroa,Hōne,9,{last_day}\n"),
    );
    office.read(&world).await;
    world.clock.at(at.parse::<Timestamp>().unwrap());
    world.bring_up_to_date(world.te_kete_ako).await;
    world.row("people", "1").is_some_and(|row| row["ended_at"].is_null())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_day_lasts_until_midnight_at_the_school() {
    // The school's zone, the last day, an instant, and whether the pupil is still there then.
    let table = [
        ("Pacific/Auckland", "2026-09-26", "2026-09-26T11:59:00Z", true), // 23:59, the night in which the clocks change
        ("Pacific/Auckland", "2026-09-26", "2026-09-26T12:01:00Z", false), // 00:01 on the day of the change
        ("Pacific/Auckland", "2026-09-27", "2026-09-27T10:59:00Z", true), // 23:59 in summer time
        ("Pacific/Auckland", "2026-09-27", "2026-09-27T11:01:00Z", false), // a day of 23 hours is over
        ("Pacific/Auckland", "2026-04-05", "2026-04-05T11:59:00Z", true), // a day of 25 hours is not over yet
        ("Pacific/Auckland", "2026-04-05", "2026-04-05T12:01:00Z", false),
        ("Pacific/Honolulu", "2026-09-26", "2026-09-27T09:59:00Z", true),
        ("Pacific/Honolulu", "2026-09-26", "2026-09-27T10:01:00Z", false),
        ("Europe/London", "2026-10-25", "2026-10-25T23:59:00Z", true),
        ("Europe/London", "2026-10-25", "2026-10-26T00:01:00Z", false),
    ];
    for (zone, last_day, at, expect) in table {
        assert_eq!(is_there(zone, last_day, at).await, expect, "{zone} {last_day} {at}");
    }
}

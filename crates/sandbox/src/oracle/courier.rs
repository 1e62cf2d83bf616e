//! A naive courier for the oracle's own tests: reads KAMAR's messages and writes both clouds, as simply as can be. It
//! knows nothing of the school but what stands in the messages.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};

use crate::http::{self, Request};
use crate::kamar::{Message, Quirks, messages};
use crate::school::School;
use crate::town::Town;

/// Rows of one table by source key.
type Rows = BTreeMap<String, Value>;

/// What the messages say.
#[derive(Default)]
pub struct Load {
    people: Rows,
    private: BTreeSet<String>,
    titles: BTreeMap<String, (Value, Value)>,
    classes: Rows,
    enrolments: Rows,
    timetable: Rows,
}

/// What a full says besides the people.
struct Full<'a> {
    schools: &'a Value,
    year: i64,
    names: &'a BTreeMap<String, Value>,
    today: Date,
}

impl Load {
    /// Reads everything that KAMAR would push today.
    pub fn read(school: &School, quirks: &Quirks, today: Date) -> Self {
        let at: DateTime = school.today.at(2, 0, 0, 0);
        let mut load = Self::default();
        let full = inner(&messages::full(school, quirks, at));
        let year = full["datetime"].as_i64().unwrap() / 10_000_000_000;
        let names: BTreeMap<String, Value> =
            each(&full["subjects"]).map(|s| (plain(&s["id"]), s["name"].clone())).collect();
        for (kind, records) in [("pupil", &full["students"]), ("staff", &full["staff"])] {
            let full = Full { schools: &full["schools"], year, names: &names, today };
            each(records).for_each(|record| load.person(kind, record, &full));
        }
        for message in messages::student_timetables(school, quirks, at)
            .chain(messages::staff_timetables(school, quirks, at))
        {
            each(&inner(&message)["timetables"]).for_each(|record| load.weeks(record));
        }
        load
    }

    fn person(&mut self, kind: &str, record: &Value, full: &Full<'_>) {
        let last_day = day(&record["leavingdate"]);
        if last_day.is_some_and(|last| last < full.today) {
            return;
        }
        // A pupil of two schools may come twice; the first record is that of the first school.
        if self.people.contains_key(&plain(&record["id"])) {
            return;
        }
        let index = record["schoolindex"].as_array().map_or(&record["schoolindex"], |list| &list[0]);
        let site =
            full.schools.as_array().unwrap().iter().find(|s| plain(&s["index"]) == plain(index)).unwrap();
        let (code, key) = (plain(&site["moeCode"]), plain(&record["id"]));
        let legal = Some(plain(&record["firstnamelegal"]))
            .filter(|l| !l.is_empty() && *l != plain(&record["firstname"]));
        let (given, preferred) = match legal {
            Some(legal) => (json!(legal), record["firstname"].clone()),
            None => (record["firstname"].clone(), Value::Null),
        };
        let shown = format!("{} {}", plain(&record["firstname"]), plain(&record["lastname"]));
        let row = json!({
            "source_key": key, "kind": kind, "given_name": given, "preferred_name": preferred,
            "family_name": record["lastname"], "display_name": shown.trim(),
            "email": record["email"].as_str().map(str::to_lowercase), "year_level": record["yearlevel"],
            "tutor_group": record["tutor"], "house": record["house"], "school_code": code,
            "starts_on": day(&record["startingdate"]).map(|d| d.to_string()),
            "ends_on": last_day.map(|d| d.saturating_add(1.day()).to_string()),
        });
        self.people.insert(key.clone(), row);
        self.titles.insert(key.clone(), (record["title"].clone(), record["position"].clone()));
        if record["datasharing"]["details"] == 0 {
            self.private.insert(key.clone());
        }
        let role = if kind == "pupil" { "pupil" } else { "teacher" };
        for group in record["groups"].as_array().unwrap().iter().filter(|g| g["type"] == "class") {
            let class = self.class(&code, full.year, group, full.names);
            let row =
                json!({"source_key": format!("{key}@{class}"), "person": key, "class": class, "role": role});
            self.enrolments.insert(format!("{key}@{class}"), row);
        }
    }

    fn class(&mut self, code: &str, year: i64, group: &Value, names: &BTreeMap<String, Value>) -> String {
        let (subject, core) = (plain(&group["subject"]), plain(&group["coreoption"]));
        let key = format!("{code}/{year}/{subject}/{core}");
        let name = names.get(&subject);
        let title = match (subject.as_str(), name) {
            ("FT", _) => format!("Tutor {core}"),
            (_, Some(name)) => format!("{} {core}", plain(name)),
            (code, None) => format!("{code} {core}"),
        };
        let kind = if subject == "FT" { "homeroom" } else { "scheduled" };
        let row = json!({"source_key": key, "title": title, "subject_code": subject, "subject_name": name,
            "school_code": code, "school_year": year, "kind": kind});
        self.classes.insert(key.clone(), row);
        key
    }

    /// Finds each entry's class among those of the person whose timetable it is.
    fn weeks(&mut self, record: &Value) {
        let person = plain(if record["student"].is_null() { &record["teacher"] } else { &record["student"] });
        let prefix = format!("{person}@");
        let own: BTreeMap<String, String> = self
            .enrolments
            .range(prefix.clone()..)
            .map_while(|(key, _)| key.strip_prefix(&prefix))
            .map(|class| (class.splitn(3, '/').last().unwrap().to_owned(), class.to_owned()))
            .collect();
        for week in record["timetable"].as_array().unwrap() {
            for (weekday, day) in week["days"].as_array().unwrap().iter().enumerate() {
                for (slot, entries) in day["slots"].as_array().unwrap().iter().enumerate() {
                    for entry in entries.as_array().unwrap() {
                        let core = core(entry);
                        let Some(class) = own.get(&format!("{}/{core}", plain(&entry["code"]))) else {
                            continue;
                        };
                        let key = format!("{class} {} {weekday} {slot}", week["week"]);
                        let row = json!({"source_key": key, "class": class, "school_week": week["week"], "term": week["term"],
                            "weekday": weekday + 1, "cycle_day": day["ttday"], "slot": slot + 1,
                            "rooms": list(&entry["rooms"]), "teacher_codes": list(&entry["teachers"])});
                        self.timetable.insert(key, row);
                    }
                }
            }
        }
    }

    /// Writes Te Kete Ako: ends what is no longer there, upserts the rest.
    pub async fn carry_to_te_kete_ako(&self, town: &Town) {
        let people = self.upsert(town, "people", self.people.values().cloned().collect()).await;
        let classes = self.upsert(town, "classes", self.classes.values().cloned().collect()).await;
        let point = |row: &Value| {
            let mut row = row.as_object().unwrap().clone();
            if let Some(person) = row.remove("person") {
                row.insert("person_id".into(), people[&plain(&person)].clone());
            }
            if let Some(class) = row.remove("class") {
                row.insert("class_id".into(), classes[&plain(&class)].clone());
            }
            Value::from(row)
        };
        self.upsert(town, "enrolments", self.enrolments.values().map(point).collect()).await;
        self.upsert(town, "timetable", self.timetable.values().map(point).collect()).await;
    }

    async fn upsert(&self, town: &Town, table: &str, rows: Vec<Value>) -> BTreeMap<String, Value> {
        let wanted: BTreeSet<String> = rows.iter().map(|row| plain(&row["source_key"])).collect();
        let snapshot = town.supabase.snapshot();
        for row in snapshot.table(table).iter().filter(|row| row["ended_at"].is_null()) {
            if !wanted.contains(row["source_key"].as_str().unwrap()) {
                let ended = json!({"ended_at": "2026-03-02T00:00:00Z"});
                town.supabase.edit(table, row["source_key"].as_str().unwrap(), &ended).unwrap();
            }
        }
        let mut ids = BTreeMap::new();
        for part in rows.chunks(1000) {
            let body: Vec<Value> = part.iter().map(|row| with(row, "ended_at", Value::Null)).collect();
            let request = Request::new(
                "POST",
                &format!("/rest/v1/{table}?on_conflict=source_key"),
                Value::from(body).to_string(),
            )
            .header("apikey", town.supabase.service_key.clone())
            .header("Prefer", "resolution=merge-duplicates,return=representation");
            let answer = http::send(&town.supabase.target(), &request).await.unwrap();
            assert!(answer.status < 300, "{table}: {}", answer.text());
            ids.extend(
                answer
                    .json()
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| (plain(&row["source_key"]), row["id"].clone())),
            );
        }
        ids
    }

    /// Writes an empty EdPsych Connect.
    pub async fn carry_to_edpsych(&self, town: &Town) {
        let token = token(town).await;
        let (mut learners, mut staff) = (Rows::new(), Rows::new());
        for (key, row) in self.people.iter().filter(|(key, _)| !self.private.contains(*key)) {
            let pick = |names: &[&str]| {
                names.iter().map(|n| ((*n).to_owned(), row[*n].clone())).collect::<serde_json::Map<_, _>>()
            };
            let mut fields =
                pick(&["given_name", "family_name", "email", "school_code", "starts_on", "ends_on"]);
            if row["kind"] == "pupil" {
                fields.extend(pick(&["preferred_name", "year_level", "tutor_group"]));
                learners.insert(key.clone(), fields.into());
            } else {
                let (title, position) = self.titles[key].clone();
                fields.extend([("title".to_owned(), title), ("position".to_owned(), position)]);
                staff.insert(key.clone(), fields.into());
            }
        }
        let group = |row: &Value| {
            let names = ["title", "subject_code", "school_code", "school_year", "kind"];
            names.iter().map(|n| ((*n).to_owned(), row[*n].clone())).collect::<serde_json::Map<_, _>>().into()
        };
        let groups = self.classes.iter().map(|(key, row)| (key.clone(), group(row))).collect();
        let learners = batches(town, &token, "learners", learners).await;
        let staff = batches(town, &token, "staff", staff).await;
        let groups = batches(town, &token, "groups", groups).await;
        let member = |row: &Value| {
            let (kind, ids) = if row["role"] == "pupil" { ("learner", &learners) } else { ("staff", &staff) };
            let id = ids.get(&plain(&row["person"]))?;
            Some(
                json!({"member_kind": kind, "member_id": id, "group_id": groups[&plain(&row["class"])], "role": row["role"]}),
            )
        };
        let members =
            self.enrolments.iter().filter_map(|(key, row)| Some((key.clone(), member(row)?))).collect();
        batches(town, &token, "memberships", members).await;
    }
}

async fn token(town: &Town) -> String {
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        town.edpsych.client_id, town.edpsych.client_secret
    );
    let answer =
        http::send(&town.edpsych.target(), &Request::new("POST", "/oauth/token", form)).await.unwrap();
    plain(&answer.json()["access_token"])
}

async fn batches(town: &Town, token: &str, resource: &str, rows: Rows) -> BTreeMap<String, Value> {
    let item = |(key, attributes): (&String, &Value)| json!({"op": "upsert", "external_id": key, "key": format!("{resource} {key}"), "attributes": attributes});
    let items: Vec<Value> = rows.iter().map(item).collect();
    let mut ids = BTreeMap::new();
    for (number, part) in items.chunks(200).enumerate() {
        let request =
            Request::new("POST", &format!("/v1/{resource}/batch"), json!({ "items": part }).to_string())
                .header("Authorization", format!("Bearer {token}"))
                .header("Idempotency-Key", format!("{resource} {number}"));
        let answer = http::send(&town.edpsych.target(), &request).await.unwrap().json();
        for result in answer["results"].as_array().unwrap() {
            assert_eq!(result["status"], "created", "{result}");
            ids.insert(plain(&result["external_id"]), result["id"].clone());
        }
    }
    ids
}

fn inner(message: &Message) -> Value {
    let body: Value = serde_json::from_slice(&message.bytes()).unwrap();
    body["SMSDirectoryData"].clone()
}

fn each(payload: &Value) -> impl Iterator<Item = &Value> {
    payload["data"].as_array().into_iter().flatten()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn with(row: &Value, name: &str, value: Value) -> Value {
    let mut row = row.clone();
    row[name] = value;
    row
}

fn day(value: &Value) -> Option<Date> {
    let text = plain(value);
    let part = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    Date::new(part(0..4)?, part(4..6)? as i8, part(6..8)? as i8).ok()
}

fn list(values: &Value) -> Option<String> {
    let texts: Vec<&str> =
        values.as_array()?.iter().filter_map(Value::as_str).filter(|t| !t.is_empty()).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn core(entry: &Value) -> String {
    match (entry["core"].as_str(), entry["option"].as_str()) {
        (Some(core), _) => core.to_owned(),
        (None, Some(option)) => match option.split_once('.') {
            Some((line, number)) => format!("{line}-{number}"),
            None => format!("{option}-1"),
        },
        _ => String::new(),
    }
}

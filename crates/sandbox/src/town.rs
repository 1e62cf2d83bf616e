//! Starts everything at once: a school, its KAMAR, and both clouds.

use std::time::Duration;

use crate::edpsych::EdPsych;
use crate::kamar::{KamarServer, Message, PushResult, Quirks, Settings, messages};
use crate::school::{Person, School, Spec};
use crate::supabase::Supabase;

/// What kind of town.
#[derive(Clone)]
pub struct TownSpec {
    /// The school.
    pub school: Spec,
    /// Where KAMAR pushes to. The port is usually known later: [`KamarServer::set_settings`].
    pub listener: Settings,
}

impl Default for TownSpec {
    fn default() -> Self {
        let listener = Settings {
            address: "127.0.0.1".to_owned(),
            port: 0,
            path: "/kamar".to_owned(),
            username: "kamar".to_owned(),
            password: "invented-for-the-town".to_owned(),
            xml: false,
            timeout: Duration::from_secs(60),
            tls: false,
        };
        Self { school: Spec::default(), listener }
    }
}

/// A running town. Everything stops when it is dropped.
pub struct Town {
    /// The school; change it and push what changed.
    pub school: School,
    /// Its KAMAR.
    pub kamar: KamarServer,
    /// Te Kete Ako's project.
    pub supabase: Supabase,
    /// EdPsych Connect.
    pub edpsych: EdPsych,
}

impl Town {
    /// Starts both clouds, empty, and invents the school.
    ///
    /// # Errors
    /// When no loopback port is to be had.
    pub async fn start(spec: TownSpec) -> std::io::Result<Self> {
        Ok(Self {
            school: School::generate(&spec.school),
            kamar: KamarServer::new(spec.listener),
            supabase: Supabase::start().await?,
            edpsych: EdPsych::start().await?,
        })
    }

    /// KAMAR pushes to another port of the same machine.
    pub fn listen_at(&self, port: u16) {
        self.kamar.set_settings(Settings { port, ..self.kamar.settings() });
    }

    /// "Check & Enable".
    pub async fn check(&self) -> PushResult {
        self.kamar.check(&self.school).await
    }

    /// "Run Now": a full of everybody.
    pub async fn push_full(&self) -> PushResult {
        self.push(messages::full).await
    }

    /// A full that holds nobody.
    pub async fn push_empty_full(&self) -> PushResult {
        self.push(messages::empty_full).await
    }

    /// The people who changed.
    pub async fn push_part(&self, people: &[Person]) -> PushResult {
        self.push(|school, quirks, at| messages::part(school, people, quirks, at)).await
    }

    /// Any message that is made from the school, the quirks and the time.
    pub async fn push(
        &self,
        make: impl FnOnce(&School, &Quirks, jiff::civil::DateTime) -> Message,
    ) -> PushResult {
        let message = make(&self.school, &self.kamar.quirks(), self.kamar.stamp(&self.school));
        self.kamar.push(message).await
    }

    /// All timetables of pupils, then of staff, one message after another; stops at the first failure. Answers how many
    /// messages were accepted, and the failure.
    pub async fn push_timetables(&self) -> (usize, Option<PushResult>) {
        let (quirks, at) = (self.kamar.quirks(), self.kamar.stamp(&self.school));
        let pupils = messages::student_timetables(&self.school, &quirks, at);
        let staff = messages::staff_timetables(&self.school, &quirks, at);
        let mut accepted = 0;
        for message in pupils.chain(staff) {
            let result = self.kamar.push(message).await;
            if !result.accepted() {
                return (accepted, Some(result));
            }
            accepted += 1;
        }
        (accepted, None)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::body::Bytes;
    use axum::extract::State;
    use axum::routing::post;
    use serde_json::{Value, json};
    use tokio::net::TcpListener;

    use super::*;

    type Heard = Arc<Mutex<Vec<Value>>>;

    /// A listener that takes everything and asks for people and timetables.
    async fn hear(State(heard): State<Heard>, body: Bytes) -> String {
        let message: Value = serde_json::from_slice(&body).unwrap();
        heard.lock().unwrap().push(message["SMSDirectoryData"].clone());
        let sides =
            json!({"details": true, "timetables": true, "fields": {"required": "firstname;lastname"}});
        let options = json!({"ics": false, "students": sides, "staff": sides, "common": {"subjects": true}});
        json!({"SMSDirectoryData": {"error": 0, "result": "OK", "status": "Ready", "options": options}})
            .to_string()
    }

    async fn town() -> (Town, Heard) {
        let heard = Heard::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().route("/kamar", post(hear)).with_state(heard.clone());
        #[expect(clippy::disallowed_methods, reason = "the test's own listener")]
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let school = Spec { pupils: 100, staff: 12, weeks_of_timetable: 1, ..Spec::default() };
        let town = Town::start(TownSpec { school, ..TownSpec::default() }).await.unwrap();
        town.listen_at(port);
        (town, heard)
    }

    #[tokio::test]
    async fn a_morning_in_town() {
        let (mut town, heard) = town().await;
        assert!(!town.push_full().await.sent, "the service is off before its first check");
        assert!(town.check().await.accepted() && town.push_full().await.accepted());
        let (accepted, failure) = town.push_timetables().await;
        assert_eq!((accepted, failure), (13 + 1, None), "100 pupils and 7 teachers in eights");
        let people: Vec<Person> = town.school.next_day(1).iter().map(|event| event.person()).collect();
        assert!(town.push_part(&people).await.accepted() && town.push_empty_full().await.accepted());
        let heard = heard.lock().unwrap();
        let syncs: Vec<&str> = heard.iter().filter_map(|m| m["sync"].as_str()).collect();
        assert_eq!((syncs[0], syncs[1], syncs[16], syncs[17]), ("check", "full", "part", "full"));
        assert_eq!(
            (&heard[1]["students"]["count"], &heard[17]["students"]["count"]),
            (&json!(100), &json!(0))
        );
        let times: Vec<i64> = heard.iter().filter_map(|m| m["datetime"].as_i64()).collect();
        assert!(times.is_sorted());
    }
}

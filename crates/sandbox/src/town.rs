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

//! Simulated EdPsych Connect.

use std::sync::Mutex;

use crosswalk_connector_kit::conformance::{Access, Harness};
use crosswalk_connector_kit::{Secrets, Settings, WriteBatch, async_trait};
use crosswalk_model::Value;
use crosswalk_sandbox::edpsych::EdPsych;

use crate::supabase::{batch, create};

/// One service that works, and others as they are asked for.
pub struct Cloud {
    pub service: EdPsych,
    others: Mutex<Vec<EdPsych>>,
}

impl Cloud {
    pub async fn start() -> Self {
        Self { service: EdPsych::start().await.unwrap(), others: Mutex::default() }
    }

    async fn another(&self, trouble: impl FnOnce(&EdPsych)) -> Access {
        let service = EdPsych::start().await.unwrap();
        trouble(&service);
        let access = access(&service, &service.client_secret);
        self.others.lock().unwrap().push(service);
        access
    }
}

pub fn access(service: &EdPsych, secret: &str) -> Access {
    Access {
        settings: Settings::default()
            .with("base_url", &service.url)
            .with("client_id", &service.client_id)
            .with("own_servers", "127.0.0.1"),
        secrets: Secrets::default().with("client_secret", secret),
    }
}

#[async_trait]
impl Harness for Cloud {
    async fn good(&self) -> Access {
        access(&self.service, &self.service.client_secret)
    }

    async fn wrong_credentials(&self) -> Option<Access> {
        Some(access(&self.service, "of-somebody-else"))
    }

    async fn silent(&self) -> Option<Access> {
        Some(self.another(|service| service.faults().stall(true)).await)
    }

    async fn throttled(&self, seconds: u32) -> Option<Access> {
        Some(self.another(|service| service.faults().throttle_for(1, seconds)).await)
    }

    fn creates(&self) -> Vec<WriteBatch> {
        let learner = |key: &str| {
            let fields = [
                ("given_name", "Aroha".into()),
                ("family_name", "Ngāwai-Pene".into()),
                ("year_level", Value::Int(9)),
                ("email", Value::Null),
                ("starts_on", "2026-01-29".into()),
            ];
            create(key, &fields)
        };
        let staff = create("TWH", &[("given_name", "Tui".into()), ("position", "HOD Mathematics".into())]);
        let group = create(
            "9999/2026/MAT0/82A-1",
            &[("title", "Mathematics 82A-1".into()), ("kind", "scheduled".into())],
        );
        vec![
            batch("learners", vec![learner("24117"), learner("0042")]),
            batch("staff", vec![staff]),
            batch("groups", vec![group]),
        ]
    }

    fn private_words(&self) -> Vec<String> {
        ["Aroha", "Ngāwai"].map(str::to_owned).to_vec()
    }
}

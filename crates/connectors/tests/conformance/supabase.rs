//! Simulated Supabase projects.

use std::sync::Mutex;

use crosswalk_connector_kit::conformance::{Access, Harness};
use crosswalk_connector_kit::{Secrets, Settings, WriteBatch, WriteChange, async_trait};
use crosswalk_model::{ChangeOp, Value};
use crosswalk_sandbox::supabase::Supabase;

/// One project that works, and others as they are asked for.
pub struct Cloud {
    pub project: Supabase,
    others: Mutex<Vec<Supabase>>,
}

impl Cloud {
    pub async fn start() -> Self {
        Self { project: Supabase::start().await.unwrap(), others: Mutex::default() }
    }

    async fn another(&self, trouble: impl FnOnce(&Supabase)) -> Access {
        let project = Supabase::start().await.unwrap();
        trouble(&project);
        let access = access(&project, &project.service_key);
        self.others.lock().unwrap().push(project);
        access
    }
}

pub fn access(project: &Supabase, key: &str) -> Access {
    Access {
        settings: Settings::default().with("project_url", &project.url).with("own_servers", "127.0.0.1"),
        secrets: Secrets::default().with("api_key", key),
    }
}

/// A create with an invented name.
pub fn create(key: &str, fields: &[(&'static str, Value)]) -> WriteChange {
    WriteChange {
        idempotency_key: format!("create/{key}"),
        op: ChangeOp::Create,
        key: key.to_owned(),
        foreign_id: None,
        fields: fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
    }
}

pub fn batch(stream: &str, changes: Vec<WriteChange>) -> WriteBatch {
    WriteBatch { stream: stream.to_owned(), at: "2026-03-02T21:15:33Z".parse().unwrap(), changes }
}

pub fn pupil(key: &str) -> WriteChange {
    let name: Value = "Aroha Ngāwai-Pene".into();
    let fields = [
        ("kind", "pupil".into()),
        ("display_name", name),
        ("given_name", "Aroha".into()),
        ("year_level", Value::Int(9)),
        ("email", Value::Null),
        ("starts_on", "2026-01-29".into()),
    ];
    create(key, &fields)
}

#[async_trait]
impl Harness for Cloud {
    async fn good(&self) -> Access {
        access(&self.project, &self.project.service_key)
    }

    async fn wrong_credentials(&self) -> Option<Access> {
        Some(access(&self.project, "sb_secret_of_somebody_else"))
    }

    async fn silent(&self) -> Option<Access> {
        Some(self.another(|project| project.faults().stall(true)).await)
    }

    async fn throttled(&self, seconds: u32) -> Option<Access> {
        Some(self.another(|project| project.faults().throttle_for(1, seconds)).await)
    }

    fn creates(&self) -> Vec<WriteBatch> {
        let class = |key: &str| {
            create(key, &[("title", "Mathematics 82A-1".into()), ("school_year", Value::Int(2026))])
        };
        vec![
            batch("people", vec![pupil("24117"), pupil("0042"), pupil("a,\"b\\c\"(d)")]),
            batch("classes", vec![class("9999/2026/MAT0/82A-1"), class("9999/2026/ENG0/82A-1")]),
        ]
    }

    fn private_words(&self) -> Vec<String> {
        ["Aroha", "Ngāwai"].map(str::to_owned).to_vec()
    }
}

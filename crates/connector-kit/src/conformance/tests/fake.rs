//! A destination in memory, with flaws to switch on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use crosswalk_model::{
    Catalog, ChangeOp, Crosswalk, FieldDescription, Outcome, OutcomeKind, Rule, StreamDescription, StreamMap,
    WriteOperation,
};

use crate::conformance::{Access, Harness};
use crate::{
    Authentication, CancellationToken, Capability, CheckResult, ConfigField, ConfigKind, Connection,
    Connector, ConnectorKind, KitError, Maturity, PresentRecord, ReadBack, Secrets, Settings, Spec,
    WriteBatch, WriteChange,
};

/// What is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    None,
    SecretAsText,
    NoGuide,
    HelpWithoutSentence,
    OpensWithoutSetting,
    WrongCredentialsPass,
    KeyIsNoField,
    MapsUnknownField,
    ReadsTwoWays,
    ReadsUnknownField,
    LosesAnOutcome,
    StoresNothing,
    DeafToCancelling,
    HurriesWhenThrottled,
    PrintsItsSecret,
    PrintsAName,
}

type Shelf = Arc<Mutex<BTreeMap<String, PresentRecord>>>;

/// The connector and its harness in one.
#[derive(Clone)]
pub struct Fake {
    pub flaw: Flaw,
    pub shelf: Shelf,
}

impl Fake {
    pub fn with(flaw: Flaw) -> Self {
        Self { flaw, shelf: Shelf::default() }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == flaw
    }
}

impl Connector for Fake {
    fn spec(&self) -> Spec {
        let kind = if self.has(Flaw::SecretAsText) { ConfigKind::Text } else { ConfigKind::Secret };
        let help =
            if self.has(Flaw::HelpWithoutSentence) { "the password" } else { "The password of the account." };
        Spec {
            key: "fake".into(),
            title: "Fake".into(),
            vendor: "Nobody".into(),
            kind: ConnectorKind::CloudPlatform,
            sentence: "Keeps records in memory.".into(),
            maturity: Maturity::Simulated,
            authentication: vec![Authentication::ApiKey],
            capabilities: vec![Capability::Write, Capability::ReadBack],
            config: vec![
                ConfigField::new("mode", "Mode", ConfigKind::Text, "How it behaves."),
                ConfigField::new("password", "Password", kind, help),
            ],
            rate_limit: None,
            batch_size: 10,
            guide: if self.has(Flaw::NoGuide) { "nowhere/README.md" } else { "README.md" }.into(),
        }
    }

    fn crosswalk(&self, _: &Settings) -> Crosswalk {
        let to = if self.has(Flaw::MapsUnknownField) { "shoe_size" } else { "name" };
        let stream = StreamMap {
            from: "user".into(),
            to: "people".into(),
            enabled: true,
            when: None,
            key: Rule::copy("identifier"),
            fields: vec![Rule::copy("givenName").into_field("name"), Rule::copy("givenName").into_field(to)],
        };
        Crosswalk { version: 1, streams: vec![stream], ..Crosswalk::default() }
    }

    fn open(&self, settings: &Settings, secrets: &Secrets) -> Result<Box<dyn Connection>, KitError> {
        let mode = settings.required("mode");
        let mode = if self.has(Flaw::OpensWithoutSetting) { mode.unwrap_or("good") } else { mode? };
        let password = secrets.required("password")?.expose().to_owned();
        Ok(Box::new(Open { fake: self.clone(), mode: mode.to_owned(), password }))
    }
}

struct Open {
    fake: Fake,
    mode: String,
    password: String,
}

impl Open {
    /// What the service does before it answers.
    async fn service(&self, cancel: &CancellationToken) -> Result<(), KitError> {
        match self.mode.as_str() {
            "silent" if self.fake.has(Flaw::DeafToCancelling) => {
                tokio::time::sleep(Duration::from_secs(9)).await;
                Ok(())
            }
            "silent" => {
                cancel.cancelled().await;
                Err(KitError::Cancelled)
            }
            "throttled" if !self.fake.has(Flaw::HurriesWhenThrottled) => {
                tokio::time::sleep(Duration::from_secs(1)).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn field(&self, name: &'static str, read_only: bool) -> FieldDescription {
        FieldDescription { name: name.into(), kind: "text".into(), read_only, ..FieldDescription::default() }
    }
}

#[async_trait]
impl Connection for Open {
    async fn check(&self, cancel: &CancellationToken) -> Vec<CheckResult> {
        let answered = self.service(cancel).await;
        let wrong = self.password == "wrong!" && !self.fake.has(Flaw::WrongCredentialsPass);
        let words = match self.fake.flaw {
            Flaw::PrintsItsSecret => format!("Signed in with {}.", self.password),
            Flaw::PrintsAName => "Found Aroha.".to_owned(),
            _ => "Good.".to_owned(),
        };
        match answered {
            Err(error) => vec![CheckResult::failed("Reach", error.to_string())],
            Ok(()) if wrong => vec![CheckResult::failed("Sign-in", "Enter the password again.")],
            Ok(()) => vec![CheckResult::passed("Sign-in", words)],
        }
    }

    async fn discover(&self, _: &CancellationToken) -> Result<Catalog, KitError> {
        let key = if self.fake.has(Flaw::KeyIsNoField) { "code" } else { "key" };
        Ok(Catalog {
            streams: vec![StreamDescription {
                name: "people".into(),
                title: "People".into(),
                key: key.into(),
                fields: vec![self.field("key", false), self.field("name", false), self.field("id", true)],
                operations: vec![
                    WriteOperation::Create,
                    WriteOperation::Update,
                    WriteOperation::Deactivate,
                    WriteOperation::Relink,
                ],
                readable: true,
            }],
        })
    }

    async fn read_back(&self, request: &ReadBack) -> Result<Vec<PresentRecord>, KitError> {
        self.service(&request.cancel).await?;
        let mut shelf = self.fake.shelf.lock().unwrap();
        if self.fake.has(Flaw::ReadsTwoWays) {
            let number = shelf.len().to_string();
            let odd = PresentRecord { key: number.clone(), ..record("x") };
            shelf.insert(number, odd);
        }
        let wanted = |key: &String| request.keys.as_ref().is_none_or(|keys| keys.contains(key));
        let mut found: Vec<_> = shelf.values().filter(|record| wanted(&record.key)).cloned().collect();
        if self.fake.has(Flaw::ReadsUnknownField) {
            found.iter_mut().for_each(|record| drop(record.fields.insert("extra".into(), "x".into())));
        }
        Ok(found)
    }

    async fn write(&self, batch: &WriteBatch, cancel: &CancellationToken) -> Result<Vec<Outcome>, KitError> {
        self.service(cancel).await?;
        let mut outcomes: Vec<_> = batch.changes.iter().map(|change| self.apply(change)).collect();
        if self.fake.has(Flaw::LosesAnOutcome) {
            outcomes.pop();
        }
        Ok(outcomes)
    }
}

impl Open {
    fn apply(&self, change: &WriteChange) -> Outcome {
        let mut shelf = self.fake.shelf.lock().unwrap();
        if self.fake.has(Flaw::StoresNothing) {
            return Outcome::applied(None);
        }
        let old = match &change.op {
            ChangeOp::Relink { from } => shelf.remove(from),
            _ => shelf.remove(&change.key),
        };
        let ends = matches!(change.op, ChangeOp::Deactivate);
        if old.is_none() && change.op != ChangeOp::Create {
            return Outcome::not(OutcomeKind::Drifted, "It is gone.");
        }
        let mut new =
            PresentRecord { active: !ends, key: change.key.clone(), ..old.unwrap_or(record(&change.key)) };
        new.fields.extend(change.fields.clone());
        let id = new.foreign_id.clone();
        shelf.insert(change.key.clone(), new);
        Outcome::applied(id)
    }
}

fn record(key: &str) -> PresentRecord {
    PresentRecord {
        key: key.to_owned(),
        foreign_id: Some(format!("id-{key}")),
        fields: crosswalk_model::Fields::new(),
        active: true,
    }
}

fn access(mode: &str, password: &str) -> Access {
    Access {
        settings: Settings::default().with("mode", mode),
        secrets: Secrets::default().with("password", password),
    }
}

#[async_trait]
impl Harness for Fake {
    async fn good(&self) -> Access {
        access("good", "canary-secret")
    }

    async fn wrong_credentials(&self) -> Option<Access> {
        Some(access("good", "wrong!"))
    }

    async fn silent(&self) -> Option<Access> {
        Some(access("silent", "canary-secret"))
    }

    async fn throttled(&self, _: u32) -> Option<Access> {
        Some(access("throttled", "canary-secret"))
    }

    async fn with_unknown_fields(&self) -> Option<Access> {
        Some(access("good", "canary-secret"))
    }

    fn creates(&self) -> Vec<WriteBatch> {
        let change = |key: &str| WriteChange {
            idempotency_key: key.to_owned(),
            op: ChangeOp::Create,
            key: key.to_owned(),
            foreign_id: None,
            fields: [("name".into(), "Aroha".into())].into(),
        };
        let at = "2026-03-02T21:15:33Z".parse().unwrap();
        vec![WriteBatch { stream: "people".into(), at, changes: vec![change("a"), change("b")] }]
    }

    fn private_words(&self) -> Vec<String> {
        vec!["Aroha".into()]
    }
}

//! Connectors and connections, in the screen's words.

use crosswalk_connector_kit::{
    Capability, CheckResult, CheckState, ConfigField, ConfigKind, ConnectorKind, Maturity, Spec,
};
use crosswalk_contract::{
    Call, CheckLine, ConnectionCard, ConnectionView, ConnectorCard, Done, FormField, FormKind, Mood,
    StartedRun,
};
use crosswalk_model::{ConnectionId, Direction, RunKind, Sync};
use crosswalk_store::{ConnectionRow, Tenant};

use super::{Answered, Desk, reply, say};
use crate::Result;
use crate::connections::Filled;
use crate::syncs::direction;

impl Desk<'_> {
    pub(super) async fn connections(&self, call: Call) -> Answered {
        match call {
            Call::ListConnections(_) => reply(self.list_connections().await),
            Call::GetConnection(ask) => reply(self.get_connection(ask.id).await),
            Call::SaveConnection(ask) => {
                let row = self.engine.save_connection(self.actor, Filled::from_call(ask)).await?;
                self.engine.wake_connection(row.id).await?;
                reply(self.get_connection(row.id).await)
            }
            Call::CheckConnection(ask) => {
                let results = self.engine.check_connection(ask.id).await?;
                if !results.iter().any(|result| result.state == CheckState::Failed) {
                    self.engine.wake_connection(ask.id).await?;
                }
                reply(Ok(results.into_iter().map(check_line).collect::<Vec<_>>()))
            }
            Call::PauseConnection(ask) => reply(self.pause(ask.id, ask.paused).await),
            Call::ReadConnection(ask) => reply(self.read(ask.id).await),
            _ => reply(Ok(self.list_connectors())),
        }
    }

    fn list_connectors(&self) -> Vec<ConnectorCard> {
        self.engine.registry().iter().map(|connector| connector_card(&connector.spec())).collect()
    }

    async fn list_connections(&self) -> Result<Vec<ConnectionCard>> {
        let tenant = self.engine.school()?;
        let syncs = tenant.syncs().await?;
        let mut cards = Vec::new();
        for row in tenant.connections().await? {
            cards.push(self.card(&tenant, &row, &syncs).await?);
        }
        Ok(cards)
    }

    async fn get_connection(&self, id: ConnectionId) -> Result<ConnectionView> {
        let tenant = self.engine.school()?;
        let row = self.engine.connection_row(&tenant, id).await?;
        let syncs = tenant.syncs().await?;
        Ok(ConnectionView {
            card: self.card(&tenant, &row, &syncs).await?,
            connector: connector_card(&self.engine.connector(&row.connector)?.spec()),
            secrets: self.engine.kept_secrets(tenant.id(), &row).await?,
            settings: row.settings,
        })
    }

    async fn card(&self, tenant: &Tenant, row: &ConnectionRow, syncs: &[Sync]) -> Result<ConnectionCard> {
        let connector = self.engine.connector(&row.connector)?;
        let sync = syncs.iter().find(|sync| sync.connection == row.id);
        let (mood, word) = match sync {
            _ if row.paused => (Mood::Quiet, "Paused".to_owned()),
            Some(sync) => self.state_of(tenant, sync).await?,
            None => (Mood::Quiet, "Not in use".to_owned()),
        };
        Ok(ConnectionCard {
            id: row.id,
            connector: row.connector.clone(),
            title: row.title.clone(),
            service: connector.spec().title,
            mark: say::mark(&row.title),
            direction: direction(connector),
            mood,
            word,
            paused: row.paused,
            sync: sync.map(|sync| sync.id),
        })
    }

    /// How a sync is, in a chip's word.
    pub(super) async fn state_of(&self, tenant: &Tenant, sync: &Sync) -> Result<(Mood, String)> {
        let Some(run) = tenant.runs(Some(sync.id), None, 1).await?.pop() else {
            return Ok((Mood::Quiet, "Never run".into()));
        };
        let held = run.note.starts_with("Held");
        let word = match say::mood(run.state) {
            Mood::Good => say::ago(run.ended_at.unwrap_or(run.started_at), self.engine.clock().now()),
            Mood::Waiting if held => "Held".into(),
            Mood::Waiting if run.state == crosswalk_model::RunState::Running => "Running".into(),
            Mood::Waiting if run.state == crosswalk_model::RunState::Waiting => "Waits for you".into(),
            Mood::Waiting => "With refusals".into(),
            Mood::Bad => "Failed".into(),
            Mood::Quiet => "Stopped".into(),
        };
        Ok((say::mood(run.state), word))
    }

    async fn pause(&self, id: ConnectionId, paused: bool) -> Result<Done> {
        self.engine.pause_connection(self.actor, id, paused).await?;
        let sentence = if paused { "It rests. What is pushed meanwhile is kept." } else { "It goes on." };
        Ok(Done::saying(sentence))
    }

    async fn read(&self, id: ConnectionId) -> Result<StartedRun> {
        let run = crate::inbound::read_connection(self.engine, id, self.actor.clone(), RunKind::Full).await?;
        Ok(StartedRun { run: run.id, sentence: run.note })
    }
}

fn check_line(result: CheckResult) -> CheckLine {
    CheckLine { name: result.name, mood: check_mood(result.state), message: result.message }
}

fn check_mood(state: CheckState) -> Mood {
    match state {
        CheckState::Passed => Mood::Good,
        CheckState::Warned => Mood::Waiting,
        CheckState::Failed => Mood::Bad,
        CheckState::Skipped => Mood::Quiet,
    }
}

fn connector_card(spec: &Spec) -> ConnectorCard {
    let mut directions = Vec::new();
    if spec.can(Capability::Read) || spec.can(Capability::Pushed) {
        directions.push(Direction::Inbound);
    }
    if spec.can(Capability::Write) {
        directions.push(Direction::Outbound);
    }
    ConnectorCard {
        key: spec.key.clone(),
        title: spec.title.clone(),
        vendor: spec.vendor.clone(),
        kind: kind(spec.kind).into(),
        sentence: spec.sentence.clone(),
        maturity: maturity(spec.maturity).into(),
        directions,
        pushed: spec.can(Capability::Pushed),
        fields: spec.config.iter().map(form_field).collect(),
    }
}

fn kind(kind: ConnectorKind) -> &'static str {
    match kind {
        ConnectorKind::InformationSystem => "Information system",
        ConnectorKind::Files => "Files",
        ConnectorKind::CloudPlatform => "Cloud platform",
        ConnectorKind::LearningPlatform => "Learning platform",
    }
}

fn maturity(maturity: Maturity) -> &'static str {
    match maturity {
        Maturity::Simulated => "tried against simulated services only",
        Maturity::Proven => "proven at schools",
    }
}

fn form_field(field: &ConfigField) -> FormField {
    FormField {
        key: field.key.clone(),
        label: field.label.clone(),
        help: field.help.clone(),
        kind: form_kind(&field.kind),
        required: field.required,
        default: field.default.clone(),
        rule: field.rule.clone(),
        shown_when: field.shown_when.as_ref().map(|when| (when.field.clone(), when.is.clone())),
    }
}

fn form_kind(kind: &ConfigKind) -> FormKind {
    match kind {
        ConfigKind::Text => FormKind::Text,
        ConfigKind::LongText => FormKind::LongText,
        ConfigKind::Url => FormKind::Url,
        ConfigKind::Number => FormKind::Number,
        ConfigKind::Switch => FormKind::Switch,
        ConfigKind::Secret => FormKind::Secret,
        ConfigKind::File => FormKind::File,
        ConfigKind::Folder => FormKind::Folder,
        ConfigKind::Choice(choices) => FormKind::Choice(choices.clone()),
    }
}
